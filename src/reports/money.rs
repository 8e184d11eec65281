//! R13 经费: totals by state, payer, rule and person, and what next year's budget should be.

use super::grid::{Grid, Place};
use super::lines::{self, Line};
use super::period::Kind::{Month, Year};
use super::visits::{append, pair};
use super::{By, Cell, Figure, Frame, Period, Rank, Report, Row};
use crate::desk::Outcome;
use crate::domain::{codes, subsidy};
use crate::store::report::{Base, Sought};
use crate::store::report_sql::{Col, Day, Dim, Fact, Mark, Weight};
use chrono::Datelike;

const PAID: Mark = Mark::Is(Col::State, "paid");

pub static R13: Report = Report {
    id: "R13",
    title: "经费台账与预算",
    basis: "方案六(四)",
    frequency: &[Month, Year],
    by: By::Fixed("申报日、支付日"),
    unit: "元、件",
    money: true,
    definitions: &[
        "申报及其状态按申报日期落在本期的申报计,已作废的不计;状态是制表时的。已付按支付日期落在本期的计。",
        "按付款方、类别、人员分列的都是本期已付;按人员列个人所得的分配额,一笔申报几人分的,件数各计一件。",
        "下年预算建议=本年实际支出(方案六(四)7:以后各年按上一年的实际支出金额列入当年财政预算);年度未过完时是到制表时的支出,不是全年数。",
        "经费由责任单位或同级财政承担,信访人不付任何费用(人民调解法4)。",
    ],
    build: |frame| {
        let claimed = |label: &str, marks: &[Mark]| Line::count(label, Fact::Claims, marks).by(Day::Done).money();
        let state = |label: &str, code| claimed(label, &[Mark::Is(Col::State, code)]);
        let list = [
            claimed("申报", &[]),
            state("待审核", "review"),
            state("待审批", "approve"),
            state("待支付", "pay"),
            state("已退回", "returned"),
            Line::count("已付(按支付日)", Fact::Claims, &[PAID]).by(Day::Paid).money(),
        ];
        let mut sheet = lines::sheet(frame, &list)?;
        let columns = ["项目", "金额(元)", "件数", "上期金额", "环比", "去年同期", "同比"];
        sheet.columns = columns.map(String::from).to_vec();
        let payer = |key: &str| Place {
            label: if key == "4" {
                "责任(过错)方".to_string()
            } else {
                codes::label(codes::PAYER, key).to_string()
            },
            order: 0,
        };
        let rule = |key: &str| {
            let label = subsidy::find(key).map_or("", |s| s.label);
            Place { label: format!("{key} {label}"), order: 0 }
        };
        let person = |key: &str| Place { label: frame.desk.report_person(key).unwrap_or_default(), order: 0 };
        for (title, fact, dim, place) in [
            ("本期已付,按付款方", Fact::Claims, Dim::Payer, &payer as &dyn Fn(&str) -> Place),
            ("本期已付,按类别", Fact::Claims, Dim::Rule, &rule),
            ("本期已付,按人员", Fact::Shares, Dim::Person, &person),
        ] {
            sheet.rows.push(Row::section(title));
            let columns = pair(&[PAID], true);
            let day = Some(Day::Paid);
            let grid = Grid { heading: "", fact, day, dim, columns: &columns, place, fixed: &[], most: 200 };
            append(&mut sheet, grid.rows(frame)?);
        }
        sheet.rows.push(Row::section("预算"));
        append(&mut sheet, budget(frame)?);
        Ok(sheet)
    },
};

/// Granted and spent in the year of the period, and what that proposes for the next.
fn budget(frame: &Frame) -> Outcome<Vec<Row>> {
    let year = Period::of(super::Kind::Year, frame.period.from);
    let base = Base { fact: Fact::Claims, day: Day::Paid, from: year.from, to: year.to };
    let sought = [Sought { marks: vec![PAID], weight: Weight::Money }];
    let found = frame.desk.report_figures(true, &base, None, &sought)?;
    let spent = found.first().map_or(0, |(_, sums)| sums[0].weight);
    let number = year.from.year();
    let granted = match frame.desk.report_budget(number)? {
        Some(fen) => Figure::Money(fen),
        None => Figure::Text("未登记".to_string()),
    };
    let row = |label: String, figure| Row { label, rank: Rank::Plain, cells: vec![Cell::of(figure)] };
    let filter = crate::store::report::Filter { base, marks: vec![PAID], group: None };
    Ok(vec![
        row(format!("{number}年预算"), granted),
        Row {
            label: format!("{number}年实际支出"),
            rank: Rank::Plain,
            cells: vec![Cell::behind(Figure::Money(spent), filter)],
        },
        row(format!("{}年预算建议", number + 1), Figure::Money(spent)),
    ])
}
