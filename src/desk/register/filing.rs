//! 卷宗 and 借阅登记 (方案五(八)).

use super::shape::{col, line};
use super::{Act, Ask, Line, Register, Tone};
use crate::desk::{Desk, Done, Failure, Outcome, mask};
use crate::domain::role::{Grant, Operation, grant};
use crate::domain::{checklist, codes, forms};
use crate::store;
use crate::store::volume::{Loan, Volume};
use crate::validation::Draft;

pub(super) type Shown = Vec<(String, String)>;

pub static VOLUMES: Register = Register {
    id: "volumes",
    title: "卷宗",
    group: "案卷",
    basis: "方案五(八);人民调解法27",
    operation: Operation::Archive,
    columns: &[
        col("number", "卷号", 30),
        col("retention", "期限", 4),
        col("pages", "页数", 4),
        col("filed_on", "归档日期", 10),
        col("state", "现状", 14),
        col("place", "存放处", 0),
    ],
    views: &[("in", "在库"), ("out", "借出"), ("all", "全部")],
    rows: volume_rows,
    show: volume_show,
    acts: &[
        Act {
            id: "lend",
            label: "借阅",
            basis: "档案法27",
            operation: Operation::Archive,
            fill: fill_lend,
            ..Act::base(&forms::LEND, lend)
        },
        Act {
            id: "copy",
            label: "复印",
            basis: "档案法27",
            operation: Operation::Archive,
            fill: fill_copy,
            ..Act::base(&forms::LEND, lend)
        },
        Act {
            id: "back",
            label: "归还",
            basis: "档案法14",
            operation: Operation::Archive,
            ready: is_out,
            fill: fill_back,
            ..Act::base(&forms::GIVE_BACK, volume_back)
        },
    ],
};

pub static LOANS: Register = Register {
    id: "loans",
    title: "借阅登记",
    group: "案卷",
    basis: "方案五(八);档案法14",
    operation: Operation::Archive,
    columns: &[
        col("kind", "方式", 4),
        col("borrower", "借阅人", 8),
        col("number", "卷号", 30),
        col("out_on", "借出日期", 10),
        col("due", "归还期限", 10),
        col("state", "现状", 14),
        col("purpose", "用途", 0),
    ],
    views: &[("out", "未还"), ("all", "全部")],
    rows: loan_rows,
    show: loan_show,
    acts: &[Act {
        id: "back",
        label: "归还",
        basis: "档案法14",
        operation: Operation::Archive,
        ready: is_unreturned,
        fill: fill_back,
        ..Act::base(&forms::GIVE_BACK, loan_back)
    }],
};

/// The lines after the one last seen, read one by one until the window is full. `ids` names each line.
pub(super) fn window<T>(ids: &[i64], ask: &Ask, mut read: impl FnMut(usize) -> Outcome<Option<T>>) -> Outcome<Vec<T>> {
    let from = ask.after.and_then(|after| ids.iter().position(|id| *id == after)).map_or(0, |i| i + 1);
    let mut rows = Vec::new();
    for i in from..ids.len() {
        rows.extend(read(i)?);
        if rows.len() >= ask.limit {
            break;
        }
    }
    Ok(rows)
}

/// A handler finds the volumes of his own cases only.
fn own(desk: &Desk) -> Outcome<store::volume::Own> {
    let actor = desk.require_actor()?;
    Ok((grant(actor.role, Operation::ReadCase) == Grant::Own).then_some((actor.staff, actor.user)))
}

