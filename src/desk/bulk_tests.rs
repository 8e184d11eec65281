//! 批量改派 through the desk: a preview changes nothing, each case goes as 改派 does, conflicts stay and are named.

use super::register::{self, Ask};
use super::trial::Office;
use super::{Caseload, Desk, Failure};
use crate::domain::forms;
use crate::validation::Draft;

/// An office where 李秀英 (1) handles 7, 8 and the listed 9, is a member of 10, and has closed 11.
fn office() -> Office {
    let office = Office::new();
    let desk = office.desk("zhuren", "主任室");
    desk.conn
        .execute_batch(
            "INSERT INTO staff (id, uid, name, profession, languages, employer) VALUES
               (1, 's1', '李秀英', '01', '1', ''), (2, 's2', '扎西', '04', '1', ''),
               (3, 's3', '和文军', '04', '1', '建塘镇政府'), (4, 's4', '鲁茸', '04', '1', '');
             INSERT INTO cases (id, uid, station, stage, is_open, number, petitioner, respondent, unit, dispute, listed,
               opened, registrar, handler_id) VALUES
               (7, 'c7', '县', 'S40', 1, '0007号', '和志强', '建塘镇政府', '建塘镇政府', '03', 0, '2026-11-01', 1, 1),
               (8, 'c8', '县', 'S60', 1, '0008号', '杨文华', '县林草局', '县林草局', '07', 0, '2026-11-01', 1, 1),
               (9, 'c9', '县', 'S40', 1, '0009号', '余阿普', '县医院', '县医院', '15', 1, '2026-11-01', 1, 1),
               (10, 'c10', '县', 'S40', 1, '0010号', '段丽萍', '段志', '', '03', 0, '2026-11-01', 1, 3),
               (11, 'c11', '县', 'S80', 0, '0011号', '木耀文', '木志', '', '03', 0, '2026-11-01', 1, 1);
             INSERT INTO team_member (case_id, staff_id, part, since, active) VALUES
               (7, 1, 'handler', '2026-11-01', 1), (7, 2, 'member', '2026-11-01', 1), (8, 1, 'handler', '2026-11-01', 1),
               (9, 1, 'handler', '2026-11-01', 1), (9, 2, 'member', '2026-11-01', 1),
               (10, 3, 'handler', '2026-11-01', 1), (10, 1, 'member', '2026-11-01', 1),
               (11, 1, 'handler', '2026-11-01', 0);
             INSERT INTO deadline (uid, case_id, rule, start, raw, rolled, due, amber_from, red_from, state) VALUES
               ('d1', 8, 'DL-07', '2026-11-01', '2026-12-01', '2026-12-01', '2026-12-01', '2026-11-24', '2026-11-28', 'running');",
        )
        .expect("rows");
    office
}

/// The form, to be carried out.
fn wish(to: &str) -> Draft {
    let pairs = [("to", to), ("preview", "0"), ("recusal_checked", "1"), ("reason", "李秀英调离")];
    pairs.iter().fold(forms::CASELOAD.blank(), |d, (k, v)| d.with(k, *v))
}

fn from_her(to: &str) -> Draft {
    wish(to).with("from", "1")
}

/// Number, who takes over, why it stays.
fn said(load: &Caseload) -> Vec<(String, String, String)> {
    load.lines.iter().map(|l| (l.title.clone(), l.to.clone(), l.hindrance.clone())).collect()
}

fn goes(load: &Caseload) -> Vec<(String, String)> {
    said(load).into_iter().filter(|l| l.2.is_empty()).map(|l| (l.0, l.1)).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
}

fn team(desk: &Desk, case: i64) -> Vec<(i64, String)> {
    crate::store::staff::list_team(&desk.conn, case).expect("team")
}

fn people(desk: &Desk, case: i64) -> Vec<i64> {
    let mut ids: Vec<i64> = team(desk, case).into_iter().map(|m| m.0).collect();
    ids.sort_unstable();
    ids
}

