//! Help, wrong usage, files that are not there.

use crate::support::Studio;

#[test]
fn wrong_usage_is_told_in_chinese_and_ends_with_2() {
    let studio = Studio::empty();
    for (arguments, said) in [
        (&["fnd"][..], "没有命令“fnd”;是不是 find?"),
        (&["case"], "缺少命令,可用:list"),
        (&["find"], "缺少 <查询>"),
        (&["find", "x", "--format", "xml"], "可用:table、json、csv"),
        (&["find", "x", "--formt", "json"], "没有选项“--formt”;是不是 --format?"),
        (&["overdue", "--within", "几天"], "--within <天数> 不能是“几天”"),
        (&["deadline", "DL-07"], "缺少 <起算日>"),
        (&["validate", "colour", "red"], "没有“colour”这一类"),
        (&["completions", "dos"], "没有外壳“dos”"),
        (&["case", "form", "T99"], "没有步骤“T99”"),
    ] {
        let run = studio.run("", arguments).ends(2);
        assert!(run.err.starts_with("用法错误:") && run.err.contains(said), "{run}");
        assert_eq!(run.out, "", "{run}");
    }
}

#[test]
fn a_missing_file_is_a_fault_and_is_not_made() {
    let studio = Studio::empty();
    let run = studio.run("ducha", &["overdue"]).ends(1);
    assert!(run.err.starts_with("故障:找不到数据库"), "{run}");
    assert!(!studio.db.exists());
}

#[test]
fn help_manual_and_completions_need_no_file() {
    let studio = Studio::empty();
    let help = studio.run("", &["--help"]).ends(0);
    assert!(help.out.contains("用法: fengqiao [选项] [命令]") && help.err.is_empty(), "{help}");
    let manual = studio.run("", &["manual"]).ends(0);
    assert!(manual.out.starts_with("# 枫桥使用手册") && manual.out.contains("DL-07"), "{}", manual.err);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(studio.run("", &["completions", shell]).ends(0).out.contains("overdue"));
    }
    let fields = studio.run("", &["case", "act", "0131", "T09", "--help-fields"]).ends(0);
    assert!(
        fields.out.starts_with("T09 指派承办 依据:方案五(四)") && fields.out.contains("handler 承办人 必填"),
        "{fields}"
    );
}

#[test]
fn the_demo_never_touches_a_file_that_holds_something() {
    let studio = Studio::empty();
    std::fs::write(&studio.db, "别动").expect("written");
    let run = studio.run("", &["demo", "--no-open"]).ends(4);
    assert!(run.err.contains("已经存在,没有改动"), "{run}");
    assert_eq!(std::fs::read_to_string(&studio.db).expect("read"), "别动");
}

#[test]
fn a_wrong_clock_is_told() {
    let program = env!("CARGO_BIN_EXE_fengqiao");
    let run = std::process::Command::new(program).args(["validate", "id", "1"]).env("FENGQIAO_NOW", "明天").output();
    let run = run.expect("runs");
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("FENGQIAO_NOW=明天 不是时间"));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let studio = Studio::empty();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_fengqiao"))
        .args(["validate", "name"])
        .env("FENGQIAO_NOW", crate::support::NOW)
        .env("FENGQIAO_DB", &studio.db)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("a pipe");
    // The program may be gone before everything is written.
    let _ = std::io::Write::write_all(&mut input, "和志强\n".repeat(20_000).as_bytes());
    drop(input);
    let done = child.wait_with_output().expect("ends");
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""));
}
