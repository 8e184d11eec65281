//! A step taken back and the check that replays cases, as a clerk and an auditor type them.

use crate::support::Studio;

const ACCEPT: &[&str] = &[
    "abstract=邻居扩建围墙越界占用宅基地",
    "focus=界址在哪里",
    "nature=1",
    "petitioner_agrees=1",
    "respondent_agrees=1",
    "liable_clear=1",
    "liable_unit=建塘镇政府",
    "grade=G1",
    "risk=3",
    "listed=0",
    "term_days=30",
    "consult=0",
    "opinion=同意受理",
];

#[test]
fn an_acceptance_is_taken_back_with_its_number_and_the_file_replays() {
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    studio.run("qiantai", &["case", "act", &case, "T03"]).ends(0);
    let mut accept = vec!["case", "act", case.as_str(), "T07"];
    accept.extend(ACCEPT.iter().flat_map(|pair| ["--set", pair]));
    let given = studio.run("zhuren", &accept).ends(0);
    let number = "香格里拉信调〔2026〕0001号";
    assert!(given.err.contains(number) || given.out.contains(number), "{given}");
    let no = studio.run("qiantai", &["case", "undo", &case, "--set", "reason=选错"]).ends(4);
    assert!(no.err.contains("别人办的"), "{no}");
    let undone = studio.run("zhuren", &["case", "undo", &case, "--set", "reason=选错"]).ends(0);
    assert!(undone.err.contains("评析中") || undone.out.contains("评析中"), "{undone}");
    let again = studio.run("zhuren", &accept).ends(0);
    assert!(again.err.contains(number) || again.out.contains(number), "the number stays with its case\n{again}");
    for arguments in [&["check"][..], &["check", "--all"]] {
        let check = studio.run("admin", arguments).ends(0);
        assert!(check.out.contains("案件可由流水重放") && check.out.contains("重放1件"), "{check}");
    }
    let conn = rusqlite::Connection::open(&studio.db).expect("the file");
    conn.execute_batch("UPDATE cases SET accepted_on = '2026-11-20'").expect("tampered");
    let check = studio.run("admin", &["check", "--format", "json"]).ends(1);
    assert!(check.out.contains("受理日:流水2026-11-23,现为2026-11-20"), "{check}");
}
