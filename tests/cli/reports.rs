//! Reports from the command line: the table, the cases behind a figure, and files for the office.

use crate::support::{FULL, Studio};

/// A studio with one registered case of this month.
fn with_case() -> (Studio, String) {
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    assert!(!FULL.is_empty());
    (studio, case)
}

#[test]
fn a_table_is_printed_and_a_figure_opens_its_cases() {
    let (studio, _) = with_case();
    let list = studio.run("zhuren", &["report", "--format", "json"]).ends(0).json();
    assert_eq!(list.as_array().map(Vec::len), Some(16));
    let table = studio.run("zhuren", &["report", "R03", "--period", "本月"]).ends(0);
    for words in [
        "R03 受理与办结",
        "2026年11月",
        "口径:按登记日期",
        "范围:全部",
        "登记",
        "说明\n1. ",
        "本期未过完",
        "依据 方案五",
    ] {
        assert!(table.out.contains(words), "{words}\n{table}");
    }
    let json = studio.run("zhuren", &["report", "r03", "--period", "2026-11", "--format", "json"]).ends(0).json();
    assert_eq!(
        (&json["period"], &json["from"], &json["to"]),
        (&"2026-11".into(), &"2026-11-01".into(), &"2026-11-30".into())
    );
    assert_eq!((&json["rows"][0]["label"], &json["rows"][0]["cells"][0]), (&"登记".into(), &1.into()));
    for cell in ["1,1", "登记，本期件次"] {
        let behind = studio.run("zhuren", &["report", "R03", "--cell", cell, "--format", "json"]).ends(0);
        let cases = behind.json();
        assert_eq!(cases.as_array().map(Vec::len), Some(1), "{behind}");
        let name = cases[0]["petitioner"].as_str().unwrap_or_default();
        assert!(name.contains('＊'), "{behind}");
    }
    // A yearly report is made of the year, whatever month was meant.
    for period in
        [&["report", "R15", "--format", "json"][..], &["report", "R15", "--format", "json", "--period", "2026-03"]]
    {
        assert_eq!(studio.run("zhuren", period).ends(0).json()["period"], "2026");
    }
    let trend = studio.run("zhuren", &["report", "R03", "--cell", "1,1", "--trend", "--format", "json"]).ends(0).json();
    assert_eq!(
        (trend.as_array().map(Vec::len), &trend[11]["count"], &trend[10]["count"]),
        (Some(12), &1.into(), &0.into())
    );
    let bars = studio.run("zhuren", &["report", "R03", "--chart", "本期件次"]).ends(0);
    assert!(bars.out.contains("登记") && bars.out.contains("#################### 1"), "{bars}");
}

#[test]
fn what_is_asked_wrongly_is_answered_with_the_remedy() {
    let (studio, _) = with_case();
    for (arguments, code, words) in [
        (&["report", "R99"][..], 2, "没有报表“R99”,可用:R01"),
        (&["report", "R03", "--period", "去年底"], 3, "period: 看不懂期间“去年底”,请写 2026-11-23"),
        (&["report", "R03", "--axis", "受理日"], 2, "没有日期“受理日”,可用:petitioned 信访日期"),
        (&["report", "R03", "--cell", "登记"], 2, "要写成 行,列"),
        (&["report", "R03", "--cell", "登记,环比"], 2, "背后没有案件"),
        (&["report", "R03", "--cell", "没有,1"], 2, "没有行“没有”"),
        (&["report", "R03", "--out", "a.doc"], 3, "path: 文件名“a.doc”看不出格式;请以 .xlsx、.csv 或 .json 结尾"),
        (&["report", "R03", "--out", "/没有这个目录/a.xlsx"], 3, "path: 没有文件夹 /没有这个目录;请先建好"),
    ] {
        let run = studio.run("zhuren", arguments).ends(code);
        assert!(run.err.contains(words), "{run}");
    }
    let fixed = studio.run("zhuren", &["report", "R04", "--axis", "结案日"]).ends(0);
    assert!(fixed.err.contains("固定按考核届满日统计"), "{fixed}");
    let admin = studio.run("admin", &["report"]).ends(4);
    assert!(admin.err.contains("没有“报表”的权限"), "{admin}");
    studio.add_user("caiwu", "赵明", "finance");
    let money = studio.run("caiwu", &["report", "R03"]).ends(4);
    assert!(money.err.contains("财务只看经费类报表"), "{money}");
    let cases = studio.run("caiwu", &["report", "R13", "--cell", "申报,金额(元)"]).ends(4);
    assert!(cases.err.contains("不看案件"), "{cases}");
    let window = studio.run("qiantai", &["report", "R13"]).ends(4);
    assert!(window.err.contains("经费台账"), "{window}");
}

