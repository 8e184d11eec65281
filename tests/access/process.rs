//! The process and its files are for their owner alone.

use super::Studio;
use crate::pty::{WIDE, window};
use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

#[test]
fn the_running_desk_leaves_no_core_file_and_its_files_are_closed() {
    let studio = Studio::new();
    let mut screen = window(&studio, "qiantai", "1号窗口", WIDE);
    screen.see("来访队列");
    let pid = screen.child.process_id().expect("a process");
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{pid}/{name}"));
    let (Ok(limits), Ok(status)) = (read("limits"), read("status")) else {
        println!("没有试:这台机器没有 /proc");
        return;
    };
    let line = |text: &str, start: &str| text.lines().find(|l| l.starts_with(start)).map(str::to_string);
    let core = line(&limits, "Max core file size").expect("a limit");
    assert_eq!(core.split_whitespace().skip(4).collect::<Vec<_>>(), ["0", "0", "bytes"], "{core}");
    assert_eq!(line(&status, "Umask:").expect("a mask").split_whitespace().nth(1), Some("0077"));
    for entry in std::fs::read_dir(studio.db.parent().expect("a folder")).expect("a folder").flatten() {
        let meta = entry.metadata().expect("a file");
        assert_eq!(meta.permissions().mode() & 0o077, 0, "{}", entry.path().display());
    }
}

const TOLD: &str = "access::process::a_child_panics_when_told";

/// Does nothing unless a parent says so: then it works on somebody's data, and panics over it.
#[test]
fn a_child_panics_when_told() {
    if std::env::var_os("FENGQIAO_TEST_PANIC").is_none() {
        return;
    }
    fengqiao::guard::guard();
    #[cfg(target_os = "linux")]
    assert_eq!(
        rustix::process::dumpable_behavior().expect("known"),
        rustix::process::DumpableBehavior::NotDumpable,
        "another process may look into it"
    );
    let document = String::from("和志强 533422198506150026");
    assert!(document.is_empty(), "和志强的证件 {document}");
}

#[test]
fn a_panic_says_where_and_never_what() {
    let me = std::env::current_exe().expect("the tests");
    let run = Command::new(me).args(["--exact", TOLD, "--nocapture"]).env("FENGQIAO_TEST_PANIC", "1").output();
    let run = run.expect("the tests run");
    let text = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(text.contains("程序出错,已停下(") && text.contains("process.rs:"), "{text}");
    for private in ["和志强", "533422", "look into it"] {
        assert!(!text.contains(private), "{text}");
    }
}

#[test]
fn a_file_that_others_could_read_is_not_opened_until_it_is_closed() {
    let studio = Studio::new();
    set_permissions(&studio.db, Permissions::from_mode(0o644)).expect("set");
    for arguments in [&["overdue"][..], &["backup"], &["case", "list"]] {
        let run = studio.run("admin", arguments).ends(1);
        assert!(run.err.contains("其他账户能读") && run.err.contains("chmod go= '"), "{run}");
    }
    let mut screen = window(&studio, "qiantai", "1号窗口", WIDE);
    screen.see("本机其他账户能读");
    assert_eq!(screen.end(), 1);
    set_permissions(&studio.db, Permissions::from_mode(0o600)).expect("set");
    studio.run("admin", &["backup"]).ends(0);
    studio.run("ducha", &["overdue"]).ends(0);
    // A backup that was copied back with open modes, into a folder that was opened.
    let kept = studio.db.with_file_name("备份");
    set_permissions(&kept, Permissions::from_mode(0o755)).expect("set");
    studio.run("ducha", &["overdue"]).ends(0);
    for entry in std::fs::read_dir(&kept).expect("backups").flatten() {
        set_permissions(entry.path(), Permissions::from_mode(0o644)).expect("set");
    }
    let run = studio.run("ducha", &["overdue"]).ends(1);
    assert!(run.err.contains("chmod -R go= '") && run.err.contains("备份"), "{run}");
    set_permissions(&kept, Permissions::from_mode(0o700)).expect("set");
    studio.run("ducha", &["overdue"]).ends(0);
}
