//! R11 包案销号, R12 督办与预警, R14 引导与救助: what the office does beside the case itself.

use super::grid::{Column, Grid, Place, Shown};
use super::lines::{self, Line};
use super::period::Kind::{Month, Quarter, Week};
use super::{By, Report};
use crate::domain::codes;
use crate::domain::warning::RULES;
use crate::store::report_sql::{Col, Day, Dim, Fact, Mark, Weight};

pub static R11: Report = Report {
    id: "R11",
    title: "包案销号",
    basis: "方案六(一)一案一组、挂牌督办、限时销号",
    frequency: &[Month],
    by: By::Fixed("销号考核届满日"),
    unit: "件",
    money: false,
    definitions: &[
        "应销:包案限时销号期限(一般30日,疑难重大60日,含延期;天数为工作室默认)的考核届满日落在本期的包案。",
        "按期销号率=按期销号/(应销-未到期)。按包案领导级别分列;点开数字看每一件,与包案台账(F9)对照。",
    ],
    build: |frame| {
        const STRIKE: Mark = Mark::In(Col::Rule, &["DL-18", "DL-18b"]);
        let column = |label: &str, mark: Mark| Column::new(label, &[STRIKE, mark], Shown::Lines);
        let columns = [
            Column::new("应销", &[STRIKE], Shown::Lines),
            column("应销已到期", Mark::Judged),
            column("按期销号", Mark::MetInTime),
            column("超期销号", Mark::MetLate),
            column("超期未销", Mark::OpenLate),
            column("未到期", Mark::OpenInTime),
            column("按期销号率", Mark::MetInTime).share_of(1),
            Column::new("应销人次", &[STRIKE], Shown::Weight),
        ];
        let keys: Vec<&str> = codes::LISTING_LEVEL.iter().map(|c| c.code).collect();
        let place = |key: &str| match codes::LISTING_LEVEL.iter().position(|c| c.code == key) {
            Some(order) => Place { label: codes::LISTING_LEVEL[order].label.to_string(), order },
            None => Place { label: "未写级别".to_string(), order: usize::MAX },
        };
        let grid = Grid {
            heading: "包案级别",
            fact: Fact::Clocks,
            day: Some(Day::Due),
            dim: Dim::Level,
            columns: &columns,
            place: &place,
            fixed: &keys,
            most: usize::MAX,
        };
        grid.sheet(frame)
    },
};

pub static R12: Report = Report {
    id: "R12",
    title: "督办与预警",
    basis: "方案二防控在先,五(二);信访工作条例39,40",
    frequency: &[Week],
    by: By::Fixed("签发、预警日期"),
    unit: "件、人次",
    money: false,
    definitions: &[
        "督办:签发日期落在本期的督办单;按时反馈:不晚于限反馈日期;逾期未反馈:限期已过、未反馈也未审结。",
        "预警:发出日期落在本期的预警,按规则A1至A9和人工分列;说的是事,不是人。平均签收天数:从预警到对方签收的自然日。",
        "亮灯清单是制表时在跑的期限,不论期间:逾期、红、黄(届满前的天数见期限规则表);一件案件有几条期限亮灯就计几条。",
    ],
    build: |frame| {
        let order = |label: &str, marks: &[Mark]| Line::count(label, Fact::Supervisions, marks).by(Day::Done);
        let warning = |label: String, marks: &[Mark]| Line::count(label, Fact::Warnings, marks).by(Day::Done);
        let mut list = vec![
            Line::section("督办"),
            order("督办发出", &[]),
            order("已反馈", &[Mark::Filled(Col::Answered)]),
            order("按时反馈", &[Mark::AnsweredInTime]),
            order("逾期未反馈", &[Mark::AnswerLate]),
            order("已审结(闭环)", &[Mark::Filled(Col::Disposed)]),
            order("闭环率", &[Mark::Filled(Col::Disposed)]).over(&[]),
            Line::section("预警"),
            warning("预警发出".into(), &[]),
            warning("红".into(), &[Mark::Is(Col::State, "红")]),
            warning("黄".into(), &[Mark::Is(Col::State, "黄")]),
        ];
        for rule in RULES {
            list.push(warning(format!("{} {}", rule.id, rule.label), &[Mark::Is(Col::Rule, rule.id)]));
        }
        list.extend([
            warning("人工预警".into(), &[Mark::Is(Col::Rule, "人工")]),
            warning("已通报".into(), &[Mark::Filled(Col::Way)]),
            warning("已签收".into(), &[Mark::Filled(Col::Signed)]),
            warning("已闭环".into(), &[Mark::Filled(Col::Disposed)]),
            warning("平均签收天数".into(), &[Mark::Filled(Col::Signed)]).average(Weight::Response),
            Line::section("亮灯清单(制表时)"),
        ]);
        let light = |label: &str, mark: Mark| Line::count(label, Fact::Clocks, &[mark]).by(Day::Now);
        list.extend([light("逾期", Mark::LightOver), light("红灯", Mark::LightRed), light("黄灯", Mark::LightAmber)]);
        lines::sheet(frame, &list)
    },
};

