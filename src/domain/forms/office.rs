//! Forms of the office itself: queue, roster, users, first start.

use crate::domain::codes;
use crate::validation::{Choice, Field, Kind as K, Need, Table};
use Need::{Always, Optional};

const YES_NO: &[Choice] = codes::YES_NO;

/// Declared recusal relation between a member of the roster and a case.
pub static RECUSAL: Table = Table {
    name: "recusal",
    title: "回避申报",
    fields: &[
        Field::new("staff", "人员", K::Record("staff"), Always, "与本案有关系的人员"),
        Field::new("ground", "情形", K::Choice(codes::RECUSAL), Always, "回避的情形"),
        Field::new("detail", "说明", K::Line(200), Optional, "关系说明"),
    ],
};

/// A ticket at the queue.
pub static TICKET: Table = Table {
    name: "ticket",
    title: "新来访",
    fields: &[
        Field::new("name", "姓名", K::Name, Optional, "可不填;叫号只用号码"),
        Field::new("document_no", "证件或电话", K::Line(40), Optional, "用来认出已在等候的人;可不填"),
        Field::new("people", "来访人数", K::Number(1, 9999), Always, "一起来的人数").default("1"),
        Field::new("representatives", "代表人数", K::Number(1, 5), Optional, "多人来访时,代表不超过5人(条例20)"),
        Field::new("proxy_for", "代访", K::Name, Optional, "替谁来访;本人来访不填"),
        Field::new("priority", "优先原因", K::Choice(codes::PRIORITY), Optional, "需要照顾时选一项"),
        Field::new("language", "交流语言", K::Choice(codes::LANGUAGE), Optional, "来访人愿意用的语言"),
        Field::new("interpreter_needed", "需要翻译", K::Choice(YES_NO), Optional, "1 是  0 否"),
    ],
};

/// A user of the desk.
pub static USER: Table = Table {
    name: "user",
    title: "用户",
    fields: &[
        Field::new("login", "用户名", K::Line(32), Always, "字母和数字"),
        Field::new("name", "姓名", K::Name, Always, "姓名"),
        Field::new("role", "角色", K::Choice(ROLES), Always, "前台、主任、承办、督查、财务、管理员、办公室"),
        Field::new("staff", "对应人员", K::Record("staff"), Optional, "承办人须对应人员库中的一人"),
        Field::new("station", "网点", K::Record("station"), Optional, "在哪个网点办公;不选为县工作室"),
    ],
};
pub const ROLES: &[Choice] = crate::choices![
    ("reception", "前台"),
    ("director", "主任"),
    ("handler", "承办"),
    ("supervisor", "督查"),
    ("finance", "财务"),
    ("admin", "管理员"),
    ("office", "办公室"),
];

/// The three questions of the first start.
pub static STUDIO: Table = Table {
    name: "studio",
    title: "首次启动",
    fields: &[
        Field::new("studio", "工作室名称", K::Line(60), Always, "如:香格里拉市人民调解参与信访问题化解工作室"),
        Field::new("division", "所在区划", K::Division, Always, "区划代码、名称或拼音首字母,到县一级"),
        Field::new("admin", "管理员用户名", K::Line(32), Always, "字母和数字").default("admin"),
        Field::new("password", "管理员密码", K::Secret(128), Always, "至少8个字符"),
    ],
};

pub(super) static ALL: &[&Table] = &[&RECUSAL, &TICKET, &USER, &STUDIO];
