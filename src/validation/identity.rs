//! Documents that prove who somebody is.
//!
//! Owns the document types, the shape and check digit of each number, and what a number tells
//! (birth, sex, division). Never proposes a corrected number: a wrong digit is looked up on the
//! document, not guessed. GB 11643-1999 for the citizen's number.

use super::division;
use super::field::{Choice, Value};
use super::text::{chars, clean_line, fold_width};
use super::uscc;
use crate::choices;
use chrono::{Datelike, NaiveDate};

/// Kinds of document, as the national petition system lists them.
pub const DOCUMENT_TYPES: &[Choice] = choices![
    ("01", "身份证"),
    ("02", "户口簿"),
    ("03", "港澳居民来往内地通行证"),
    ("04", "台湾居民来往大陆通行证"),
    ("05", "港澳台居民居住证"),
    ("06", "外国人永久居留身份证"),
    ("07", "护照"),
    ("08", "军官/士兵证"),
    ("09", "统一社会信用代码"),
    ("10", "其他"),
];

/// Sex as a number tells it (GB/T 2261.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// `1` or `2`.
    pub fn code(self) -> &'static str {
        if self == Sex::Male { "1" } else { "2" }
    }
    /// `男` or `女`.
    pub fn label(self) -> &'static str {
        if self == Sex::Male { "男" } else { "女" }
    }
}

/// What a number of 18 or 15 digits says about its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentityFacts {
    pub birth: NaiveDate,
    pub sex: Sex,
    /// Six-digit code of the division of first registration, when it is still in the list.
    pub division: Option<&'static str>,
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS: &[u8; 11] = b"10X98765432";

/// Checks `text` as the number of a document of that type ("" counts as 01). `today` bounds the
/// date of birth. A warning is for the clerk to look at and never a refusal.
pub fn check_document(type_code: &str, text: &str, today: NaiveDate) -> Result<Value, String> {
    let number = normalize(text);
    if number.is_empty() {
        return Err("请填写证件号码".into());
    }
    let ok = |text: String| Ok(Value { text, warning: None });
    let shaped = |fits: bool, shape: &str| {
        if fits { ok(number.clone()) } else { Err(format!("号码应为{shape},请对照证件核对")) }
    };
    match type_code {
        "" | "01" => check_citizen(&number, today),
        "02" => match number.len() {
            18 if check_citizen(&number, today).is_err() => Ok(Value {
                text: number,
                warning: Some("不是有效的公民身份号码;如填的是户号请忽略,否则请核对".into()),
            }),
            _ => shaped(alphanumeric(&number, 1, 30), "户号或公民身份号码(30位以内数字、字母)"),
        },
        "03" => shaped(is_pass(&number), "字母H或M加8位或10位数字"),
        "04" => shaped(is_taiwan_pass(&number), "8位数字(旧证10位数字,可带1个字母)"),
        "05" => match number.get(..6) {
            Some("810000" | "820000" | "830000") => check_citizen(&number, today).and_then(|value| {
                if number.len() == 18 {
                    Ok(value)
                } else {
                    Err("居住证号码应为18位,请对照证件核对".into())
                }
            }),
            _ => Err("居住证号码应为18位,以810000、820000或830000开头,请对照证件核对".into()),
        },
        "06" => check_permanent_resident(&number, today),
        "07" => check_passport(&number),
        "08" => {
            let text = clean_line(text);
            if chars(&text) <= 20 { ok(text) } else { Err("最多20字,请对照证件核对".into()) }
        }
        "09" => uscc::check_uscc(text),
        "10" => {
            let text = clean_line(text);
            if chars(&text) <= 40 { ok(text) } else { Err("最多40字,请对照证件核对".into()) }
        }
        _ => Err("请先选择证件类型".into()),
    }
}

/// What an 18-digit (citizen, resident of Hong Kong, Macao, Taiwan, permanent resident) or 15-digit
/// number tells; `None` unless its date is real and its check digit right.
pub fn facts(id: &str) -> Option<IdentityFacts> {
    let id = normalize(id);
    let digits = id.as_bytes();
    let (birth, order) = match digits.len() {
        18 if check_digit_fits(&id) => (birth_of(&id).ok()?, digits[16]),
        15 if digits.iter().all(u8::is_ascii_digit) => (birth_of(&id).ok()?, digits[14]),
        _ => return None,
    };
    let foreign = digits[0] == b'9';
    if !foreign && !known_province(&id) {
        return None;
    }
    Some(IdentityFacts {
        birth,
        sex: if order % 2 == 1 { Sex::Male } else { Sex::Female },
        division: id.get(..6).filter(|_| !foreign).and_then(division::lookup).map(|d| d.code),
    })
}

/// Full years of age; 0 before birth. Who was born on 29 February has the birthday on 1 March in
/// a common year.
pub fn age(birth: NaiveDate, today: NaiveDate) -> u32 {
    today.years_since(birth).unwrap_or(0)
}

/// The number as it is stored: folded, without blanks and dashes, upper case. Judges nothing.
pub fn normalize(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return text.to_string();
    }
    fold_width(&clean_line(text)).chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect()
}

