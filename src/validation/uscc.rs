//! 统一社会信用代码 (GB 32100-2015): 18 characters with a check character.

use super::field::Value;
use super::text::{clean_line, fold_width};

/// The 31 characters, each at its value; I O S V Z are not among them.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Checks and normalises a code: full-width folded, blanks and dashes dropped, upper case.
pub fn check_uscc(text: &str) -> Result<Value, String> {
    let code = normalize(text);
    let count = code.chars().count();
    if count != 18 {
        return Err(format!("统一社会信用代码应为18位,现为{count}位,请对照证照核对"));
    }
    let values: Option<Vec<usize>> = code.bytes().map(|b| ALPHABET.iter().position(|&a| a == b)).collect();
    let Some(values) = values else {
        return Err("统一社会信用代码只用数字和大写字母(没有 I O S V Z),请对照证照核对".into());
    };
    if !code.as_bytes()[2..8].iter().all(u8::is_ascii_digit) {
        return Err("第3至8位是登记机关的区划代码,应为数字,请对照证照核对".into());
    }
    if values[17] != check_value(&values[..17]) {
        return Err("校验位不符,请对照证照重新核对".into());
    }
    Ok(Value { text: code, warning: None })
}

/// The code as it is stored; judges nothing.
pub fn normalize(text: &str) -> String {
    fold_width(&clean_line(text)).chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect()
}

/// (31 - sum of value times 3^(place-1) mod 31) mod 31.
fn check_value(values: &[usize]) -> usize {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes() {
        for typed in ["91110000600037341L", "11533422000000000F", "9111 0000-600037341l", "\u{FF19}1110000600037341L"] {
            assert!(check_uscc(typed).is_ok_and(|v| v.text.len() == 18), "{typed}");
        }
        for (typed, word) in [
            ("9111000060003734", "现为16位"),
            ("91110000600037341M", "校验位不符"),
            ("9111000060003734IL", "I O S V Z"),
            ("91A10000600037341L", "区划代码"),
            ("代码代码代码代码代码代码代码代码代码", "只用数字"),
            ("", "现为0位"),
        ] {
            let problem = check_uscc(typed).unwrap_err();
            assert!(problem.contains(word), "{typed}: {problem}");
        }
    }

    proptest! {
        #[test]
        fn idempotent(text in r"([0-9A-Z]|\PC){0,20}") {
            let once = normalize(&text);
            prop_assert_eq!(&normalize(&once), &once);
            let _ = check_uscc(&text);
        }
    }
}
