//! Forms of stations and hand-overs (方案四).

use crate::domain::station::{INDUSTRIES, LEVELS};
use crate::validation::{Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

fn is_channel(draft: &Draft) -> bool {
    draft.get("level") == "channel"
}

/// A new station. The county studio is there from the start.
pub static STATION: Table = Table {
    name: "station",
    title: "设立网点",
    fields: &[
        Field::new("name", "名称", K::Line(20), Always, "如:小中甸镇接待窗口;有来访或案件后不能改"),
        Field::new("level", "级别", K::Choice(LEVELS), Always, "村联系点、乡镇接待窗口、行业绿色通道(方案四)"),
        Field::new("industry", "行业", K::Choice(INDUSTRIES), When(is_channel), "绿色通道属于哪个行业(方案四(三))")
            .shown(is_channel),
        Field::new("place", "所在地", K::Division, Always, "乡镇窗口和村联系点选到乡镇"),
        Field::new("address", "地址", K::Line(60), Optional, "群众找得到的地址,村联系点写村名"),
        Field::new("phone", "电话", K::Phone, Optional, "网点的联系电话"),
        Field::new("keeper", "负责人", K::Name, Always, "谁负责这个网点"),
    ],
};

/// What may change of a station; its level stays.
pub static STATION_AMEND: Table = Table {
    name: "station_amend",
    title: "修改网点",
    fields: &[
        Field::new("name", "名称", K::Line(20), Always, "有来访或案件后不能改"),
        Field::new("industry", "行业", K::Choice(INDUSTRIES), Optional, "只有绿色通道填写"),
        Field::new("place", "所在地", K::Division, Always, "乡镇窗口和村联系点选到乡镇"),
        Field::new("address", "地址", K::Line(60), Optional, "群众找得到的地址"),
        Field::new("phone", "电话", K::Phone, Optional, "网点的联系电话"),
        Field::new("keeper", "负责人", K::Name, Always, "谁负责这个网点"),
    ],
};

pub static STATION_CLOSE: Table = Table {
    name: "station_close",
    title: "关闭网点",
    fields: &[Field::new("reason", "原因", K::Line(100), Always, "为什么关闭;在办案件和用户要先移走")],
};

pub static STATION_REOPEN: Table = Table {
    name: "station_reopen",
    title: "恢复网点",
    fields: &[Field::new("reason", "原因", K::Line(100), Always, "为什么恢复")],
};

/// Who serves there.
pub static STATION_SEAT: Table = Table {
    name: "station_seat",
    title: "派驻用户",
    fields: &[Field::new("login", "用户名", K::Line(32), Always, "哪个用户今后在这个网点办公")],
};

/// A case is sent to another station.
pub static HANDOVER: Table = Table {
    name: "handover",
    title: "移交案件",
    fields: &[
        Field::new("case", "案件", K::Record("case"), Always, "接收前仍由本网点办理;期限照走,不因移交暂停"),
        Field::new("station", "移交到", K::Record("station"), Always, "开放的网点;期限照走,不因移交暂停"),
        Field::new("reason", "移交原因", K::Line(200), Always, "如:镇里调解不成,双方愿到县工作室"),
        Field::new("papers", "移交材料", K::Line(200), Always, "如:登记表1份、证据3件;没有的写“无”"),
    ],
};

pub static HANDOVER_RECEIVE: Table = Table {
    name: "handover_receive",
    title: "接收移交",
    fields: &[Field::new("receipt", "收据", K::Line(100), Always, "收据号,或写清收到了什么材料")],
};

/// Sent back by the receiver, or taken back by the sender.
pub static HANDOVER_RETURN: Table = Table {
    name: "handover_return",
    title: "退回移交",
    fields: &[Field::new("reason", "原因", K::Line(200), Always, "为什么退回或撤回,材料怎样还")],
};

pub(super) static ALL: &[&Table] = &[
    &STATION,
    &STATION_AMEND,
    &STATION_CLOSE,
    &STATION_REOPEN,
    &STATION_SEAT,
    &HANDOVER,
    &HANDOVER_RECEIVE,
    &HANDOVER_RETURN,
];
