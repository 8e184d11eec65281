//! What a case was and is: a step taken back with its number and warnings, a merge taken apart, and the
//! replay that notices whatever the journal does not tell.

use super::trial_town::{Town, rows};
use super::{Failure, Outcome};
use crate::domain::case::{Case, Stage};
use crate::store;
use crate::validation::Draft;

fn undo(town: &mut Town, login: &str, case: i64) -> Outcome<String> {
    town.seat(login).undo(case, &Draft::default().with("reason", "选错了一步")).map(|d| d.text)
}

fn held(town: &Town, case: i64) -> Case {
    store::case::load(&town.desk.conn, case).expect("read").expect("a case")
}

fn warnings(town: &mut Town, case: i64) -> Vec<(String, bool)> {
    let list = town.seat("zhuren").warnings(case).expect("warnings");
    list.into_iter().map(|w| (w.rule, w.closed_on.is_some())).collect()
}

#[track_caller]
fn refusal<T>(outcome: Outcome<T>, words: &[&str]) {
    let Err(failure @ Failure::Refusal { .. }) = outcome else { panic!("not refused") };
    let said = failure.to_string();
    for word in words {
        assert!(said.contains(word), "“{said}” lacks “{word}”");
    }
}

#[test]
fn a_number_given_stays_with_its_case_and_is_used_again() {
    let mut town = Town::new();
    let case = town.along(&["T01", "T03", "T07"]);
    let number = held(&town, case).number.expect("a number");
    assert!(undo(&mut town, "zhuren", case).expect("taken back").contains("评析中"));
    let back = held(&town, case);
    assert_eq!((back.stage, back.accepted_on, back.number.as_deref()), (Stage::Assessing, None, Some(number.as_str())));
    let other = town.along(&["T01", "T03", "T07"]);
    assert!(held(&town, other).number.expect("a number").ends_with("0002号"));
    town.act("zhuren", case, "T07", &[]).expect("accepted again");
    assert_eq!(held(&town, case).number, Some(number.clone()));
    assert_eq!(town.seat("zhuren").case_called(&number).expect("found").id, case);
    let third = town.along(&["T01", "T03", "T07"]);
    assert!(held(&town, third).number.expect("a number").ends_with("0003号"), "no gap and no double");
    assert_eq!(town.faults(), Vec::<String>::new());
}

#[test]
fn a_warning_goes_with_the_step_that_raised_it_unless_it_was_sent() {
    let mut town = Town::new();
    let case = town.along(&["T01", "T03"]);
    let risky = [("risk", "3")];
    town.act("zhuren", case, "T07", &risky).expect("accepted");
    assert_eq!(warnings(&mut town, case), [("A5".into(), false)]);
    undo(&mut town, "zhuren", case).expect("the warning is no act of another");
    assert_eq!(warnings(&mut town, case), [("A5".into(), true)]);
    let said = rows(&town.desk, "SELECT disposal FROM warning", &[]);
    assert!(said[0].contains("随撤回"), "{said:?}");
    town.act("zhuren", case, "T07", &risky).expect("accepted again");
    assert_eq!(warnings(&mut town, case), [("A5".into(), true), ("A5".into(), false)], "the fact warns again");
    let id = town.desk.warnings(case).expect("read").last().expect("one").id;
    let send = Draft::default().with("recipient", "市公安局").with("way", "1");
    town.seat("zhuren").send_warning(id, &send).expect("sent");
    refusal(undo(&mut town, "zhuren", case), &["又有变动"]);
    assert_eq!(town.faults(), Vec::<String>::new());
}

#[test]
fn what_was_told_or_signed_stays_and_the_refusal_says_why() {
    let mut town = Town::new();
    let case = town.along(&["T01"]);
    refusal(undo(&mut town, "zhuren", case), &["登记", "接谈号"]);
    town.act("zhuren", case, "T03", &[]).expect("提交评析");
    town.act("zhuren", case, "T04", &[]).expect("通知补正");
    refusal(undo(&mut town, "zhuren", case), &["通知补正", "已告知当事人"]);
    town.act("zhuren", case, "T04b", &[]).expect("补正收到");
    undo(&mut town, "zhuren", case).expect("taken back");
    assert_eq!(held(&town, case).stage, Stage::Supplementing);
    let open = rows(&town.desk, "SELECT since FROM pause WHERE until IS NULL", &[]);
    assert_eq!(open.len(), 1, "补正 waits again");
    town.act("zhuren", case, "T04b", &[]).expect("补正收到");
    for mv in ["T07", "T08"] {
        town.act("zhuren", case, mv, &[]).expect(mv);
    }
    refusal(undo(&mut town, "zhuren", case), &["办理委托", "已签字"]);
    town.act("zhuren", case, "T09", &[]).expect("指派");
    assert_eq!(town.seat("zhuren").team_of(case).expect("team").len(), 2);
    undo(&mut town, "zhuren", case).expect("taken back");
    assert!(town.desk.team_of(case).expect("team").is_empty());
    assert_eq!(held(&town, case).handler, None);
    let load: i64 = town.desk.conn.query_row("SELECT count(*) FROM team_member", [], |r| r.get(0)).expect("read");
    assert_eq!(load, 0, "nobody bears the load of a case he does not have");
}