/// One line a step of a track: how many records say so.
fn track(list: &mut Vec<Line>, title: &str, form: &'static str, steps: &[(&str, &'static str)]) {
    list.push(Line::section(title));
    for (label, event) in steps {
        let marks = [Mark::Is(Col::Rule, form), Mark::Is(Col::Event, event)];
        list.push(Line::count(*label, Fact::Records, &marks).by(Day::Done));
    }
}

pub static R14: Report = Report {
    id: "R14",
    title: "引导与救助",
    basis: "方案五(六)(七);人民调解法31,33;法律援助法43",
    frequency: &[Month, Quarter],
    by: By::Fixed("记录日期"),
    unit: "件、人次",
    money: false,
    definitions: &[
        "引导和救助:记录日期落在本期的办理记录,一条记录一件次,被撤回的不计;同一案件先申请后获准,各计一次。",
        "履行率=按期履行/到期的履行期次:协议约定的履行日(DL-15)落在本期的每一期;逾期履行和逾期未履行都在分母。",
        "回访率=按期回访/到期的回访:首次回访和再次回访(DL-16、DL-16b;天数为工作室默认)的届满日落在本期的。",
    ],
    build: |frame| {
        let mut list = vec![Line::section("导入法定途径")];
        for route in crate::domain::forms::ROUTE {
            let marks = [Mark::Is(Col::Rule, "guide"), Mark::Is(Col::Route, route.code)];
            list.push(Line::count(route.label, Fact::Records, &marks).by(Day::Done));
        }
        track(
            &mut list,
            "法律援助",
            "legal_aid",
            &[("已引导", "1"), ("已申请", "2"), ("决定给予", "3"), ("不予援助", "4")],
        );
        track(
            &mut list,
            "赋强公证",
            "notarisation",
            &[("已申请", "1"), ("已出证", "2"), ("申请执行证书", "3"), ("不予办理", "4")],
        );
        track(
            &mut list,
            "司法确认",
            "confirmation",
            &[("共同申请", "1"), ("法院受理", "2"), ("裁定有效", "3"), ("裁定驳回", "4"), ("撤回申请", "5")],
        );
        let relief = |label: &str, marks: &[Mark]| {
            let all: Vec<Mark> = std::iter::once(Mark::Is(Col::Rule, "relief")).chain(marks.iter().copied()).collect();
            Line::count(label, Fact::Records, &all).by(Day::Done)
        };
        let (state, social) = (Mark::Is(Col::Kind, "1"), Mark::Not(Col::Kind, "1"));
        list.extend([
            Line::section("救助"),
            relief("国家司法救助 已引导", &[state, Mark::Is(Col::Event, "1")]),
            relief("国家司法救助 已申请", &[state, Mark::Is(Col::Event, "2")]),
            relief("国家司法救助 已获", &[state, Mark::Is(Col::Event, "3")]),
            relief("社会救助 已引导", &[social, Mark::Is(Col::Event, "1")]),
            relief("社会救助 已申请", &[social, Mark::Is(Col::Event, "2")]),
            relief("社会救助 已获", &[social, Mark::Is(Col::Event, "3")]),
            relief("未获或不符合条件", &[Mark::Is(Col::Event, "4")]),
        ]);
        for (title, rules, whole, done, rate) in [
            ("协议履行", &["DL-15"][..], "到期期次", "按期履行", "履行率"),
            ("回访", &["DL-16", "DL-16b"][..], "到期回访", "按期回访", "回访率"),
        ] {
            let rule = Mark::In(Col::Rule, rules);
            let line = |label: &str, mark: Mark| Line::count(label, Fact::Clocks, &[rule, mark]).by(Day::Due);
            list.extend([
                Line::section(title),
                line(whole, Mark::Judged),
                line(done, Mark::MetInTime),
                line("逾期办的", Mark::MetLate),
                line("逾期未办", Mark::OpenLate),
                line(rate, Mark::MetInTime).over(&[rule, Mark::Judged]),
            ]);
        }
        lines::sheet(frame, &list)
    },
};
