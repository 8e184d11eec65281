//! Checking a draft against its table: normalise each field by its kind, say what is wrong.
//!
//! Owns the order of the rules (shown, required, well formed) and the words of a [`Problem`]. Which
//! fields exist is the table's business; how a kind is read is the business of its module.

use super::draft::Draft;
use super::field::{Checked, Choice, Field, Kind, Need, Problem, Table, Value};
use super::text::{chars, clean_line, clean_text, fold_width, is_han};
use super::{code, date, division, identity, money, name, phone, rows};
use chrono::NaiveDateTime;

/// Checks one field of `draft`. `now` is the local time (+08:00). A hidden field gives an empty value.
pub fn check_field(field: &Field, draft: &Draft, now: NaiveDateTime) -> Result<Value, Problem> {
    if !field.is_shown(draft) {
        return Ok(Value::default());
    }
    judge(field, draft, draft, now, field.is_required(draft), true)
}

/// Checks every shown field; hidden fields are dropped.
pub fn check(table: &'static Table, draft: &Draft, now: NaiveDateTime) -> Result<Checked, Vec<Problem>> {
    check_part(table, draft, now, None)
}

/// As [`check`], but when `required` is given only those keys are required (the 60-second save);
/// other fields may be empty, yet what is typed must be well formed. A conditional field among them
/// is required while its own rule holds. The least length of a text is asked only by [`check`].
pub fn check_part(
    table: &'static Table,
    draft: &Draft,
    now: NaiveDateTime,
    required: Option<&[&str]>,
) -> Result<Checked, Vec<Problem>> {
    let (canonical, read) = canonical(table, draft, now);
    let known = read.iter().filter(|(typed, _)| !typed.is_empty()).count();
    let mut problems: Vec<Problem> = if known == draft.len() {
        Vec::new()
    } else {
        draft.iter().filter(|(key, _)| table.field(key).is_none()).map(|(key, _)| unknown(table, key)).collect()
    };
    let (mut values, mut warnings) = (Draft::default(), Vec::new());
    for (field, (typed, read)) in table.fields.iter().zip(read).filter(|(f, _)| f.is_shown(&canonical)) {
        let needed = match required {
            None => field.is_required(&canonical),
            Some(keys) => keys.contains(&field.key) && (field.is_required(&canonical) || is_optional(field)),
        };
        match judge_read(field, typed, &canonical, now, needed, required.is_none(), read) {
            Ok(value) => {
                warnings.extend(value.warning.map(|w| Problem::new(field.key, format!("{}: {w}", field.label))));
                if !value.text.is_empty() {
                    values.set(field.key, value.text);
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(Checked::new(table, values, warnings)) } else { Err(problems) }
}

fn is_optional(field: &Field) -> bool {
    matches!(field.need, Need::Optional)
}

/// What was read in a field, when that was possible without the rest of the draft.
type Reading = Option<Result<Value, String>>;

/// The draft as the rules of the table shall see it: codes for words, ISO for dates; what cannot be
/// read stays as typed. With it what was typed and the readings, a field each, so that nothing is looked up or
/// read twice.
fn canonical<'d>(table: &Table, draft: &'d Draft, now: NaiveDateTime) -> (Draft, Vec<(&'d str, Reading)>) {
    let mut seen = draft.clone();
    let read = table.fields.iter().map(|field| {
        let typed = draft.get(field.key);
        if typed.is_empty() {
            return (typed, None);
        }
        if is_blank(typed) {
            seen.set(field.key, "");
        }
        if matches!(field.kind, Kind::Document(_) | Kind::Rows(..) | Kind::Text(..)) {
            return (typed, None);
        }
        let value = check_kind(field.kind, typed, draft, now, false);
        if let Ok(value) = &value
            && (value.text != typed || is_blank(typed))
        {
            seen.set(field.key, if is_blank(&value.text) { "" } else { &value.text });
        }
        (typed, Some(value))
    });
    let read = read.collect();
    (seen, read)
}

/// Whether nothing that anybody could see was typed.
fn is_blank(typed: &str) -> bool {
    let plain = typed.chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || is_han(c));
    !plain && clean_line(typed).is_empty()
}

fn unknown(table: &Table, key: &str) -> Problem {
    match table.fields.iter().find(|f| f.label == key) {
        Some(field) => Problem::new(key, format!("“{key}”请写作 {}", field.key)),
        None => Problem::new(key, format!("{}没有“{key}”这一项,请核对名称", table.title)),
    }
}

/// One shown field: empty or not, then by its kind. `rules` is the draft in canonical form.
fn judge(
    field: &Field,
    draft: &Draft,
    rules: &Draft,
    now: NaiveDateTime,
    needed: bool,
    whole: bool,
) -> Result<Value, Problem> {
    judge_read(field, draft.get(field.key), rules, now, needed, whole, None)
}

/// As [`judge`], of what was typed in a field, which may have been read already.
fn judge_read(
    field: &Field,
    typed: &str,
    rules: &Draft,
    now: NaiveDateTime,
    needed: bool,
    whole: bool,
    read: Reading,
) -> Result<Value, Problem> {
    if is_blank(typed) {
        return if needed { Err(Problem::new(field.key, missing(field))) } else { Ok(Value::default()) };
    }
    read.unwrap_or_else(|| check_kind(field.kind, typed, rules, now, whole))
        .map_err(|text| Problem::new(field.key, format!("{}: {text}", field.label)))
}

fn missing(field: &Field) -> String {
    match field.kind {
        Kind::Choice(_) | Kind::Many(_) | Kind::Record(_) | Kind::Division => format!("请选择{}", field.label),
        Kind::Rows(..) => format!("请填写{},至少一行", field.label),
        _ => format!("请填写{}", field.label),
    }
}

/// A typed text by its kind. `draft` gives the type of a document. With `whole` false a text may
/// still be shorter than it must become.
pub(super) fn check_kind(
    kind: Kind,
    typed: &str,
    draft: &Draft,
    now: NaiveDateTime,
    whole: bool,
) -> Result<Value, String> {
    let today = now.date();
    let text = match kind {
        Kind::Line(most) => within(clean_line(typed), 0, most)?,
        Kind::Secret(most) => within(typed.to_string(), 0, most)?,
        Kind::Text(least, most) => within(clean_text(typed), if whole { least } else { 0 }, most)?,
        Kind::Name => return name::check_name(typed),
        Kind::Document(key) => {
            let choice = code::resolve(identity::DOCUMENT_TYPES, draft.get(key));
            return identity::check_document(choice.map_or(draft.get(key), |c| c.code), typed, today);
        }
        Kind::Phone => return phone::check_phone(typed),
        Kind::Date => date::parse_date(typed, today)?.to_string(),
        Kind::PastDate => {
            let day = date::parse_date(typed, today)?;
            if day > today {
                return Err(format!("{}晚于今天,如为往年请写全年份", date::with_weekday(day)));
            }
            day.to_string()
        }
        Kind::PastTime => {
            let time = date::parse_datetime(typed, now)?;
            if time > now {
                let shown = format!("{} {}", date::with_weekday(time.date()), time.format("%H:%M"));
                return Err(format!("{shown}晚于现在,请核对,或写“现在”"));
            }
            date::canonical_time(time)
        }
        Kind::Number(least, most) => number(typed, least, most)?,
        Kind::Money => money::parse_money(typed)?.to_string(),
        Kind::Choice(choices) => match code::resolve(choices, typed) {
            Some(choice) => choice.code.to_string(),
            None => return Err(not_in_list(choices, typed)),
        },
        Kind::Many(choices) => many(choices, typed)?,
        Kind::Division => return check_division(typed),
        Kind::Record(_) => {
            let id = fold_width(&clean_line(typed));
            match id.trim_start_matches('#').parse::<i64>() {
                Ok(id) if id > 0 => id.to_string(),
                _ => return Err("请从列表中选择(填列表里的编号)".into()),
            }
        }
        Kind::Rows(columns, most) => return rows::check_rows(columns, most, typed, draft, now),
    };
    Ok(Value { text, warning: None })
}

fn within(text: String, least: usize, most: usize) -> Result<String, String> {
    let count = chars(&text);
    if count > most {
        Err(format!("最多{most}字,现为{count}字,请删减"))
    } else if count < least && count > 0 {
        Err(format!("至少{least}字,现为{count}字,请补充"))
    } else {
        Ok(text)
    }
}

fn number(typed: &str, least: i64, most: i64) -> Result<String, String> {
    // As it is stored.
    if let Some(n) = typed.parse::<i64>().ok().filter(|n| (least..=most).contains(n))
        && typed.bytes().all(|b| b.is_ascii_digit())
    {
        return Ok(n.to_string());
    }
    let folded: String = fold_width(&clean_line(typed)).chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let digits = folded.trim_end_matches(['人', '份', '页', '个', '件', '岁', '次', '天', '户', '名']);
    match digits.parse::<i64>() {
        Ok(n) if (least..=most).contains(&n) => Ok(n.to_string()),
        Ok(n) => Err(format!("{n}不在{least}至{most}之间,请核对")),
        Err(_) => Err(format!("应为{least}至{most}之间的整数")),
    }
}

fn not_in_list(choices: &[Choice], typed: &str) -> String {
    let typed: String = clean_line(typed).chars().take(20).collect();
    let close: Vec<String> = choices
        .iter()
        .filter(|c| c.label.contains(&typed) || super::pinyin::matches_initials(c.label, &typed))
        .chain(choices)
        .take(6)
        .map(|c| format!("{} {}", c.code, c.label))
        .fold(Vec::new(), |mut seen, one| {
            if !seen.contains(&one) {
                seen.push(one);
            }
            seen
        });
    format!("“{typed}”不能确定是哪一项,可填编号、名称或拼音首字母,如 {}", close.join("、"))
}

fn many(choices: &[Choice], typed: &str) -> Result<String, String> {
    let mut chosen = Vec::new();
    if let Some(one) = code::resolve(choices, typed) {
        chosen.push(one.code);
    } else {
        let folded = fold_width(&clean_line(&typed.replace(['\n', '\r'], ",")));
        for piece in folded.split([',', ';', ' ']).filter(|p| !p.is_empty()) {
            match code::resolve(choices, piece) {
                Some(choice) => chosen.push(choice.code),
                None => return Err(not_in_list(choices, piece)),
            }
        }
    }
    let ordered: Vec<&str> = choices.iter().map(|c| c.code).filter(|c| chosen.contains(c)).collect();
    Ok(ordered.join(","))
}

fn check_division(typed: &str) -> Result<Value, String> {
    if let Some(found) = division::resolve(typed) {
        return if found.code.len() > 9 {
            Err("只填到乡镇(9位代码),村、社区请写在详细住址里".into())
        } else {
            Ok(Value { text: found.code.to_string(), warning: None })
        };
    }
    let folded = fold_width(&clean_line(typed)).replace(' ', "");
    if !folded.bytes().all(|b| b.is_ascii_digit()) || folded.is_empty() {
        let close: Vec<String> =
            division::search(&folded, 4).iter().map(|d| format!("{} {}", d.code, d.name)).collect();
        let shown: String = folded.chars().take(20).collect();
        return Err(if close.is_empty() {
            format!("找不到“{shown}”,请填县(市、区)或乡镇的名称、区划代码或拼音首字母")
        } else {
            format!("“{shown}”不止一处,请填代码,如 {}", close.join("、"))
        });
    }
    if !matches!(folded.len(), 6 | 9) {
        return Err(format!("区划代码为6位(县)或9位(乡镇),现为{}位", folded.len()));
    }
    let province = format!("{}0000", &folded[..2]);
    if division::lookup(&province).is_none() {
        return Err(format!("区划代码{folded}不在全国区划表中,请改填名称"));
    }
    let warning = Some(format!("区划代码{folded}不在本机区划表中,可能是历史代码或外地乡镇,请核对"));
    Ok(Value { text: folded, warning })
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