/// Everything a move could write.
fn state(desk: &Desk) -> Vec<i64> {
    ["journal", "record", "reassignment", "reassigned_case"]
        .iter()
        .map(|t| desk.conn.query_row(&format!("SELECT count(*) FROM {t}"), [], |r| r.get(0)).expect("a count"))
        .chain([7, 8, 9, 10].iter().flat_map(|c| people(desk, *c)))
        .collect()
}

fn refused(answer: Result<impl std::fmt::Debug, Failure>) -> String {
    answer.expect_err("refused").to_string()
}

#[test]
fn a_preview_says_what_will_be_done_and_does_nothing() {
    let office = office();
    let mut desk = office.desk("zhuren", "主任室");
    let before = state(&desk);
    let seen = desk.move_caseload(&from_her("扎西,鲁茸").with("preview", "1")).expect("a preview");
    assert_eq!(state(&desk), before);
    assert!(seen.id.is_none() && seen.words().contains("什么也没有改:可改派4件"), "{}", seen.words());
    assert!(seen.lines.iter().all(|l| l.petitioner.contains('＊')), "masked");
    let done = desk.move_caseload(&from_her("扎西,鲁茸")).expect("moved");
    assert_eq!(said(&done), said(&seen));
    // A preview asks for no reason.
    let blank = forms::CASELOAD.blank().with("from", "3").with("to", "扎西");
    assert_eq!(desk.move_caseload(&blank).expect("a preview").moved(), 1);
}

#[test]
fn each_case_goes_to_whoever_has_least_in_hand() {
    let office = office();
    let mut desk = office.desk("zhuren", "主任室");
    // 扎西 is of two teams already, 鲁茸 of none; a listed case needs two, so 扎西 alone may not have it.
    let done = desk.move_caseload(&from_her("扎西\n鲁茸")).expect("moved");
    let wanted = [("0007号", "鲁茸"), ("0008号", "鲁茸"), ("0009号", "鲁茸"), ("0010号", "扎西")];
    assert_eq!(goes(&done), pairs(&wanted));
    assert_eq!(team(&desk, 9), [(4, "handler".to_string()), (2, "member".to_string())]);
    assert_eq!(team(&desk, 10), [(3, "handler".to_string()), (2, "member".to_string())]);
    let load = |id| desk.roster().expect("roster").iter().find(|s| s.id == id).expect("a person").load;
    assert_eq!((load(1), load(2), load(4)), (0, 3, 3));
    assert_eq!(desk.journal_of(7).expect("journal")[0].action, "case.reassign");
    let records = crate::store::case::list_records(&desk.conn, 8).expect("records");
    assert!(records[0].form == "reassign" && records[0].body.contains("李秀英调离"), "{records:?}");
    assert_eq!(people(&desk, 11), [1], "what is closed keeps its people");
    desk.leave_staff(1, &Draft::default().with("left_on", "今天").with("why", "调离")).expect("empty hands");
}

#[test]
fn a_conflict_stays_where_it_is_and_is_named() {
    let office = office();
    let mut desk = office.desk("zhuren", "主任室");
    let done = desk.move_caseload(&from_her("和文军")).expect("moved");
    assert_eq!((done.moved(), done.left()), (3, 1));
    assert_eq!(done.words(), "已改派3件,留下1件;交接清单1号");
    let stays: Vec<_> = said(&done).into_iter().filter(|l| !l.2.is_empty()).collect();
    assert!(stays[0].0 == "0007号" && stays[0].2.contains("与被访单位同一单位"), "{stays:?}");
    assert_eq!(people(&desk, 7), [1, 2]);
    // He handles 10 already: she leaves the team, and he carries on.
    assert_eq!(team(&desk, 10), [(3, "handler".to_string())]);
    assert!(
        refused(desk.leave_staff(1, &Draft::default().with("why", "调离").with("left_on", "今天"))).contains("还有1件")
    );
    // With a second person named, the conflict of the first is no hindrance.
    let rest = desk.move_caseload(&from_her("和文军,鲁茸")).expect("moved");
    assert_eq!(goes(&rest), pairs(&[("0007号", "鲁茸")]));
    // Declared relations count as well, and when nothing can go nothing is written.
    let relation = Draft::default().with("staff", "2").with("ground", "2");
    desk.declare_recusal(7, &relation).expect("declared");
    let before = state(&desk);
    let none = desk.move_caseload(&wish("扎西").with("from", "4")).expect("told");
    assert!(none.id.is_none() && none.words() == "没有改派,留下1件", "{}", none.words());
    assert!(none.lines[0].hindrance.contains("近亲属"), "{:?}", none.lines);
    assert_eq!(state(&desk), before);
}