fn check_citizen(id: &str, today: NaiveDate) -> Result<Value, String> {
    let count = chars(id);
    let digits = id.bytes().take_while(u8::is_ascii_digit).count();
    match count {
        18 if digits == 18 || (digits == 17 && id.ends_with('X')) => {}
        15 if digits == 15 => {}
        18 => return Err("身份证号前17位应为数字,末位为数字或X,请对照证件核对".into()),
        15 => return Err("15位旧证号应全为数字,请对照证件核对".into()),
        _ => return Err(format!("身份证号应为18位(旧证15位),现为{count}位,请对照证件核对")),
    }
    if !known_province(id) {
        return Err(format!("身份证号开头“{}”不是省级区划代码,请对照证件核对", &id[..2]));
    }
    born(id, today)?;
    if count == 18 && !check_digit_fits(id) {
        return Err("校验位不符,请对照证件重新核对".into());
    }
    let mut warnings = Vec::new();
    if count == 15 {
        warnings.push("15位旧证号,按历史证件登记,没有校验位,请仔细核对".to_string());
    }
    if division::lookup(&id[..6]).is_none() && !matches!(&id[..2], "71" | "81" | "82" | "83") {
        warnings.push(format!("地址码{}不在现行区划表中,可能是历史代码,请核对户籍地", &id[..6]));
    }
    Ok(Value { text: id.to_string(), warning: (!warnings.is_empty()).then(|| warnings.join(";")) })
}

fn check_permanent_resident(number: &str, today: NaiveDate) -> Result<Value, String> {
    let bytes = number.as_bytes();
    let old =
        bytes.len() == 15 && bytes[..3].iter().all(u8::is_ascii_uppercase) && bytes[3..].iter().all(u8::is_ascii_digit);
    if old {
        return Ok(Value { text: number.to_string(), warning: None });
    }
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if bytes.len() != 18 || bytes[0] != b'9' || !(digits == 18 || (digits == 17 && number.ends_with('X'))) {
        return Err("号码应为以9开头的18位数字,或旧证3个字母加12位数字,请对照证件核对".into());
    }
    born(number, today)?;
    if !check_digit_fits(number) {
        return Err("校验位不符,请对照证件重新核对".into());
    }
    Ok(Value { text: number.to_string(), warning: None })
}

fn check_passport(number: &str) -> Result<Value, String> {
    if !alphanumeric(number, 5, 12) {
        return Err("护照号码应为5至12位数字、字母,请对照证件核对".into());
    }
    let chinese = number.len() == 9
        && number.starts_with('E')
        && !matches!(number.as_bytes()[1], b'I' | b'O')
        && number.bytes().skip(2).all(|b| b.is_ascii_digit());
    let warning = (number.starts_with('E') && number.len() == 9 && !chinese)
        .then(|| "中国护照为E加1位数字或字母(无I、O)和7位数字,请核对".to_string());
    Ok(Value { text: number.to_string(), warning })
}

fn alphanumeric(number: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_pass(number: &str) -> bool {
    matches!(number.len(), 9 | 11)
        && number.starts_with(['H', 'M'])
        && number.bytes().skip(1).all(|b| b.is_ascii_digit())
}

fn is_taiwan_pass(number: &str) -> bool {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    match number.len() {
        8 | 10 => digits == number.len(),
        11 => digits == 10 && number.as_bytes()[10].is_ascii_uppercase(),
        _ => false,
    }
}

/// First two digits of the provinces, and 71 台湾, 81-83 residence permits.
fn known_province(id: &str) -> bool {
    matches!(
        id.get(..2).and_then(|p| p.parse::<u8>().ok()),
        Some(11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
    )
}

/// Date of birth in a number of 18 or 15 characters; the error names the wrong part.
fn birth_of(id: &str) -> Result<NaiveDate, String> {
    let (year, rest) = if id.len() == 18 { (id[6..10].to_string(), 10) } else { (format!("19{}", &id[6..8]), 8) };
    let part = |from: usize| id[from..from + 2].parse::<u32>().unwrap_or(0);
    let (month, day) = (part(rest), part(rest + 2));
    NaiveDate::from_ymd_opt(year.parse().unwrap_or(0), month, day)
        .ok_or_else(|| format!("出生日期{year}年{month}月{day}日不存在,请对照证件核对"))
}

fn born(id: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let birth = birth_of(id)?;
    if birth.year() < 1900 {
        return Err(format!("出生年份{}早于1900年,请对照证件核对", birth.year()));
    }
    if birth > today {
        return Err(format!("出生日期{birth}晚于今天,请对照证件核对"));
    }
    Ok(birth)
}

/// Whether the last of 18 characters is the check digit (ISO 7064 MOD 11-2).
fn check_digit_fits(id: &str) -> bool {
    let bytes = id.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    CHECK_DIGITS[(sum % 11) as usize] == bytes[17]
}

#[cfg(test)]
#[path = "identity_tests.rs"]
mod tests;
