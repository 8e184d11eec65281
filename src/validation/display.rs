//! Values in the words of the user: hints for typing, texts for screen and paper.
//!
//! Reads only canonical values; masks nothing (that is the desk's decision).

use super::field::{Field, Kind};
use super::{code, date, division, identity, money};
use chrono::{NaiveDate, NaiveDateTime};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// What may be typed into a field of this kind, in one line.
pub fn describe(kind: Kind) -> String {
    match kind {
        Kind::Line(most) => format!("一行,最多{most}字"),
        Kind::Secret(most) => format!("密码,最多{most}个字符"),
        Kind::Text(least, most) if least > 1 => format!("可多行,{least}至{most}字"),
        Kind::Text(_, most) => format!("可多行,最多{most}字"),
        Kind::Name => "姓名或单位全称,最多50字,间隔号·可用句点代替".into(),
        Kind::Document(_) => "证件号码,按证件类型核对".into(),
        Kind::Phone => "11位手机号,或区号加固定电话;本地7位号码自动加区号".into(),
        Kind::Date => "日期,如 0312、3-12、20260312、+15、下周一".into(),
        Kind::PastDate => "日期,不晚于今天,如 0312、3-12、20260312、昨天、-3".into(),
        Kind::PastTime => "时间,不晚于现在,如 现在、1642、昨天 9:30、3-12 16:42".into(),
        Kind::Number(least, most) => format!("整数,{least}至{most}"),
        Kind::Money => "金额(元),最多两位小数,可写 1.2万".into(),
        Kind::Choice(choices) => format!("选一项,编号、名称或拼音首字母:{}", listed(choices)),
        Kind::Many(choices) => format!("可选多项,用逗号隔开:{}", listed(choices)),
        Kind::Division => "县6位或乡镇9位区划代码,或名称、拼音首字母".into(),
        Kind::Record(_) => "从列表中选择".into(),
        Kind::Rows(columns, most) => {
            let cells: Vec<&str> = columns.iter().map(|c| c.label).collect();
            format!("每行一条,最多{most}行:{}", cells.join(" "))
        }
    }
}

fn listed(choices: &[super::Choice]) -> String {
    let mut items: Vec<String> = choices.iter().take(12).map(|c| format!("{} {}", c.code, c.label)).collect();
    if choices.len() > 12 {
        items.push("等".into());
    }
    items.join("、")
}

/// A canonical value for people: labels for codes, weekdays for dates, 元 for money.
pub fn display(field: &Field, value: &str) -> String {
    display_kind(field.kind, value)
}

/// [`display`] by kind alone. What is not canonical is shown as it is.
pub fn display_kind(kind: Kind, value: &str) -> String {
    let plain = || value.to_string();
    if value.is_empty() {
        return String::new();
    }
    match kind {
        Kind::Date | Kind::PastDate => value.parse::<NaiveDate>().map_or_else(|_| plain(), date::with_weekday),
        Kind::PastTime => NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M")
            .map_or_else(|_| plain(), |t| format!("{} {}", date::with_weekday(t.date()), t.format("%H:%M"))),
        Kind::Money => value.parse().map_or_else(|_| plain(), |fen| format!("{}元", money::format_yuan(fen))),
        Kind::Secret(_) => "*".repeat(value.chars().count()),
        Kind::Choice(choices) => code::label(choices, value).map_or_else(plain, str::to_string),
        Kind::Many(choices) => {
            value.split(',').map(|c| code::label(choices, c).unwrap_or(c)).collect::<Vec<_>>().join("、")
        }
        Kind::Division => division::lookup(value).map_or_else(plain, |d| d.full_name.to_string()),
        Kind::Rows(columns, _) => {
            let line = |line: &str| {
                let cells = columns.iter().zip(line.split('\t')).map(|(c, cell)| display_kind(c.kind, cell));
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("  ")
            };
            value.lines().map(line).collect::<Vec<_>>().join("\n")
        }
        Kind::Line(_)
        | Kind::Text(..)
        | Kind::Name
        | Kind::Document(_)
        | Kind::Phone
        | Kind::Number(..)
        | Kind::Record(_) => plain(),
    }
}

/// A canonical value as text that a form may hold and check again: money in 元, all else as stored.
/// Money must pass here before it enters a [`super::Draft`]: stored 分 typed as they are would be 元.
pub fn editable(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Money => {
            value.parse::<i64>().map_or_else(|_| value.to_string(), |fen| money::format_yuan(fen).replace(',', ""))
        }
        Kind::Rows(columns, _) => {
            let line = |line: &str| {
                let cells = columns.iter().zip(line.split('\t')).map(|(c, cell)| editable(c.kind, cell));
                cells.collect::<Vec<_>>().join("\t")
            };
            value.lines().map(line).collect::<Vec<_>>().join("\n")
        }
        _ => value.to_string(),
    }
}

/// The label of a document type.
pub fn document_type(type_code: &str) -> &'static str {
    code::label(identity::DOCUMENT_TYPES, type_code).unwrap_or("证件")
}

/// Lines of cells, each column as wide as its widest cell.
pub fn aligned(lines: &[Vec<String>]) -> String {
    let mut wide: Vec<usize> = Vec::new();
    for line in lines {
        for (i, cell) in line.iter().enumerate() {
            if wide.len() <= i {
                wide.push(0);
            }
            wide[i] = wide[i].max(cell.width());
        }
    }
    let mut out = String::new();
    for line in lines {
        let mut row = String::new();
        for (w, cell) in wide.iter().zip(line) {
            let _ = write!(row, "{cell}{}", " ".repeat(w - cell.width() + 2));
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::{Column, Need};

    const ROWS: &[Column] = &[
        Column { key: "claim", label: "请求", kind: Kind::Line(9), required: true },
        Column { key: "amount", label: "金额", kind: Kind::Money, required: false },
    ];

    #[test]
    fn for_people() {
        for (kind, value, shown) in [
            (Kind::Date, "2026-11-23", "2026-11-23 周一"),
            (Kind::PastTime, "2026-11-23T16:42", "2026-11-23 周一 16:42"),
            (Kind::Money, "123450", "1,234.50元"),
            (Kind::Choice(code::ETHNIC_GROUPS), "04", "藏族"),
            (Kind::Many(code::ETHNIC_GROUPS), "04,27", "藏族、纳西族"),
            (Kind::Division, "533401", "云南省迪庆藏族自治州香格里拉市"),
            (Kind::Division, "533421", "533421"),
            (Kind::Rows(ROWS, 9), "还款\t100\n道歉\t", "还款  1.00元\n道歉"),
            (Kind::Date, "", ""),
            (Kind::Date, "?", "?"),
        ] {
            let field = Field::new("x", "某项", kind, Need::Optional, "");
            assert_eq!(display(&field, value), shown);
            assert!(!describe(kind).is_empty());
        }
        assert_eq!(editable(Kind::Rows(ROWS, 9), "还款\t123450\n道歉\t"), "还款\t1234.50\n道歉\t");
        assert_eq!(document_type("01"), "身份证");
    }
}
