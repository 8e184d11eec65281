//! R06 满意率, R07 调解成功率, R08 一次性化解与重复信访: how cases end.

use super::acceptance::DONE;
use super::lines::{self, Line};
use super::period::Kind::Month;
use super::{Axis, By, Report};
use crate::domain::codes;
use crate::store::report_sql::{Col, Day, Fact, Mark};

fn case(label: impl Into<String>, marks: &[Mark]) -> Line {
    Line::count(label, Fact::Cases, marks)
}

const ASKED: Mark = Mark::In(Col::Satisfied, &["1", "2", "3"]);
const CLOSED: Mark = Mark::In(Col::Stage, DONE);

pub static R06: Report = Report {
    id: "R06",
    title: "群众满意率与参评率",
    basis: "信访工作条例33;方案三",
    frequency: &[Month],
    by: By::Choice(Axis::Closed),
    unit: "件、人次",
    money: false,
    definitions: &[
        "应评:已结案(含销号、归档)的案件;参评:信访人评价为满意、基本满意或不满意的;选“未评价”的和没有询问记录的不算参评。",
        "满意率=(满意+基本满意)/(满意+基本满意+不满意)。参评率=参评/应评。一案取最后一次评价,被撤回的评价不计。",
    ],
    build: |frame| {
        let level = |label: &str, code| case(label, &[CLOSED, Mark::Is(Col::Satisfied, code)]);
        lines::sheet(
            frame,
            &[
                case("应评", &[CLOSED]),
                case("参评", &[CLOSED, ASKED]),
                level("满意", "1"),
                level("基本满意", "2"),
                level("不满意", "3"),
                level("未评价", "4"),
                case("没有询问记录", &[CLOSED, Mark::Empty(Col::Satisfied)]),
                case("满意率", &[CLOSED, Mark::In(Col::Satisfied, &["1", "2"])]).over(&[CLOSED, ASKED]),
                case("参评率", &[CLOSED, ASKED]).over(&[CLOSED]),
            ],
        )
    },
};

const SUCCESS: Mark = Mark::In(Col::Outcome, &["1", "2"]);
const ACCEPTED: Mark = Mark::Filled(Col::AcceptedOn);

pub static R07: Report = Report {
    id: "R07",
    title: "调解成功率",
    basis: "人民调解法28,31;方案五(六)",
    frequency: &[Month],
    by: By::Choice(Axis::Closed),
    unit: "件、人次",
    money: false,
    definitions: &[
        "成功:达成书面协议或口头协议(结果1、2);不成:调解不成终止(结果8)。",
        "成功率一=成功/(成功+不成),只看真正调解过的;成功率二=成功/已受理,分母含导入法定途径、和解撤回和尚在办的。两种口径不能混用,引用时请写明。",
        "结果以制表时为准;按结案日统计时,已达成协议而仍在履行、未结案的不在内。",
    ],
    build: |frame| {
        let mut list = vec![
            case("已受理", &[ACCEPTED]),
            case("调解成功", &[SUCCESS]),
            case("调解不成", &[Mark::Is(Col::Outcome, "8")]),
            case("成功率一:成功/(成功+不成)", &[SUCCESS]).over(&[Mark::In(Col::Outcome, &["1", "2", "8"])]),
            case("成功率二:成功/受理", &[SUCCESS, ACCEPTED]).over(&[ACCEPTED]),
            Line::section("结果"),
        ];
        list.extend(codes::OUTCOME.iter().map(|c| case(c.label, &[Mark::Is(Col::Outcome, c.code)])));
        list.extend([
            case("尚无结果", &[ACCEPTED, Mark::Is(Col::Outcome, "")]),
            case("协议涉及金额(元)", &[SUCCESS]).money(),
        ]);
        list.push(Line::section("案件等级"));
        for grade in codes::GRADE {
            let mark = Mark::Is(Col::Grade, grade.code);
            list.push(case(format!("{} 成功", grade.label), &[SUCCESS, mark]));
            let all = [Mark::In(Col::Outcome, &["1", "2", "8"]), mark];
            list.push(case(format!("{} 成功率一", grade.label), &[SUCCESS, mark]).over(&all));
        }
        lines::sheet(frame, &list)
    },
};

const FIRST: Mark = Mark::Is(Col::Repeat, "1");
const AGAIN: Mark = Mark::Is(Col::Repeat, "2");

pub static R08: Report = Report {
    id: "R08",
    title: "初访一次性化解率与重复信访率",
    basis: "方案四(一)化解初访案件;信访工作条例28",
    frequency: &[Month],
    by: By::Choice(Axis::Registered),
    unit: "件、人次",
    money: false,
    definitions: &[
        "初访结案:首次来访判为“初访”、结案日落在本期的案件。一次性化解率=(初访结案-90日内重访)/初访结案(90日为工作室默认)。",
        "90日内重访:结案日之后90日内,同人同事再来、判为“重复”并关联本案的登记来访,一案计一次;未满90日的案件以后仍可能重访,单列一行。",
        "重复信访率=重复件次/总件次,按所选日期统计来访。",
        "来访次数段按案件累计来访次数(1、2-5、6-10、11-30、31-50、50以上);说的是事,不是人。",
    ],
    build: |frame| {
        let closing = |label: &str, marks: &[Mark]| case(label, marks).by(Day::Closed);
        let again = Line::count("90日内重访", Fact::Returns, &[FIRST]).by(Day::Closed).lines_only();
        let visits = |label: &str, marks: &[Mark]| Line::count(label, Fact::Visits, marks);
        let times = |label: &str, least, most| case(label, &[Mark::Between(Col::Visits, least, most)]);
        lines::sheet(
            frame,
            &[
                Line::section("初访结案(按结案日)"),
                closing("初访结案", &[FIRST]),
                closing("其中未满90日", &[FIRST, Mark::Recent]),
                again,
                Line::count("一次性化解率", Fact::Returns, &[FIRST]).by(Day::Closed).rest_of(Fact::Cases, &[FIRST]),
                Line::section("重复信访"),
                visits("来访总量", &[]),
                visits("重复来访", &[AGAIN]),
                visits("重复信访率", &[AGAIN]).over(&[]),
                Line::section("案件累计来访次数"),
                times("1次", 0, 1),
                times("2-5次", 2, 5),
                times("6-10次", 6, 10),
                times("11-30次", 11, 30),
                times("31-50次", 31, 50),
                times("50次以上", 51, i64::MAX),
            ],
        )
    },
};