#[test]
fn a_filter_moves_part_of_a_caseload_or_everybodys() {
    let office = office();
    let mut desk = office.desk("zhuren", "主任室");
    let mut seen = |draft: Draft| {
        let load = desk.move_caseload(&draft.with("preview", "1")).expect("a preview");
        load.lines.into_iter().map(|l| l.title).collect::<Vec<_>>()
    };
    assert_eq!(seen(from_her("鲁茸").with("unit", "县林草局")), ["0008号"]);
    assert_eq!(seen(from_her("鲁茸").with("stage", "调查办理中")), ["0007号", "0009号", "0010号"]);
    assert_eq!(seen(from_her("鲁茸").with("dispute", "03").with("members", "0")), ["0007号"]);
    assert_eq!(seen(from_her("鲁茸").with("listed", "1")), ["0009号"]);
    assert_eq!(seen(from_her("鲁茸").with("listed", "0").with("members", "0")), ["0007号", "0008号"]);
    assert_eq!(seen(wish("鲁茸").with("dispute", "03")), ["0007号", "0010号"], "whoever handles them");
    assert_eq!(seen(wish("鲁茸").with("unit", "建塘镇政府")), ["0007号"]);
    let own = desk.move_caseload(&wish("和文军,鲁茸").with("dispute", "03").with("preview", "1")).expect("a preview");
    assert!(said(&own)[1].2.contains("现在就由和文军承办"), "{own:?}");
    assert!(refused(desk.move_caseload(&wish("鲁茸"))).contains("至少填一个条件"));
    assert!(refused(desk.move_caseload(&from_her("鲁茸").with("unit", "县水务局"))).contains("没有符合条件"));
}

#[test]
fn who_may_not_assign_moves_nothing_and_a_form_half_filled_is_refused() {
    let office = office();
    let before = state(&office.desk("zhuren", "主任室"));
    for login in ["qiantai", "ducha", "admin"] {
        let mut desk = office.desk(login, "窗口");
        for preview in ["0", "1"] {
            let no = refused(desk.move_caseload(&from_her("鲁茸").with("preview", preview)));
            assert!(no.contains("指派与组建专调小组"), "{login}: {no}");
        }
    }
    let mut desk = office.desk("zhuren", "主任室");
    for (draft, words) in [
        (from_her("鲁茸").with("recusal_checked", "0"), "核对回避"),
        (from_her("鲁茸").with("recusal_checked", ""), "已核对回避"),
        (from_her("鲁茸").with("reason", ""), "改派原因"),
        (from_her(""), "接收人"),
        (from_her("李秀英"), "就是移交人"),
        (from_her("鲁茸,王大"), "没有唯一的“王大”"),
    ] {
        let no = refused(desk.move_caseload(&draft));
        assert!(no.contains(words), "{words}: {no}");
    }
    desk.leave_staff(4, &Draft::default().with("left_on", "今天").with("why", "调离")).expect("gone");
    assert!(refused(desk.move_caseload(&from_her("鲁茸"))).contains("已离任"));
    let left = desk.candidates(7).expect("candidates");
    assert!(left.iter().all(|c| c.member.id != 4), "who left is no candidate");
    assert_eq!(state(&desk)[1..], before[1..]);
}