#[test]
fn a_merge_brings_visits_and_keys_and_is_taken_apart_again() {
    let mut town = Town::new();
    let first = town.along(&["T01"]);
    let again = town
        .visit(
            None,
            &[("name", "和志军"), ("phone", "13900000009"), ("document_no", "533423197212310030"), ("involved", "5")],
        )
        .expect("a visit");
    town.act("zhuren", again, "T01", &[]).expect("登记");
    let find = |town: &mut Town, word: &str| {
        let found = town.seat("zhuren").find(word, 9).expect("found");
        found.iter().map(|h| h.case).collect::<Vec<_>>()
    };
    let docket = held(&town, again).docket.expect("a docket");
    let target = first.to_string();
    town.act("zhuren", again, "T02", &[("target", &target)]).expect("merged");
    let original = held(&town, first);
    assert_eq!((original.visits, original.involved), (2, 5));
    for word in ["和志军", "13900000009", docket.as_str()] {
        assert_eq!(find(&mut town, word), [first], "{word}");
    }
    assert!(town.seat("zhuren").deadlines_of(again).expect("clocks").iter().all(|c| c.state == "ended"));
    assert_eq!(warnings(&mut town, first), [("A1".into(), false)], "the same matter came again");
    assert_eq!(town.faults(), Vec::<String>::new());

    assert_eq!(town.seat("zhuren").undoable(again).expect("asked"), Some(("并入在办案件", 30)));
    undo(&mut town, "zhuren", again).expect("taken apart");
    let (original, back) = (held(&town, first), held(&town, again));
    assert_eq!((original.visits, original.involved, back.stage, back.merged_into), (1, 2, Stage::Registered, None));
    for word in ["和志军", "13900000009", docket.as_str()] {
        assert_eq!(find(&mut town, word), [again], "{word}");
    }
    assert_eq!(find(&mut town, "和志强"), [first]);
    assert_eq!(warnings(&mut town, first), [("A1".into(), true)]);
    assert!(town.desk.deadlines_of(again).expect("clocks").iter().any(|c| c.state == "running"));
    assert_eq!(town.faults(), Vec::<String>::new());

    // What the original went on with stands on the merge.
    town.act("zhuren", again, "T02", &[("target", &target)]).expect("merged again");
    town.act("zhuren", first, "T03", &[]).expect("提交评析");
    assert_eq!(town.desk.undoable(again).expect("asked"), None);
    refusal(undo(&mut town, "zhuren", again), &["原案又有变动"]);
    assert_eq!(town.faults(), Vec::<String>::new());
}

/// 暂存 may wait while a later matter is registered; the older visit that joins it does not become the
/// visit that opened it.
#[test]
fn an_older_visit_merged_in_does_not_take_the_place_of_the_opening_one() {
    let mut town = Town::new();
    let older = town.visit(None, &[("name", "和志军"), ("handling", "2")]).expect("a visit");
    let newer = town.along(&["T01"]);
    town.act("zhuren", older, "T01", &[]).expect("登记");
    town.act("zhuren", older, "T02", &[("target", &newer.to_string())]).expect("merged");
    let opening = town.seat("zhuren").first_visit(newer).expect("a visit");
    assert_eq!(opening.draft.get("name"), "和志强");
    town.act("zhuren", newer, "T03", &[]).expect("its own way of handling counts, not that of the guest");
    assert_eq!(town.faults(), Vec::<String>::new());
}

#[test]
fn an_accusation_is_not_merged_into_an_open_file() {
    let mut town = Town::new();
    let open = town.along(&["T01"]);
    let sealed = town.along(&["T01"]);
    town.desk.conn.execute("UPDATE cases SET sealed = 1 WHERE id = ?1", [sealed]).expect("sealed");
    refusal(town.act("zhuren", sealed, "T02", &[("target", &open.to_string())]), &["检举控告", "不能并案"]);
    refusal(town.act("zhuren", open, "T02", &[("target", &sealed.to_string())]), &["检举控告", "不能并案"]);
}

