//! Tables for the documents of every type; all numbers are synthetic.

use super::*;
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn citizens() {
    for (typed, birth, sex, division) in [
        ("533401199001010012", day(1990, 1, 1), Sex::Male, Some("533401")),
        ("533422198506150026", day(1985, 6, 15), Sex::Female, Some("533422")),
        ("533423197212310030", day(1972, 12, 31), Sex::Male, Some("533423")),
        ("810000199001010019", day(1990, 1, 1), Sex::Male, None),
        ("820000199001010010", day(1990, 1, 1), Sex::Male, None),
        ("830000199001010012", day(1990, 1, 1), Sex::Male, None),
    ] {
        assert_eq!(check_document("01", typed, today()), Ok(Value { text: typed.into(), warning: None }), "{typed}");
        assert_eq!(facts(typed), Some(IdentityFacts { birth, sex, division }), "{typed}");
    }
    let blanks = check_document("01", " 533401 19900101\u{FF10}\u{FF10}12 ", today()).unwrap();
    assert_eq!(blanks.text, "533401199001010012");
}

#[test]
fn an_x_and_an_old_division() {
    let body = "53342119900101001";
    let last = (b'0'..=b'9').chain([b'x']).map(|b| format!("{body}{}", b as char)).find(|id| facts(id).is_some());
    let value = check_document("01", &last.unwrap(), today()).unwrap();
    assert!(value.warning.unwrap().contains("533421"));
    let x = (0..1000).map(|n| format!("53340119900101{n:03}x")).find(|id| facts(id).is_some()).unwrap();
    assert_eq!(check_document("01", &x, today()).unwrap().text, x.to_uppercase());
}

#[test]
fn fifteen_digits() {
    let value = check_document("01", "533401900101001", today()).unwrap();
    assert_eq!(value.text, "533401900101001");
    assert!(value.warning.unwrap().contains("历史证件"));
    let told = facts("533401900101001").unwrap();
    assert_eq!((told.birth, told.sex), (day(1990, 1, 1), Sex::Male));
}

#[test]
fn refusals() {
    for (kind, typed, word) in [
        ("01", "", "请填写"),
        ("01", "53340119900101001", "现为17位"),
        ("01", "533401199001010013", "校验位不符"),
        ("01", "533401199002300012", "2月30日不存在"),
        ("01", "533401189901010012", "1900"),
        ("01", "533401202712310012", "晚于今天"),
        ("01", "993401199001010012", "省级区划"),
        ("01", "53340119900101X012", "前17位"),
        ("01", "53340190010100X", "15位旧证"),
        ("03", "A12345678", "H或M"),
        ("04", "1234567", "8位数字"),
        ("05", "533401199001010012", "810000"),
        ("06", "533401199001010012", "9开头"),
        ("07", "E1", "5至12位"),
        ("08", "军字第一二三四五六七八九十一二三四五六七八号", "20字"),
        ("09", "533401199001010012", "校验位不符"),
        ("77", "1", "证件类型"),
    ] {
        let problem = check_document(kind, typed, today()).unwrap_err();
        assert!(problem.contains(word), "{kind} {typed}: {problem}");
    }
    // No corrected digit is ever proposed.
    let problem = check_document("01", "533401199001010013", today()).unwrap_err();
    assert!(!problem.contains(|c: char| c.is_ascii_digit()));
}

#[test]
fn other_documents() {
    for (kind, typed, kept) in [
        ("02", "123456789", "123456789"),
        ("02", "533401199001010012", "533401199001010012"),
        ("03", "h12345678", "H12345678"),
        ("03", "M1234567801", "M1234567801"),
        ("04", "12345678", "12345678"),
        ("04", "1234567890a", "1234567890A"),
        ("05", "830000199001010012", "830000199001010012"),
        ("06", "ABC123456789012", "ABC123456789012"),
        ("07", "e12345678", "E12345678"),
        ("07", "EA1234567", "EA1234567"),
        ("08", "军字第12345号", "军字第12345号"),
        ("09", "11533422000000000f", "11533422000000000F"),
        ("10", "渔民证 12", "渔民证 12"),
    ] {
        assert_eq!(
            check_document(kind, typed, today()),
            Ok(Value { text: kept.into(), warning: None }),
            "{kind} {typed}"
        );
    }
    let foreign = (0..=9).map(|n| format!("91115619900101001{n}")).chain(["91115619900101001X".into()]);
    let valid: Vec<String> = foreign.filter(|id| check_document("06", id, today()).is_ok()).collect();
    assert_eq!(valid.len(), 1);
    assert_eq!(facts(&valid[0]).map(|f| (f.birth, f.division)), Some((day(1990, 1, 1), None)));
    assert!(check_document("02", "533401199001010013", today()).unwrap().warning.is_some());
    assert!(check_document("07", "EI1234567", today()).unwrap().warning.is_some());
}

#[test]
fn ages() {
    assert_eq!(age(day(1990, 11, 24), today()), 35);
    assert_eq!(age(day(1990, 11, 23), today()), 36);
    assert_eq!(age(day(2008, 2, 29), day(2026, 2, 28)), 17);
    assert_eq!(age(day(2008, 2, 29), day(2026, 3, 1)), 18);
    assert_eq!(age(day(2027, 1, 1), today()), 0);
}

proptest! {
    #[test]
    fn nothing_panics_and_normalising_is_idempotent(
        kind in "(01|02|03|04|05|06|07|08|09|10)", text in r"([0-9]{6}|[0-9]{8}|X|H|-| |\PC){0,6}"
    ) {
        let _ = facts(&text);
        if let Ok(value) = check_document(&kind, &text, today()) {
            prop_assert!(!value.text.is_empty());
            prop_assert_eq!(check_document(&kind, &value.text, today()), Ok(value.clone()));
        }
    }

    /// Every single wrong digit is noticed.
    #[test]
    fn one_wrong_digit(at in 0usize..17, digit in 0u8..10) {
        let mut id = *b"533401199001010012";
        prop_assume!(id[at] != b'0' + digit);
        id[at] = b'0' + digit;
        prop_assert!(facts(std::str::from_utf8(&id).unwrap()).is_none());
    }
}
