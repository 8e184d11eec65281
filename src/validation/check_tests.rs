//! Every kind, and the order of the rules on a small table.

use super::*;
use crate::choices;
use crate::validation::editable;
use chrono::NaiveDate;
use proptest::prelude::*;

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(16, 42, 31).unwrap()
}

const COLOURS: &[Choice] = choices![("1", "红"), ("2", "黄"), ("3", "绿")];

fn is_red(d: &Draft) -> bool {
    d.get("colour") == "1"
}
fn no_document(d: &Draft) -> bool {
    !d.has("document_no")
}
fn no_reason(d: &Draft) -> bool {
    !d.has("no_document")
}

const FIELDS: &[Field] = &[
    Field::new("name", "姓名", Kind::Name, Need::Always, ""),
    Field::new("document_type", "证件类型", Kind::Choice(identity::DOCUMENT_TYPES), Need::Optional, "").default("01"),
    Field::new("document_no", "证件号码", Kind::Document("document_type"), Need::When(no_reason), "").shown(no_reason),
    Field::new("no_document", "无证件原因", Kind::Choice(COLOURS), Need::When(no_document), "").shown(no_document),
    Field::new("colour", "颜色", Kind::Choice(COLOURS), Need::Always, ""),
    Field::new("why", "缘由", Kind::Line(10), Need::Always, "").shown(is_red),
    Field::new("summary", "概况", Kind::Text(5, 20), Need::Always, ""),
    Field::new("amount", "金额", Kind::Money, Need::Optional, ""),
    Field::new("age", "年龄", Kind::Number(0, 150), Need::Auto, ""),
    Field::new("many", "多选", Kind::Many(COLOURS), Need::Optional, ""),
];
static TABLE: Table = Table { name: "t", title: "试表", fields: FIELDS };

fn full() -> Draft {
    Draft::default()
        .with("name", "扎西.次仁")
        .with("document_type", "身份证")
        .with("document_no", "533401 199001010012")
        .with("colour", "黄")
        .with("summary", "一二三四五")
}

fn problems(result: Result<Checked, Vec<Problem>>) -> Vec<String> {
    result.unwrap_err().into_iter().map(|p| p.field).collect()
}

#[test]
fn every_kind_has_its_canonical_form() {
    for (kind, typed, kept) in [
        (Kind::Line(5), " 和\t志强 ", Ok("和 志强")),
        (Kind::Line(2), "和志强", Err("最多2字,现为3字")),
        (Kind::Text(2, 9), "甲\r\n乙\r\n", Ok("甲\n乙")),
        (Kind::Text(5, 9), "甲乙", Err("至少5字,现为2字")),
        (Kind::Name, "扎西・次仁", Ok("扎西·次仁")),
        (Kind::Document("document_type"), "533401199001010012", Ok("533401199001010012")),
        (Kind::Phone, "8222333", Ok("0887-8222333")),
        (Kind::Date, "+15", Ok("2026-12-08")),
        (Kind::PastDate, "昨天", Ok("2026-11-22")),
        (Kind::PastDate, "1224", Err("2026-12-24 周四晚于今天")),
        (Kind::PastTime, "现在", Ok("2026-11-23T16:42")),
        (Kind::PastTime, "1643", Err("晚于现在")),
        (Kind::Number(1, 9999), "\u{FF11}2人", Ok("12")),
        (Kind::Number(1, 9), "0", Err("0不在1至9之间")),
        (Kind::Number(1, 9), "三", Err("整数")),
        (Kind::Money, "1.2万", Ok("1200000")),
        (Kind::Choice(COLOURS), "h", Err("可填编号")),
        (Kind::Choice(COLOURS), "红", Ok("1")),
        (Kind::Many(COLOURS), "绿、1;红 3", Ok("1,3")),
        (Kind::Many(COLOURS), "绿,蓝", Err("“蓝”")),
        (Kind::Division, "香格里拉", Ok("533401")),
        (Kind::Division, "533401101", Ok("533401101")),
        (Kind::Division, "533401101001", Err("只填到乡镇")),
        (Kind::Division, "533421", Ok("533421")),
        (Kind::Division, "990000", Err("不在全国区划表")),
        (Kind::Division, "5334", Err("6位")),
        (Kind::Division, "朝阳区", Err("不止一处")),
        (Kind::Division, "月亮县", Err("找不到")),
        (Kind::Record("staff"), "#12", Ok("12")),
        (Kind::Record("staff"), "张三", Err("从列表中选择")),
    ] {
        let field = Field::new("x", "某项", kind, Need::Always, "");
        let draft = Draft::default().with("x", typed);
        match (check_field(&field, &draft, now()), kept) {
            (Ok(value), Ok(kept)) => assert_eq!(value.text, kept, "{kind:?} {typed}"),
            (Err(problem), Err(word)) => {
                assert!(problem.text.starts_with("某项") && problem.text.contains(word), "{typed}: {}", problem.text);
            }
            (got, _) => panic!("{kind:?} {typed}: {got:?}"),
        }
    }
}