#[test]
fn an_accusation_does_not_join_an_open_case_nor_a_stranger_a_sealed_one() {
    let mut town = Town::new();
    let open = town.along(&["T01"]);
    let accusing = [("category", "B"), ("nature", "6")];
    refusal(town.visit(Some(open), &accusing), &["检举控告件不并入", "另行登记"]);
    assert_eq!(held(&town, open).visits, 1, "nothing of it is in the open file");
    let sealed = town.visit(None, &accusing).expect("registration is never refused");
    town.desk.conn.execute("UPDATE cases SET stage = 'S10' WHERE id = ?1", [sealed]).expect("登记");
    refusal(town.visit(Some(sealed), &[]), &["密封"]);
    // A guest is not turned into an accusation in the open file either.
    town.visit(Some(open), &[]).expect("joins");
    let guest = store::visit::list_of_case(&town.desk.conn, open).expect("visits")[1].0;
    let stored = store::visit::load(&town.desk.conn, guest).expect("read").expect("a visit");
    let draft = stored.draft.with("category", "B").with("nature", "6");
    let write = super::VisitWrite { visit: Some((guest, stored.rev)), draft, ..super::VisitWrite::default() };
    refusal(town.seat("zhuren").save_visit(&write), &["检举控告件不并入"]);
}

#[test]
fn whatever_the_journal_does_not_tell_is_found_and_named() {
    for (sql, words) in [
        ("UPDATE cases SET grade = 'G3'", ["案件等级", "流水G1,现为G3"]),
        ("UPDATE cases SET listed = 1", ["包案", "流水false,现为true"]),
        ("UPDATE cases SET visits = 4", ["来访次数", "流水1,现为4"]),
        ("UPDATE cases SET unit = '别的单位'", ["编号1", "责任单位"]),
        (
            "UPDATE deadline SET due = '2027-02-01', raw = '2027-02-01', rolled = '2027-02-01' WHERE rule = 'DL-07'",
            ["DL-07", "考核届满"],
        ),
        ("UPDATE deadline SET extension_days = 9 WHERE rule = 'DL-07'", ["DL-07", "延长"]),
        ("DELETE FROM deadline WHERE rule = 'DL-07'", ["期限", "流水"]),
        ("UPDATE record SET voided = 1 WHERE form = 'entrust'", ["撤回的记录", "流水"]),
        ("UPDATE record SET body = json_set(body, '$.grade', 'G3') WHERE form = 'accept'", ["T07", "不能办理"]),
        ("DELETE FROM team_member WHERE part = 'member'", ["编号1", "小组"]),
        (
            "INSERT INTO record (uid, case_id, form, move, at, user_id, body) VALUES ('x', 1, 'limits', 'R16', '2026-11-23T16:42', 1, '{}')",
            ["流水中没有", "记录"],
        ),
    ] {
        let mut town = Town::new();
        town.along(&["T01", "T03", "T07", "T08", "T09"]);
        assert_eq!(town.faults(), Vec::<String>::new());
        town.desk.conn.execute_batch(sql).expect("tampered");
        let faults = town.faults().join("\n");
        for word in words {
            assert!(faults.contains("案件可由流水重放") && faults.contains(word), "{sql}: “{faults}” lacks “{word}”");
        }
    }
}

#[test]
fn a_calendar_counts_from_the_day_it_was_imported_also_for_what_is_taken_back() {
    let mut town = Town::new();
    let twin = town.along(&["T01", "T03", "T07", "T08"]);
    let case = town.along(&["T01", "T03", "T07", "T08", "T09"]);
    let due = |town: &Town, case: i64| {
        rows(&town.desk, &format!("SELECT due FROM deadline WHERE rule = 'DL-06b' AND case_id = {case}"), &[])
    };
    let old = due(&town, case);
    let csv = "2026-01-01,放假,元旦,official\n2026-11-24,放假,测试,official\n2026-11-25,放假,测试,official\n";
    town.seat("admin").import_calendar(csv).expect("imported");
    assert_eq!(due(&town, case), old, "a clock that is over stays as it was");
    undo(&mut town, "zhuren", case).expect("a calendar is no act on the case");
    assert_ne!(due(&town, case), old, "not back to the days of the old calendar");
    assert_eq!(due(&town, case), due(&town, twin), "as if it had never been stopped");
    let fresh = town.along(&["T01", "T03"]);
    assert!(fresh > case);
    town.seat("admin").import_calendar("2027-01-01,放假,元旦,official\n").expect("imported");
    assert_eq!(town.faults(), Vec::<String>::new());
}

#[test]
fn what_the_journal_of_another_program_does_not_tell_is_said_and_not_guessed() {
    let mut town = Town::new();
    town.along(&["T01"]);
    town.desk
        .conn
        .execute_batch(
            "INSERT INTO cases (id, uid, station, stage, petitioner, opened, registrar) VALUES (9, 'c9', '县工作室', 'S00', '和志强', '2026-11-01', 1);
             INSERT INTO visit (uid, station, case_id, created_at, registrar) VALUES ('v9', '县工作室', 9, '2026-11-01T09:00', 1)",
        )
        .expect("an old case");
    let found = town.seat("admin").check_with(true).expect("checked");
    let replayed = found.iter().find(|f| f.name == "案件可由流水重放").expect("looked at");
    assert!(
        replayed.ok && replayed.detail.contains("重放1件") && replayed.detail.contains("1件,未逐件重放"),
        "{replayed:?}"
    );
}
