//! Money: typed in 元 (or 万), stored as whole 分, printed in figures and in 大写.
//!
//! Integer arithmetic only. Knows nothing of budgets or rates.

use super::text::{clean_line, fold_width};

/// Largest amount: 999 999 999.99 元, in 分.
pub const MAX: i64 = 99_999_999_999;

/// Reads `1200`, `1,200.50`, `￥1200元`, `1.2万`, `3万元`, `120000分` as 分.
pub fn parse_money(text: &str) -> Result<i64, String> {
    let folded = fold_width(&clean_line(text));
    let mut typed: String = folded.chars().filter(|c| !matches!(c, ' ' | ',')).collect();
    for sign in ["人民币", "¥", "\u{FFE5}"] {
        if let Some(rest) = typed.strip_prefix(sign) {
            typed = rest.to_string();
        }
    }
    let wrong =
        || format!("看不懂金额“{}”,请写元,如 1200、1200.50 或 1.2万", folded.chars().take(20).collect::<String>());
    // How many digits after the point still make whole 分.
    let (digits, places) = if let Some(rest) = typed.strip_suffix('分') {
        (rest, 0)
    } else {
        let rest = typed.strip_suffix("元整").or_else(|| typed.strip_suffix('元')).unwrap_or(&typed);
        if let Some(rest) = rest.strip_suffix('万') {
            (rest, 6)
        } else if let Some(rest) = rest.strip_suffix('亿') {
            (rest, 10)
        } else {
            (rest, 2)
        }
    };
    if digits.starts_with('-') {
        return Err("金额不能为负,请核对".into());
    }
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
        return Err(wrong());
    }
    let part = part.trim_end_matches('0');
    if part.len() > places {
        return Err("金额只精确到分(元后两位小数),请四舍五入后填写".into());
    }
    let fen = format!("{whole}{part:0<places$}");
    let fen = fen.trim_start_matches('0');
    match if fen.is_empty() { Ok(0) } else { fen.parse::<i64>() } {
        Ok(fen) if fen <= MAX => Ok(fen),
        _ => Err(format!("金额最多{}元,请核对单位", format_yuan(MAX))),
    }
}

/// `1,234.50`: 元 with two decimals and thousands marks, without a unit.
pub fn format_yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    let whole = (fen / 100).to_string();
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}.{:02}", fen % 100)
}

/// 大写 for agreements and receipts: `壹万贰仟叁佰肆拾元整` (支付结算办法 附一).
pub fn uppercase(fen: i64) -> String {
    let mut out = String::from(if fen < 0 { "负" } else { "" });
    let fen = fen.unsigned_abs();
    let (yuan, jiao, cent) = (fen / 100, fen / 10 % 10, fen % 10);
    if yuan > 0 {
        out.push_str(&yuan_uppercase(yuan));
        out.push('元');
    }
    match (jiao, cent) {
        (0, 0) if yuan == 0 => out.push_str("零元整"),
        (0, 0) => out.push('整'),
        (0, c) => {
            if yuan > 0 {
                out.push('零');
            }
            out.push(DIGITS[c as usize]);
            out.push('分');
        }
        (j, 0) => {
            out.push(DIGITS[j as usize]);
            out.push_str("角整");
        }
        (j, c) => {
            out.push(DIGITS[j as usize]);
            out.push('角');
            out.push(DIGITS[c as usize]);
            out.push('分');
        }
    }
    out
}

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const UNITS: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

fn yuan_uppercase(yuan: u64) -> String {
    let mut out = String::new();
    let mut gap = false;
    let digits: Vec<u8> = yuan.to_string().bytes().map(|b| b - b'0').collect();
    let mut group_written = false;
    for (i, &digit) in digits.iter().enumerate() {
        let place = digits.len() - 1 - i;
        if digit == 0 {
            gap = true;
        } else {
            if gap && !out.is_empty() {
                out.push('零');
            }
            gap = false;
            out.push(DIGITS[digit as usize]);
            out.push_str(UNITS[place % 4]);
            group_written = true;
        }
        if place.is_multiple_of(4) {
            if group_written {
                out.push_str(GROUPS[(place / 4).min(4)]);
                // 壹拾万柒仟: a zero that only ends its group is not read out.
                gap = false;
            }
            group_written = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn read() {
        for (typed, fen) in [
            ("1200", 120_000),
            ("1,200.5", 120_050),
            ("\u{FFE5}1200元", 120_000),
            ("¥0.05", 5),
            ("1.2万", 1_200_000),
            ("3万元", 3_000_000),
            ("1.234567万", 1_234_567),
            ("\u{FF11}\u{FF12}00元整", 120_000),
            ("12050分", 12_050),
            ("1.2000", 120),
            (".5", 50),
            ("0", 0),
            ("999999999.99", MAX),
        ] {
            assert_eq!(parse_money(typed), Ok(fen), "{typed}");
        }
        for (typed, word) in [
            ("", "看不懂"),
            ("一千", "看不懂"),
            ("1.234", "只精确到分"),
            ("-5", "不能为负"),
            ("1000000000", "最多999,999,999.99元"),
            ("99999999999999999999999万", "最多"),
            ("1.2.3", "看不懂"),
        ] {
            let problem = parse_money(typed).unwrap_err();
            assert!(problem.contains(word), "{typed}: {problem}");
        }
    }

    #[test]
    fn in_figures() {
        assert_eq!(format_yuan(0), "0.00");
        assert_eq!(format_yuan(123_456_789), "1,234,567.89");
        assert_eq!(format_yuan(-5), "-0.05");
        assert_eq!(format_yuan(100_000), "1,000.00");
    }

    #[test]
    fn in_capitals() {
        for (fen, words) in [
            (0, "零元整"),
            (5, "伍分"),
            (50, "伍角整"),
            (105, "壹元零伍分"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (1_234_000, "壹万贰仟叁佰肆拾元整"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (1_000_500, "壹万零伍元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_100_000, "壹亿零壹仟元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (-100, "负壹元整"),
        ] {
            assert_eq!(uppercase(fen), words, "{fen}");
        }
    }

    proptest! {
        #[test]
        fn figures_read_again(fen in 0..=MAX, text in r"([0-9]|,|\.|万|元|\PC){0,12}") {
            prop_assert_eq!(parse_money(&format_yuan(fen)), Ok(fen));
            prop_assert!(!uppercase(fen).contains("零零"));
            let _ = parse_money(&text);
        }
        #[test]
        fn any_amount_prints(fen in any::<i64>()) {
            prop_assert!(uppercase(fen).ends_with(['整', '分']));
            prop_assert!(format_yuan(fen).contains('.'));
        }
    }
}
