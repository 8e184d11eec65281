//! 重大紧急, 预警 and 督办 from the command line.

use crate::support::{NOW, Studio};

const FOUND: &[&str] =
    &["--set", "kind=群体性", "--set", "fact=两村因水源争执,约三十人聚在水口", "--set", "measures=已请村委劝离"];

#[test]
fn an_urgent_matter_is_raised_reported_and_closed() {
    let studio = Studio::new();
    let raise = [&["register", "act", "urgent", "raise", "--set", "found_at=16:20"], FOUND].concat();
    let no = studio.run("ducha", &raise).ends(4);
    assert!(no.err.contains("没有“重大紧急事项”的权限"), "{no}");
    let done = studio.run("qiantai", &raise).ends(0);
    assert!(done.out.contains("JJ20260001") && done.out.contains("请立即口头报告:党委政府、联席办"), "{done}");
    let list = studio.run("zhuren", &["register", "show", "重大紧急", "--format", "json"]).ends(0).json();
    assert_eq!((&list[0]["oral"], &list[0]["written"]), (&"剩8分".into(), &"剩1时38分".into()), "{list}");
    let todo = studio.run("zhuren", &["register", "show", "todo", "--format", "json"]).ends(0).json();
    assert_eq!(todo[0]["what"], "紧急待报告", "{todo}");
    let oral = ["register", "act", "urgent", "oral", "1", "--set", "to=党委政府,联席办"];
    studio.run("zhuren", &oral).ends(0);
    assert!(studio.run("zhuren", &oral).ends(4).err.contains("已经口头报告"));
    let written = ["register", "act", "urgent", "written", "1", "--set", "document=枫工报〔2026〕3号"];
    studio.run("zhuren", &written).ends(0);
    let close = ["register", "act", "urgent", "close", "1", "--set", "result=1", "--set", "outcome=双方各取一半"];
    studio.run("zhuren", &close).ends(0);
    let line = studio.run("ducha", &["register", "line", "urgent", "1"]).ends(0);
    assert!(line.out.contains("已办结") && line.out.contains("枫工报〔2026〕3号"), "{line}");
    let check = studio.run("ducha", &["check"]).ends(0);
    assert!(check.out.contains("流水链"), "{check}");
}

#[test]
fn a_day_is_looked_at_once_by_whoever_answers_for_the_clocks() {
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    assert!(studio.run("qiantai", &["warn", "sweep"]).ends(4).err.contains("主任、督查"));
    let first = studio.run("ducha", &["warn", "sweep", "--format", "json"]).ends(0).json();
    assert_eq!((&first["raised"], &first["already"]), (&0.into(), &false.into()), "{NOW}: nothing has turned");
    let again = studio.run("zhuren", &["warn", "sweep"]).ends(0);
    assert!(again.out.contains("今天的期限已经查过"), "{again}");
}

#[test]
fn a_demand_says_who_decided_and_begins_from_what_is_known() {
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    let issue = |more: &[&str]| {
        let known = ["register", "act", "supervisions", "issue", "--case", &case, "--set", "trigger=登记后未提交评析"];
        studio.run("ducha", &[&known[..], &["--set", "demand=今天提交评析"], more].concat())
    };
    let no = issue(&["--set", "kind=约谈"]).ends(3);
    assert!(no.err.contains("decided_by") && no.err.contains("决定单位"), "{no}");
    let no = issue(&["--set", "kind=约谈", "--set", "decided_by=领导小组"]).ends(3);
    assert!(no.err.contains("联席会议决定(条例39)"), "{no}");
    let done = issue(&["--set", "reason=推诿敷衍拖延"]).ends(0);
    assert!(done.out.contains("DB20260001"), "{done}");
    let list = studio.run("zhuren", &["register", "show", "supervisions", "--format", "json"]).ends(0).json();
    assert_eq!((&list[0]["kind"], &list[0]["target"]), (&"督办单".into(), &"工作室主任".into()), "{list}");
    let no = studio.run("zhuren", &["register", "act", "supervisions", "issue", "--case", &case]).ends(4);
    assert!(no.err.contains("没有“督办”的权限"), "{no}");
}