/// The text of the parts of a zip file, inflated by the system's own unzip when there is one.
fn parts(path: &std::path::Path) -> Option<String> {
    let done = std::process::Command::new("unzip").arg("-p").arg(path).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn files_open_in_a_spreadsheet_and_carry_no_formula() {
    let (studio, _) = with_case();
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("r03.csv");
    let name = csv.to_str().expect("a path");
    studio.run("zhuren", &["report", "R03", "--period", "2026-11", "--out", name]).ends(0);
    let text = std::fs::read_to_string(&csv).expect("a file");
    assert!(text.starts_with("\u{feff}项目,本期件次"), "{text}");
    assert!(text.contains("\n登记,1,"), "{text}");
    let cells = text.lines().flat_map(|l| l.split(','));
    let formula = |c: &str| c.starts_with(['=', '+', '-', '@']) && c != "-";
    assert!(!cells.clone().any(formula), "{text}");
    // Last month one, this month none: the change is text that no spreadsheet reckons.
    let later = studio.run_on("zhuren", "2026-12-02T09:00", &["report", "R03", "--format", "csv"]).ends(0);
    assert!(later.out.contains(",'-100.0% 告警"), "{later}");

    // What is there is never written over unawares; the file that was written is journalled.
    let again = studio.run("zhuren", &["report", "R03", "--period", "2026-10", "--out", name]).ends(4);
    assert!(again.err.contains("已有文件") && again.err.contains("--force"), "{again}");
    assert_eq!(std::fs::read_to_string(&csv).expect("a file"), text);
    studio.run("zhuren", &["report", "R03", "--period", "2026-10", "--out", name, "--force"]).ends(0);
    assert!(!std::fs::read_to_string(&csv).expect("a file").contains("\n登记,1,"));
    let json = folder.path().join("r03.json");
    studio.run("zhuren", &["report", "R03", "--out", json.to_str().expect("a path")]).ends(0);
    let read: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).expect("a file")).expect("json");
    assert_eq!(read["rows"][0]["cells"][0], 1);
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "nothing half-written stays: {left:?}");
    let conn = rusqlite::Connection::open(&studio.db).expect("opens");
    let note = "SELECT count(*) FROM journal WHERE action = 'export' AND note LIKE '报表写成文件:R03 受理与办结%'";
    assert_eq!(conn.query_row(note, [], |r| r.get::<_, i64>(0)).expect("a count"), 3);

    let xlsx = folder.path().join("r10.xlsx");
    let name = xlsx.to_str().expect("a path");
    let done = studio.run("zhuren", &["report", "R10", "--period", "2026", "--out", name]).ends(0);
    assert!(done.err.contains("已写入"), "{done}");
    assert!(std::fs::read(&xlsx).expect("a file").starts_with(b"PK"));
    if let Some(parts) = parts(&xlsx) {
        for words in [
            "人民调解案件统计表(司法口径)",
            "山林土地",
            "orientation=\"landscape\"",
            "_xlnm.Print_Titles",
            "paperSize=\"9\"",
            "fitToPage=\"1\"",
            "填表人:",
            "审核人:",
        ] {
            assert!(parts.contains(words), "{words}");
        }
    }
    // Where there are many columns a mark stands under its figure, in a row that is high enough for both.
    let wide = folder.path().join("r01.xlsx");
    let name = wide.to_str().expect("a path");
    studio.run_on("zhuren", "2026-12-02T09:00", &["report", "R01", "--period", "2026-12", "--out", name]).ends(0);
    if let Some(parts) = self::parts(&wide) {
        assert!(parts.contains("-100.0%\n告警"), "two lines");
        let high =
            parts.split("<row ").filter(|row| row.split('>').next().is_some_and(|head| head.contains("ht=\"30\"")));
        assert_eq!(high.count(), 1, "the row of 环比; 同比 has nothing to compare with");
    }
}
