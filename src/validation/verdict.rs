//! The verdict on one value, for the command `validate`. A form asks [`super::check`] instead.

use super::field::Value;
use super::{date, identity, name, phone, uscc};
use chrono::NaiveDate;
use serde::Serialize;

/// The kinds that [`verdict`] knows.
pub const KINDS: &[&str] = &["id", "uscc", "phone", "name", "date"];

/// What a value is worth. Field names are the keys of the JSON that the command prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    pub kind: String,
    /// As typed.
    pub value: String,
    pub ok: bool,
    /// Canonical form, when the value is well formed.
    pub normalized: Option<String>,
    /// Why it is refused; empty when `ok`.
    pub problems: Vec<String>,
    /// What to look at although it is accepted.
    pub warnings: Vec<String>,
    /// `YYYY-MM-DD`, of an id.
    pub birth: Option<String>,
    /// 男 or 女, of an id.
    pub sex: Option<String>,
    /// Six digits in the current list, of an id.
    pub division: Option<String>,
}

/// Judges `value` as a value of `kind` (one of [`KINDS`]). `today` is the local day.
pub fn verdict(kind: &str, value: &str, today: NaiveDate) -> Verdict {
    let checked = match kind {
        "id" => identity::check_document("01", value, today),
        "uscc" => uscc::check_uscc(value),
        "phone" => phone::check_phone(value),
        "name" => name::check_name(value),
        "date" => date::parse_date(value, today).map(|d| Value { text: d.to_string(), warning: None }),
        _ => Err(format!("没有“{kind}”这一类,可用:{}", KINDS.join(" "))),
    };
    let facts = checked.as_ref().ok().filter(|_| kind == "id").and_then(|v| identity::facts(&v.text));
    let (normalized, warnings, problems) = match checked {
        Ok(v) => (Some(v.text), v.warning.into_iter().collect(), Vec::new()),
        Err(problem) => (None, Vec::new(), vec![problem]),
    };
    Verdict {
        kind: kind.to_string(),
        value: value.to_string(),
        ok: problems.is_empty(),
        normalized,
        problems,
        warnings,
        birth: facts.map(|f| f.birth.to_string()),
        sex: facts.map(|f| f.sex.label().to_string()),
        division: facts.and_then(|f| f.division).map(str::to_string),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn as_json() {
        let good = serde_json::to_value(verdict("id", "533422 198506150026", today())).unwrap();
        assert_eq!(
            good,
            serde_json::json!({
                "kind": "id", "value": "533422 198506150026", "ok": true, "normalized": "533422198506150026",
                "problems": [], "warnings": [], "birth": "1985-06-15", "sex": "女", "division": "533422"
            })
        );
        let bad = serde_json::to_value(verdict("id", "533422198506150027", today())).unwrap();
        assert_eq!(bad["ok"], false);
        assert!(bad["normalized"].is_null() && bad["birth"].is_null() && bad["sex"].is_null());
        for (kind, value, normal) in [
            ("uscc", "91110000600037341l", Some("91110000600037341L")),
            ("phone", "8222333", Some("0887-8222333")),
            ("name", "扎西.次仁", Some("扎西·次仁")),
            ("date", "3-12", Some("2026-03-12")),
            ("date", "2-30", None),
            ("colour", "red", None),
        ] {
            let v = verdict(kind, value, today());
            assert_eq!((v.normalized.as_deref(), v.ok), (normal, normal.is_some()), "{kind} {value}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(kind in "(id|uscc|phone|name|date|x)", value in r"(?s).{0,24}") {
            let v = verdict(&kind, &value, today());
            prop_assert_eq!(v.ok, v.normalized.is_some());
        }
    }
}
