//! R10 人民调解案件统计表, in the columns of the judicial administration.

use super::grid::{Column, Grid, Place, Shown};
use super::period::Kind::{Month, Quarter, Year};
use super::{Axis, By, Report};
use crate::domain::codes;
use crate::store::report_sql::{Col, Dim, Fact, Mark, Weight};

/// 案件来源 of the registration form as the judicial table has them (工作室默认).
const SOURCES: &[(&str, &[&str])] = &[
    ("来源主动", &["5", "8"]),
    ("来源依申请", &["4"]),
    ("委托移送", &["1", "2", "3", "6", "7"]),
    ("移送法院", &[]),
    ("移送检察院", &[]),
    ("移送公安", &[]),
    ("移送信访部门", &["1", "2", "3", "7"]),
    ("移送其他部门", &["6"]),
];

/// 调解组织 by the level of the station that took the case in (工作室默认).
const BODIES: &[(&str, &[&str])] = &[
    ("主体村", &["village"]),
    ("主体居", &[]),
    ("主体乡镇", &["township"]),
    ("主体街道", &[]),
    ("主体企事业", &[]),
    ("主体社团及其他", &["county", "channel"]),
];

pub static R10: Report = Report {
    id: "R10",
    title: "人民调解案件统计表(司法口径)",
    basis: "人民调解法27;方案六(一)",
    frequency: &[Month, Quarter, Year],
    by: By::Choice(Axis::Closed),
    unit: "件、人、元",
    money: false,
    definitions: &[
        "案件:已受理的案件,按所选日期落在本期;纠纷类型18类,按登记表。当事人数为登记的涉及人数之和。",
        "成功:达成书面或口头协议;疑难复杂:等级为疑难复杂或重大;涉及金额:调解协议履行计划各期金额之和。",
        "来源按登记表的案件来源归并:排查、联系点上报归主动;当事人申请归依申请;联席会议、领导批办、被访单位、包案归信访部门委托移送;其他调解组织归其他部门(工作室默认,待核)。没有填“其他”来源的归属。",
        "主体按首接网点:村联系点归村,乡镇接待窗口归乡镇,县工作室和行业绿色通道归社会团体及其他;居、街道、企事业没有对应的网点(工作室默认,待核)。",
    ],
    build: |frame| {
        let accepted = Mark::Filled(Col::AcceptedOn);
        let lines = |label: &str, mark: Mark| Column::new(label, &[accepted, mark], Shown::Lines);
        let success = Mark::In(Col::Outcome, &["1", "2"]);
        let mut columns = vec![
            Column::new("案件总数", &[accepted], Shown::Lines),
            Column { weight: Weight::Involved, ..Column::new("当事人数", &[accepted], Shown::Weight) },
            lines("调解成功", success),
            lines("疑难复杂", Mark::In(Col::Grade, &["G2", "G3"])),
            Column::new("涉及金额", &[accepted, success], Shown::Money),
            lines("口头协议", Mark::Is(Col::Outcome, "2")),
            lines("书面协议", Mark::Is(Col::Outcome, "1")),
        ];
        columns.extend(SOURCES.iter().map(|(label, sources)| lines(label, Mark::In(Col::Source, sources))));
        columns.extend(BODIES.iter().map(|(label, levels)| lines(label, Mark::Intake(levels))));
        let keys: Vec<&str> = codes::DISPUTE.iter().map(|c| c.code).collect();
        let place = |key: &str| match codes::DISPUTE.iter().position(|c| c.code == key) {
            Some(order) => Place { label: codes::DISPUTE[order].label.to_string(), order },
            None => Place { label: "未分类".to_string(), order: usize::MAX },
        };
        let grid = Grid {
            heading: "纠纷类型",
            fact: Fact::Cases,
            day: None,
            dim: Dim::Dispute,
            columns: &columns,
            place: &place,
            fixed: &keys,
            most: usize::MAX,
        };
        grid.sheet(frame)
    },
};
