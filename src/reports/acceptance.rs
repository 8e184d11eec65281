//! R03 受理与办结, R04 及时受理率, R05 按期办结率.

use super::lines::{self, Line};
use super::period::Kind::Month;
use super::{Axis, By, Report};
use crate::domain::codes;
use crate::store::report_sql::{Col, Day, Fact, Mark, Weight};

/// Stages between 受理 and 结案.
pub const IN_HAND: &[&str] = &["S30", "S35", "S40", "S45", "S48", "S50", "S60", "S61", "S62", "S63", "S65"];
/// 结案, 销号, 归档.
pub const DONE: &[&str] = &["S80", "S85", "S90"];
const ASSESSED_NOT: &[&str] = &["S10", "S20", "S21"];
/// Cases that are accepted, or may be yet.
const TO_ACCEPT: &[&str] = &[
    "S10", "S20", "S21", "S30", "S35", "S40", "S45", "S48", "S50", "S60", "S61", "S62", "S63", "S65", "S80", "S85",
    "S90",
];

fn case(label: impl Into<String>, marks: &[Mark]) -> Line {
    Line::count(label, Fact::Cases, marks)
}

pub static R03: Report = Report {
    id: "R03",
    title: "受理与办结",
    basis: "方案五(二)至(八);信访工作条例22,34",
    frequency: &[Month],
    by: By::Choice(Axis::Registered),
    unit: "件、人次",
    money: false,
    definitions: &[
        "前一部分是一组案件的去向:按所选日期落在本期的案件(暂存的除外),各行是它们到制表时的状态;一案一件,人次为首次来访人数。",
        "登记按登记日期时即收案数;受理:有受理日;在办:已受理、未结案;结案:已结案、已销号或已归档;并案:重复件并入原案,不是独立案件。",
        "不予受理按评析决定的理由代码分列(信访工作条例及方案五(二))。",
        "平均办理天数:已结案件从受理日到结案日的自然日之和除以件数。",
        "后一部分是本期发生数:受理日、结案日落在本期的案件,不论何时登记。",
    ],
    build: |frame| {
        let mut list = vec![
            case("登记", &[]),
            case("待评析", &[Mark::In(Col::Stage, ASSESSED_NOT)]),
            case("受理", &[Mark::Filled(Col::AcceptedOn)]),
            case("不予受理", &[Mark::Is(Col::Stage, "S29")]),
        ];
        list.extend(codes::DECLINE_REASON.iter().map(|c| {
            case(
                format!("  {} {}", c.code, c.label),
                &[Mark::Is(Col::Stage, "S29"), Mark::Is(Col::DeclinedFor, c.code)],
            )
        }));
        list.extend([
            case("移送转送", &[Mark::Is(Col::Stage, "X30")]),
            case("咨询答复", &[Mark::Is(Col::Stage, "X40")]),
            case("撤回", &[Mark::Is(Col::Stage, "X10")]),
            case("并案", &[Mark::Is(Col::Stage, "X20")]),
            case("在办", &[Mark::In(Col::Stage, IN_HAND)]),
            case("结案", &[Mark::In(Col::Stage, DONE)]),
            case("其中归档", &[Mark::Is(Col::Stage, "S90")]),
            case("平均办理天数", &[Mark::Filled(Col::ClosedOn), Mark::Filled(Col::AcceptedOn)]).average(Weight::Days),
            Line::section("本期发生"),
            case("受理(按受理日)", &[]).by(Day::Accepted),
            case("结案(按结案日)", &[]).by(Day::Closed),
        ]);
        lines::sheet(frame, &list)
    },
};