fn volume_rows(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    let today = desk.today();
    let line = |v: &Volume, out: Option<&Loan>| {
        let late = out.is_some_and(|l| l.due.is_some_and(|d| d < today));
        let cells = vec![
            v.number.clone(),
            codes::label(checklist::RETENTION, &v.retention).to_string(),
            v.pages.to_string(),
            v.filed_on.to_string(),
            out.map_or_else(|| "在库".to_string(), |l| loan_state(l, today)),
            v.place.clone(),
        ];
        Line { id: v.id, case: Some(v.case), cells, tone: if late { Tone::Over } else { Tone::Plain } }
    };
    let fits = |v: &Volume| {
        let called = ask.search.split_whitespace().all(|w| v.number.contains(w) || v.place.contains(w));
        called && ask.case.is_none_or(|c| c == v.case) && desk.readable_case(v.case).is_ok()
    };
    if ask.view == "out" {
        let (loans, volumes): (Vec<i64>, Vec<i64>) = store::volume::list_out(&desk.conn)?.into_iter().unzip();
        return window(&volumes, ask, |i| {
            let Some(volume) = store::volume::load(&desk.conn, volumes[i])?.filter(|v| fits(v)) else {
                return Ok(None);
            };
            Ok(store::volume::load_loan(&desk.conn, loans[i])?.map(|loan| line(&volume, Some(&loan))))
        });
    }
    let own = own(desk)?;
    let mut lines = Vec::new();
    let mut before = ask.after.unwrap_or(i64::MAX);
    loop {
        let rows = match ask.case {
            Some(case) => {
                let mut of = store::volume::list_of_case(&desk.conn, case)?;
                of.retain(|v| v.id < before);
                of.reverse();
                of
            }
            None => store::volume::list_before(&desk.conn, before, own, 200)?,
        };
        let Some(last) = rows.last() else { return Ok(lines) };
        before = last.id;
        for v in rows.iter().filter(|v| fits(v)) {
            if v.loan.is_some() && ask.view != "all" {
                continue;
            }
            let out = v.loan.map(|id| store::volume::load_loan(&desk.conn, id)).transpose()?.flatten();
            lines.push(line(v, out.as_ref()));
            if lines.len() >= ask.limit {
                return Ok(lines);
            }
        }
    }
}

fn loan_state(l: &Loan, today: chrono::NaiveDate) -> String {
    match (l.back_on, l.due) {
        (Some(day), _) => format!("{day}还"),
        (None, Some(due)) if due < today => format!("逾期{}天未还", (today - due).num_days()),
        (None, Some(due)) => format!("借出至{due}"),
        (None, None) => "借出".into(),
    }
}

fn volume_show(desk: &Desk, id: i64) -> Outcome<Shown> {
    let v = desk.volume(id)?;
    let case = desk.readable_case(v.case)?;
    let mut shown = vec![
        pair("卷号", v.number.clone()),
        pair("案号", case.title()),
        pair("当事人", format!("{}与{}", mask::name(&case.petitioner), mask::party(&case.respondent))),
        pair("保管期限", codes::label(checklist::RETENTION, &v.retention)),
        pair("存放处", v.place.clone()),
        pair("总页数", v.pages.to_string()),
        pair("归档日期", v.filed_on.to_string()),
        pair("立卷人", v.filer.clone()),
        pair("检查人", v.checker.clone()),
        pair("卷宗说明", v.note.clone()),
    ];
    let contents: Vec<Vec<String>> = serde_json::from_str(&v.contents).unwrap_or_default();
    for row in &contents {
        if let [item, page] = row.as_slice() {
            shown.push(pair("目录", format!("{} 第{page}页", codes::label(checklist::ITEMS, item))));
        }
    }
    for l in store::volume::list_loans_of(&desk.conn, id)? {
        let kind = codes::label(forms::LOAN_KIND, &l.kind);
        shown.push(pair("借阅", format!("{} {kind} {} {}", l.out_on, mask::name(&l.borrower), l.purpose)));
    }
    Ok(shown)
}