#[test]
fn all_go_or_none() {
    let office = office();
    let mut desk = office.desk("zhuren", "主任室");
    desk.conn
        .execute_batch(
            "CREATE TRIGGER disk BEFORE UPDATE ON cases WHEN new.id = 9 BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .expect("a trigger");
    let before = state(&desk);
    assert!(matches!(desk.move_caseload(&from_her("鲁茸")), Err(Failure::Fault(_))));
    assert_eq!(state(&desk), before);
}

#[test]
fn the_paper_names_each_case_and_who_signs() {
    let office = office();
    let mut desk = office.desk("zhuren", "主任室");
    desk.conn.execute("UPDATE cases SET sealed = 1 WHERE id = 9", []).expect("sealed");
    let id = desk.move_caseload(&from_her("扎西,鲁茸")).expect("moved").id.expect("a paper");
    let paper = desk.handover_paper(id).expect("lines").join("\n");
    for words in [
        "案件交接清单",
        "改派原因:李秀英调离",
        "接收人:鲁茸  3件",
        "0008号 杨＊＊ 承办 期限2026-12-01",
        "0009号 余＊＊ 承办",
        "0010号 段＊＊ 组员",
        "移交人李秀英(签字)",
        "接收人扎西(签字)",
        "监交人(签字)",
    ] {
        assert!(paper.contains(words), "{words}:\n{paper}");
    }
    assert!(paper.lines().all(|l| unicode_width::UnicodeWidthStr::width(l) <= 76), "{paper}");
    let book = register::find("reassignments").expect("a register");
    let supervisor = office.desk("ducha", "督查室");
    let rows = supervisor.register_rows(book, &Ask { limit: 9, ..Ask::default() }).expect("rows");
    assert_eq!(rows[0].cells[1..5], ["李秀英", "4", "扎西、鲁茸", "李秀英调离"]);
    let facts = supervisor.register_line(book, id).expect("facts");
    let text: String = facts.into_iter().map(|(_, v)| v + "\n").collect();
    assert!(text.contains("密封件") && !text.contains("0009号") && text.contains("0008号"), "{text}");
    let of = Ask { case: Some(8), limit: 9, ..Ask::default() };
    assert_eq!(supervisor.register_rows(book, &of).expect("rows").len(), 1);
    let sealed = Ask { case: Some(9), limit: 9, ..Ask::default() };
    assert!(supervisor.register_rows(book, &sealed).is_err(), "not by way of a sealed case");
    assert!(office.desk("qiantai", "1号窗口").handover_paper(id).is_err());
}

#[test]
fn at_the_register_the_form_begins_with_the_person_and_only_looks() {
    let office = office();
    let mut desk = office.desk("zhuren", "主任室");
    let act = register::find("staff").and_then(|r| r.act("move")).expect("an act");
    let form = desk.register_form(act, Some(1), None).expect("a form");
    assert_eq!((form.get("from"), form.get("preview")), ("1", "1"));
    let before = state(&desk);
    let form = form.with("to", "和文军");
    assert!((act.tells)(&form) && !(act.tells)(&form.clone().with("preview", "否")));
    let told = desk.register_act(act, Some(1), &form).expect("told").text;
    assert!(told.starts_with("预览,什么也没有改:可改派3件,留下1件\n# 可改派3件\n"), "{told}");
    assert!(told.contains("0008号 杨＊＊ 调解中 承办给和文军 期限2026-12-01"), "{told}");
    assert!(told.contains("0010号 段＊＊ 调查办理中 组员退出小组"), "{told}");
    assert!(told.contains("# 留下1件\n0007号 和＊＊ 调查办理中:和文军应当回避"), "{told}");
    assert_eq!(state(&desk), before);
    let form = form.with("preview", "0").with("recusal_checked", "1").with("reason", "调离");
    let done = desk.register_act(act, Some(1), &form).expect("moved").text;
    assert!(done.contains("交接清单1号\n") && done.contains("接收人和文军(签字)"), "{done}");
}
