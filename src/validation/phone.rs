//! Telephone numbers of the mainland: mobile, and fixed with area code and extension.
//!
//! Stored as `13800000000` or `0887-8222333` or `0887-8222333-12`. Why somebody has no number is
//! another field's business.

use super::field::Value;
use super::text::{clean_line, fold_width};

/// Area code put before a local number when the desk names no other: 迪庆.
pub const LOCAL_AREA: &str = "0887";

/// [`check_phone_in`] with the area code of the prefecture.
pub fn check_phone(text: &str) -> Result<Value, String> {
    check_phone_in(text, LOCAL_AREA)
}

/// Checks and normalises a number; `area` is put before 7 local digits.
pub fn check_phone_in(text: &str, area: &str) -> Result<Value, String> {
    // As most are written, and as they are stored.
    if text.bytes().all(|b| b.is_ascii_digit()) && is_mobile(text) {
        return Ok(Value { text: text.to_string(), warning: None });
    }
    read(text, area)
}

/// A number in any other way of writing.
fn read(text: &str, area: &str) -> Result<Value, String> {
    let folded = fold_width(&clean_line(text)).to_lowercase();
    let shown: String = folded.chars().take(20).collect();
    if folded.trim().is_empty() {
        return Err("请填写号码".into());
    }
    let typed = folded.replace("分机", "#").replace('转', "#").replace("ext.", "#").replace("ext", "#");
    let (main, extension) = match typed.split_once('#') {
        Some((main, extension)) => (main, Some(extension.trim().trim_end_matches('#').trim())),
        None => (typed.as_str(), None),
    };
    if let Some(c) = main.chars().find(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '+' | '(' | ')' | '.')) {
        return Err(if matches!(c, '/' | ',' | ';') {
            "一栏只填一个号码,另一个请写在代联系人或备注里".to_string()
        } else {
            format!("“{shown}”不是电话号码,请填11位手机号或带区号的固定电话")
        });
    }
    let groups: Vec<&str> = main.split(['-', '(', ')']).map(str::trim).filter(|g| !g.is_empty()).collect();
    let groups: Vec<String> =
        groups.iter().map(|g| g.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()).collect();
    let (digits, trailing) = join(&groups);
    let extension = extension.map(str::to_string).or(trailing);
    let number = national(&digits);
    if number.contains('+') {
        return Err("境外号码请写在代联系人或备注里,这里填境内手机或固定电话".into());
    }
    let text = if is_mobile(&number) {
        if extension.is_some() {
            return Err("手机号码没有分机,请核对".into());
        }
        number
    } else {
        let number = if number.len() == 7 && number.starts_with(['2', '3', '4', '5', '6', '7', '8']) {
            format!("{area}{number}")
        } else {
            number
        };
        fixed(&number).ok_or_else(|| explain(&number))?
    };
    match extension.as_deref() {
        None | Some("") => Ok(Value { text, warning: None }),
        Some(e) if e.len() <= 6 && e.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(Value { text: format!("{text}-{e}"), warning: None })
        }
        Some(_) => Err("分机号应为1至6位数字,如 0887-8222333-12".into()),
    }
}

fn is_mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && matches!(number.as_bytes()[1], b'3'..=b'9')
}

/// Digits of all groups, the last apart when it can only be an extension of a fixed number.
fn join(groups: &[String]) -> (String, Option<String>) {
    if let [head @ .., last] = groups {
        let main = head.concat();
        let lengths: Vec<usize> = head.iter().map(String::len).collect();
        let complete = matches!(lengths.as_slice(), [3..=4, 7..=8]) && main.starts_with('0')
            || matches!(lengths.as_slice(), [10..=12]) && main.starts_with('0') && !main.starts_with("00")
            || matches!(lengths.as_slice(), [7]) && (1..=6).contains(&last.len()) && !main.starts_with(['0', '1']);
        if complete {
            return (main, Some(last.clone()));
        }
    }
    (groups.concat(), None)
}

/// Without the country code of China.
fn national(digits: &str) -> String {
    let rest = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086"));
    let rest = rest.or_else(|| digits.strip_prefix("86").filter(|r| is_mobile(r)));
    match rest {
        Some(rest) if rest.starts_with(['0', '1']) || rest.is_empty() => rest.to_string(),
        Some(rest) => format!("0{rest}"),
        None => digits.to_string(),
    }
}

/// `0887-8222333` when area code (three digits for 010 and 02x, else four) and number fit.
fn fixed(number: &str) -> Option<String> {
    if !number.starts_with('0') || number.starts_with("00") {
        return None;
    }
    let area = if number.starts_with("01") || number.starts_with("02") { 3 } else { 4 };
    let (area, local) = number.split_at_checked(area)?;
    (7..=8).contains(&local.len()).then(|| format!("{area}-{local}"))
}

fn explain(number: &str) -> String {
    let count = number.len();
    if number.starts_with('1') {
        if count == 11 {
            "手机号码第二位应为3至9,请核对".into()
        } else {
            format!("手机号码应为11位,现为{count}位,请核对")
        }
    } else if number.starts_with('0') {
        "固定电话应为区号加7至8位号码,如 0887-8222333".into()
    } else {
        format!("现为{count}位,请填11位手机号,或带区号的固定电话如 0887-8222333")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accepted() {
        for (typed, kept) in [
            ("13800000000", "13800000000"),
            ("138 0000 0000", "13800000000"),
            ("138-0000-0000", "13800000000"),
            ("+86 138-0000-0000", "13800000000"),
            ("8613800000000", "13800000000"),
            ("008613800000000", "13800000000"),
            ("\u{FF11}\u{FF13}800000000", "13800000000"),
            ("0887-8222333", "0887-8222333"),
            ("08878222333", "0887-8222333"),
            ("(0887)8222333", "0887-8222333"),
            ("0887 8222333", "0887-8222333"),
            ("8222333", "0887-8222333"),
            ("822-2333", "0887-8222333"),
            ("8222333-12", "0887-8222333-12"),
            ("0887-8222333-12", "0887-8222333-12"),
            ("0887-8222333转12", "0887-8222333-12"),
            ("08878222333-12", "0887-8222333-12"),
            ("+86 887 8222333", "0887-8222333"),
            ("010-62345678", "010-62345678"),
            ("01062345678", "010-62345678"),
            ("0871-64112233", "0871-64112233"),
        ] {
            assert_eq!(check_phone(typed).map(|v| v.text).as_deref(), Ok(kept), "{typed}");
        }
        assert_eq!(check_phone_in("8222333", "0888").unwrap().text, "0888-8222333");
    }

    #[test]
    fn refused() {
        for (typed, word) in [
            ("", "请填写"),
            ("1380000000", "现为10位"),
            ("12800000000", "第二位"),
            ("没有", "不是电话号码"),
            ("13800000000/13900000000", "只填一个"),
            ("62345678", "带区号"),
            ("0887-82223", "区号加7至8位"),
            ("+852 2345 6789", "境外"),
            ("13800000000转5", "没有分机"),
            ("0887-8222333-1234567", "分机号"),
        ] {
            let problem = check_phone(typed).unwrap_err();
            assert!(problem.contains(word), "{typed}: {problem}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_is_that_of_any_other_number(text in "1[0-9]{9,11}") {
            prop_assert_eq!(check_phone(&text), read(&text, LOCAL_AREA));
        }

        #[test]
        fn idempotent(text in r"(\+86|0887|0|1[3-9]|-|转|[0-9]{1,8}|\PC){0,6}") {
            if let Ok(value) = check_phone(&text) {
                prop_assert_eq!(check_phone(&value.text), Ok(value.clone()));
            }
        }
    }
}