fn loan_rows(desk: &Desk, ask: &Ask) -> Outcome<Vec<Line>> {
    let today = desk.today();
    let line = |l: &Loan| {
        let late = l.back_on.is_none() && l.due.is_some_and(|d| d < today);
        let cells = vec![
            codes::label(forms::LOAN_KIND, &l.kind).to_string(),
            mask::name(&l.borrower),
            l.number.clone(),
            l.out_on.to_string(),
            l.due.map(|d| d.to_string()).unwrap_or_default(),
            loan_state(l, today),
            l.purpose.clone(),
        ];
        let tone = match (late, l.back_on) {
            (true, _) => Tone::Over,
            (_, Some(_)) => Tone::Done,
            _ => Tone::Plain,
        };
        Line { id: l.id, case: Some(l.case), cells, tone }
    };
    let fits = |l: &Loan| {
        let called = ask.search.split_whitespace().all(|w| l.number.contains(w) || l.borrower.contains(w));
        called && ask.case.is_none_or(|c| c == l.case) && desk.readable_case(l.case).is_ok()
    };
    if ask.view != "all" {
        let ids: Vec<i64> = store::volume::list_out(&desk.conn)?.into_iter().map(|(loan, _)| loan).collect();
        let rows = window(&ids, ask, |i| Ok(store::volume::load_loan(&desk.conn, ids[i])?.filter(|l| fits(l))))?;
        return Ok(rows.iter().map(line).collect());
    }
    let mut lines = Vec::new();
    let mut before = ask.after.unwrap_or(i64::MAX);
    loop {
        let rows = store::volume::list_loans_before(&desk.conn, before, 200)?;
        let Some(last) = rows.last() else { return Ok(lines) };
        before = last.id;
        for l in rows.iter().filter(|l| fits(l)) {
            lines.push(line(l));
            if lines.len() >= ask.limit {
                return Ok(lines);
            }
        }
    }
}

fn loan_show(desk: &Desk, id: i64) -> Outcome<Shown> {
    let l = desk.loan(id)?;
    Ok(vec![
        pair("卷号", l.number.clone()),
        pair("方式", codes::label(forms::LOAN_KIND, &l.kind)),
        pair("借阅人", mask::name(&l.borrower)),
        pair("单位", l.unit.clone()),
        pair("用途", l.purpose.clone()),
        pair("批准人", l.approver.clone()),
        pair("借出日期", l.out_on.to_string()),
        pair("归还期限", l.due.map(|d| d.to_string()).unwrap_or_default()),
        pair("现状", loan_state(&l, desk.today())),
        pair("卷宗状况", l.state.clone()),
    ])
}

fn lend(desk: &mut Desk, id: Option<i64>, draft: &Draft) -> Outcome<Done> {
    desk.lend(line(id)?, draft)
}
fn fill_lend(_: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default().with("kind", "3"))
}
fn fill_copy(_: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default().with("kind", "2"))
}
fn fill_back(desk: &Desk, _: Option<i64>, _: Option<i64>) -> Outcome<Draft> {
    Ok(Draft::default().with("back_on", desk.today().to_string()))
}
fn is_out(desk: &Desk, id: Option<i64>) -> Outcome<()> {
    out(desk, line(id)?).map(|_| ())
}
/// The loan by which a volume is out.
fn out(desk: &Desk, volume: i64) -> Outcome<i64> {
    desk.volume(volume)?.loan.ok_or_else(|| Failure::refusal("卷宗在库,没有借出", "要借的选“借阅”"))
}
fn volume_back(desk: &mut Desk, id: Option<i64>, draft: &Draft) -> Outcome<Done> {
    let loan = out(desk, line(id)?)?;
    desk.give_back(loan, draft)
}
fn is_unreturned(desk: &Desk, id: Option<i64>) -> Outcome<()> {
    match desk.loan(line(id)?)?.back_on {
        None => Ok(()),
        Some(day) => Err(Failure::refusal(format!("已于{day}归还"), "再借的,在“卷宗”台账登记借阅")),
    }
}
fn loan_back(desk: &mut Desk, id: Option<i64>, draft: &Draft) -> Outcome<Done> {
    desk.give_back(line(id)?, draft)
}

pub(super) fn pair(label: &str, value: impl Into<String>) -> (String, String) {
    (label.to_string(), value.into())
}
