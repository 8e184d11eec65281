//! R15 年度报告 (信访工作条例41): numbers, fields, units, and the goals of the three years side by side.

use super::acceptance::{DONE, IN_HAND};
use super::grid::{Column, Grid, Place};
use super::lines::{self, Line};
use super::period::Kind;
use super::visits::{append, respondent};
use super::{Axis, By, Figure, Report, Row};
use crate::domain::codes;
use crate::store::report_sql::{Col, Day, Dim, Fact, Mark, SEALED_KEY, Weight};

pub static R15: Report = Report {
    id: "R15",
    title: "年度报告",
    basis: "信访工作条例41;方案三(三年目标)",
    frequency: &[Kind::Year],
    by: By::Choice(Axis::Registered),
    unit: "件、人次",
    money: false,
    definitions: &[
        "三年并列:所选期间所在的年和此前两年,未过完的年到制表时为止,与整年不可直接比。",
        "三年目标(方案三):第一年信访总量下降,看来访总量;第二年信访形势好转,看成功率、满意率和按期率上升、重复信访率下降;第三年信访矛盾纠纷明显减少,看集体访、重复访和收案数。程序只列数,是否达到由领导小组认定。",
        "各率的算法同R05至R08;被投诉较多单位列前20个,个人并为一行(信访工作条例41(一))。",
        "转送、督办见本表;改进工作、完善政策、追责三项建议及采纳情况(信访工作条例41)本程序没有台账,请另行填写。",
    ],
    build: |frame| {
        let visits = |label: &str, marks: &[Mark]| Line::count(label, Fact::Visits, marks);
        let case = |label: &str, marks: &[Mark]| Line::count(label, Fact::Cases, marks);
        let group = Mark::Between(Col::People, 5, i64::MAX);
        let again = Mark::Is(Col::Repeat, "2");
        let success = Mark::In(Col::Outcome, &["1", "2"]);
        let ended = Mark::In(Col::Outcome, &["1", "2", "8"]);
        let content = Mark::In(Col::Satisfied, &["1", "2"]);
        let asked = Mark::In(Col::Satisfied, &["1", "2", "3"]);
        let term = Mark::In(Col::Rule, &["DL-07", "DL-07m"]);
        let list = [
            Line::section("第一年目标:信访总量下降"),
            visits("来访总量", &[]),
            case("收案", &[]),
            Line::section("第二年目标:信访形势好转"),
            case("调解成功", &[success]).by(Day::Closed),
            case("调解成功率:成功/(成功+不成)", &[success]).by(Day::Closed).over(&[ended]),
            case("群众满意率", &[content]).by(Day::Closed).over(&[asked]),
            Line::count("按期办结率(到期的)", Fact::Clocks, &[term, Mark::MetInTime])
                .by(Day::Due)
                .over(&[term, Mark::Judged]),
            visits("重复信访率", &[again]).over(&[]),
            Line::section("第三年目标:矛盾纠纷明显减少"),
            visits("集体访", &[group]),
            visits("重复来访", &[again]),
            case("群众性案件(涉及10人以上)", &[Mark::Between(Col::Involved, 10, i64::MAX)]),
            Line::section("数据统计"),
            case("受理", &[Mark::Filled(Col::AcceptedOn)]),
            case("不予受理", &[Mark::Is(Col::Stage, "S29")]),
            case("转送", &[Mark::Is(Col::Stage, "X30")]),
            case("在办", &[Mark::In(Col::Stage, IN_HAND)]),
            case("结案", &[Mark::In(Col::Stage, DONE)]),
            case("平均办理天数", &[Mark::Filled(Col::ClosedOn), Mark::Filled(Col::AcceptedOn)]).average(Weight::Days),
            case("包案", &[Mark::Is(Col::Listed, "1")]),
            Line::count("督办发出", Fact::Supervisions, &[]).by(Day::Done),
            Line::count("预警发出", Fact::Warnings, &[]).by(Day::Done),
        ];
        let mut sheet = lines::years(frame, &list)?;
        let content_of = |key: &str| match codes::CONTENT.iter().find(|c| c.code == key) {
            Some(c) => Place { label: c.label.to_string(), order: 0 },
            None if key == SEALED_KEY => Place { label: "密封件(不列内容)".to_string(), order: 2 },
            None => Place { label: "未分类".to_string(), order: 1 },
        };
        for (title, dim, place) in [
            ("涉及领域(来访,本年)", Dim::Content, &content_of as &dyn Fn(&str) -> Place),
            ("被投诉较多单位(来访,本年)", Dim::Respondent, &respondent),
        ] {
            sheet.rows.push(Row::section(title));
            let columns = Column::pair("", &[]);
            let grid = Grid {
                heading: "",
                fact: Fact::Visits,
                day: None,
                dim,
                columns: &columns,
                place,
                fixed: &[],
                most: 20,
            };
            let mut rows = grid.rows(frame)?;
            // The two earlier years stay empty: these rows count this year.
            for row in &mut rows {
                row.cells.splice(0..0, [super::Cell::of(Figure::None), super::Cell::of(Figure::None)]);
            }
            append(&mut sheet, rows);
        }
        Ok(sheet)
    },
};