/// The lines of a clock: what was due, and how it went.
fn clock(title: &str, rules: &'static [&'static str], words: [&str; 6]) -> Vec<Line> {
    let rule = Mark::In(Col::Rule, rules);
    let line = |label: &str, mark: Option<Mark>| {
        let marks: Vec<Mark> = std::iter::once(rule).chain(mark).collect();
        Line::count(label, Fact::Clocks, &marks).by(Day::Due)
    };
    vec![
        Line::section(title),
        line(words[0], None),
        line(words[1], Some(Mark::MetInTime)),
        line(words[2], Some(Mark::MetLate)),
        line(words[3], Some(Mark::OpenLate)),
        line(words[4], Some(Mark::OpenInTime)),
        line(words[5], Some(Mark::MetInTime)).over(&[rule, Mark::Judged]),
    ]
}

const ACCEPTANCE: [&str; 6] = ["应决定", "及时受理", "超期受理", "超期未决定", "未到期", "及时率"];
const COMPLETION: [&str; 6] = ["应办结", "按期办结", "超期办结", "超期未办结", "未到期", "按期率(到期的)"];

pub static R04: Report = Report {
    id: "R04",
    title: "及时受理率",
    basis: "信访工作条例22,23;方案五(二)",
    frequency: &[Month],
    by: By::Fixed("考核届满日"),
    unit: "件、人次",
    money: false,
    definitions: &[
        "本期应决定的:评析期限的考核届满日(raw,未顺延节假日)落在本期的;案件离开流程的期限不计。",
        "及时率=及时受理/(应决定-未到期);及时受理含在期限内作出的不予受理、转送决定。未到期的等到期再计。",
        "工作室评析期限为5个工作日(工作室默认);信访部门登记后分流15日(信访工作条例22)。",
        "责任单位一行另计:登记日加30日落在本期、可以受理的案件;及时:30日内受理;分母不含未满30日尚未受理的(依各地考核做法,待核)。",
    ],
    build: |frame| {
        let mut list = clock("工作室评析(DL-05)", &["DL-05"], ACCEPTANCE);
        list.extend(clock("信访部门分流(DL-02)", &["DL-02"], ACCEPTANCE));
        let able = Mark::In(Col::Stage, TO_ACCEPT);
        let unit = |label: &str, mark: Mark| case(label, &[able, mark]).by(Day::Registered).earlier(30);
        list.extend([
            Line::section("责任单位(登记加30日)"),
            unit("应受理", Mark::AcceptanceDue(30)),
            unit("及时受理", Mark::AcceptedWithin(30)),
            unit("超期受理", Mark::AcceptedAfter(30)),
            unit("超期未受理", Mark::WaitsOver(30)),
            unit("及时受理率", Mark::AcceptedWithin(30)).over(&[able, Mark::AcceptanceDue(30)]),
        ]);
        lines::sheet(frame, &list)
    },
};

pub static R05: Report = Report {
    id: "R05",
    title: "按期办结率",
    basis: "人民调解工作若干规定33;医疗纠纷预防和处理条例38;信访工作条例34",
    frequency: &[Month],
    by: By::Fixed("考核届满日"),
    unit: "件、人次",
    money: false,
    definitions: &[
        "本期应办结的:调解期限(一个月,医疗纠纷30个工作日;含延期)的考核届满日落在本期的;案件离开流程的期限不计。",
        "按期率(到期的)=按期/(按期+超期办结+超期未办结)。按期率(全部)=按期/(按期+超期办结+未到期未办结+超期未办结),与信访考核的按期答复率同式。",
        "协议履行按每一期的约定日期计,归档按结案后15日计(工作室默认)。",
    ],
    build: |frame| {
        const MEDIATION: &[&str] = &["DL-07", "DL-07m"];
        let mut list = clock("调解期限(DL-07、DL-07m)", MEDIATION, COMPLETION);
        let rule = Mark::In(Col::Rule, MEDIATION);
        let whole = Line::count("按期率(全部)", Fact::Clocks, &[rule, Mark::MetInTime]).by(Day::Due).over(&[rule]);
        list.push(whole);
        list.extend(clock("结案(DL-24)", &["DL-24"], COMPLETION));
        list.extend(clock("立卷归档(DL-17)", &["DL-17"], COMPLETION));
        lines::sheet(frame, &list)
    },
};