#[test]
fn a_full_draft_passes_and_is_canonical() {
    let checked = check(&TABLE, &full(), now()).unwrap();
    assert_eq!(checked.get("name"), "扎西·次仁");
    assert_eq!(checked.get("document_type"), "01");
    assert_eq!(checked.get("document_no"), "533401199001010012");
    assert_eq!(checked.get("colour"), "2");
    assert!(checked.warnings().is_empty());
}

#[test]
fn required_hidden_and_unknown() {
    assert_eq!(
        problems(check(&TABLE, &Draft::default(), now())),
        ["name", "document_no", "no_document", "colour", "summary"]
    );
    // The rule sees the code although the word was typed.
    assert_eq!(problems(check(&TABLE, &full().with("colour", "红"), now())), ["why"]);
    let hidden = check(&TABLE, &full().with("why", "不再适用,而且太长太长太长"), now()).unwrap();
    assert_eq!(hidden.get("why"), "");
    let blank = full().with("name", " \u{200B} ");
    assert_eq!(check(&TABLE, &blank, now()).unwrap_err()[0].text, "请填写姓名");
    let typo = check(&TABLE, &full().with("nmae", "x").with("金额", "3"), now()).unwrap_err();
    assert!(typo[0].text.contains("nmae") && typo[1].text.contains("amount"), "{typo:?}");
    assert_eq!(problems(check(&TABLE, &full().with("age", "x"), now())), ["age"]);
    assert_eq!(check(&TABLE, &full().with("age", "36"), now()).unwrap().number("age"), Some(36));
}

#[test]
fn a_part_asks_only_its_keys() {
    let keys: &[&str] = &["name", "document_no", "no_document"];
    let draft = Draft::default().with("name", "和志强").with("no_document", "2");
    assert!(check_part(&TABLE, &draft, now(), Some(keys)).is_ok());
    let nothing = Draft::default();
    assert_eq!(problems(check_part(&TABLE, &nothing, now(), Some(keys))), ["name", "document_no", "no_document"]);
    // What is typed must be well formed, but a text may still grow.
    let short = draft.clone().with("summary", "短").with("amount", "很多");
    assert_eq!(problems(check_part(&TABLE, &short, now(), Some(keys))), ["amount"]);
}

#[test]
fn warnings_are_kept_beside_the_values() {
    let checked = check(&TABLE, &full().with("document_no", "533401900101001"), now()).unwrap();
    assert_eq!(checked.warnings()[0].field, "document_no");
    assert!(checked.warnings()[0].text.starts_with("证件号码"));
}

proptest! {
    #[test]
    fn any_draft_is_judged_and_a_checked_one_stays(
        texts in proptest::collection::vec(r"(?s)([0-9]{1,6}|红|身份证|扎西|\.|,| |.){0,8}", FIELDS.len())
    ) {
        let mut draft = full();
        for (field, text) in FIELDS.iter().zip(&texts).filter(|(_, t)| !t.trim().is_empty()) {
            draft.set(field.key, text.as_str());
        }
        if let Err(found) = check(&TABLE, &draft, now()) {
            prop_assert!(found.iter().all(|p| TABLE.field(&p.field).is_some()));
        }
        for field in FIELDS {
            if let Ok(value) = check_field(field, &draft, now()) {
                let again = draft.clone().with(field.key, editable(field.kind, &value.text));
                if field.is_shown(&draft) && !value.text.is_empty() {
                    prop_assert_eq!(check_field(field, &again, now()).map(|v| v.text), Ok(value.text));
                }
            }
        }
    }
}
