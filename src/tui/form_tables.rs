//! Forms that only the screen asks for: a reason, a path, a first password.

use crate::validation::{Field, Kind, Need, Table};
use std::sync::OnceLock;

pub static REVEAL: Table = Table {
    name: "reveal",
    title: "查看明文",
    fields: &[Field::new("reason", "查看理由", Kind::Line(120), Need::Always, "写明为什么要看;记入流水")],
};
pub static CALENDAR: Table = Table {
    name: "calendar",
    title: "导入放假安排",
    fields: &[Field::new("path", "文件路径", Kind::Line(200), Need::Always, "csv:日期,放假或补班,名称,official")],
};
pub static SCAN: Table = Table {
    name: "scan",
    title: "附签字扫描件",
    fields: &[Field::new(
        "attach",
        "扫描件路径",
        Kind::Line(400),
        Need::Always,
        "签字后扫描的文件;记下路径和指纹,文件留在原处",
    )],
};
pub static REPORT: Table = Table {
    name: "report_file",
    title: "报表写成文件",
    fields: &[Field::new(
        "path",
        "文件名",
        Kind::Line(200),
        Need::Always,
        "以.xlsx、.csv、.json结尾;不写文件夹的放在数据库旁的“报表”里",
    )],
};
static NEW_USER: OnceLock<Table> = OnceLock::new();

/// The user form and the first password.
pub fn user_table() -> &'static Table {
    NEW_USER.get_or_init(|| {
        let mut fields = crate::domain::forms::USER.fields.to_vec();
        fields.push(Field::new("password", "初始密码", Kind::Secret(128), Need::Always, "至少8个字符"));
        Table { name: "new_user", title: "新用户", fields: fields.leak() }
    })
}
