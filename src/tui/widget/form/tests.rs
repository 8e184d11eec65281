use super::*;
use crate::choices;
use crate::tui::testing::{ctrl, drawn, key, typing};
use crate::tui::theme::Theme;
use crate::tui::widget::picker::Item;
use crate::validation::{Choice, Draft, Field, Kind, Need, Problem, Table};
use chrono::{NaiveDate, NaiveDateTime};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;

const WAYS: &[Choice] = choices![("1", "来信"), ("2", "来访"), ("3", "网络")];

fn is_visit(draft: &Draft) -> bool {
    draft.get("way") == "2"
}

static FIELDS: [Field; 8] = [
    Field::new("name", "来访人", Kind::Line(20), Need::Always, "身份证上的姓名").section("来访人"),
    Field::new("phone", "电话", Kind::Phone, Need::Optional, "手机或固定电话"),
    Field::new("way", "来访形式", Kind::Choice(WAYS), Need::Always, "数字或首字母"),
    Field::new("people", "人数", Kind::Number(1, 999), Need::When(is_visit), "同来几人").shown(is_visit),
    Field::new("day", "约定日期", Kind::Date, Need::Optional, "如 0312、明天").section("事项"),
    Field::new("story", "事由", Kind::Text(0, 200), Need::Always, "谁、何时、何地、何事"),
    Field::new("handler", "承办人", Kind::Record("staff"), Need::Optional, "选一人"),
    Field::new("number", "编号", Kind::Line(20), Need::Auto, "保存后自动编号"),
];
static TABLE: Table = Table { name: "visit", title: "接谈登记", fields: &FIELDS };

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(16, 42, 0).unwrap()
}
fn form() -> Form {
    Form::new(&TABLE, TABLE.blank(), None)
}
fn press(form: &mut Form, code: KeyCode) -> Vec<FormEvent> {
    form.update(key(code), now())
}
fn type_in(form: &mut Form, text: &str) {
    typing(text).for_each(|k| drop(form.update(k, now())));
}
fn screen(form: &Form, width: u16, height: u16) -> (String, Option<ratatui::layout::Position>) {
    drawn(width, height, |f| form.view(f, f.area(), &Theme { ascii: true, ..Theme::default() }, true, now()))
}

#[test]
fn a_visit_is_typed_from_top_to_bottom() {
    let mut form = form();
    type_in(&mut form, "和志强");
    assert_eq!(press(&mut form, KeyCode::Enter), [FormEvent::Left("name")]);
    type_in(&mut form, "123");
    press(&mut form, KeyCode::Tab);
    assert_eq!(form.problems(), [Problem::new("phone", "电话: 手机号码应为11位,现为3位,请核对")]);
    assert_eq!(press(&mut form, KeyCode::Char('２')), [FormEvent::Changed("way")]);
    press(&mut form, KeyCode::Tab);
    type_in(&mut form, "5\t");
    press(&mut form, KeyCode::Tab);
    type_in(&mut form, "2026-11-24");
    press(&mut form, KeyCode::Tab);
    type_in(&mut form, "宅基地，\n排水");
    assert_eq!(form.draft().get("story"), "宅基地，\n排水");
    let (text, cursor) = screen(&form, 50, 16);
    insta::assert_snapshot!(text, @r#"
    -- 来访人 ----------------------------------------
     *来访人       和志强
      电话         123
                   ! 电话: 手机号码应为11位,现为3位,请
                   核对
     *来访形式     来访
     *人数         5

    -- 事项 ------------------------------------------
      约定日期     2026-11-24  周二
    >*事由         宅基地，
                   排水
      承办人       请选择
      编号         自动

    7/200 谁、何时、何地、何事
    "#);
    assert_eq!(cursor, Some((19, 11).into()));
    assert_eq!(form.update(ctrl('s'), now()), [FormEvent::Left("story"), FormEvent::Submit]);
    assert!(form.is_dirty());
}

#[test]
fn two_columns_when_wide() {
    let mut form = form();
    form.set("way", "2");
    insta::assert_snapshot!(screen(&form, 100, 10).0, @r#"
    -- 来访人 ------------------------------------------------------------------------------------------
    >*来访人                                             电话
     *来访形式     来访                                 *人数

    -- 事项 --------------------------------------------------------------------------------------------
      约定日期
     *事由
      承办人       请选择                                编号         自动

    身份证上的姓名
    "#);
}

#[test]
fn conditional_fields_come_and_go_and_problems_with_them() {
    let mut form = form();
    form.set("way", "2");
    form.set_problems(vec![Problem::new("people", "请填写人数"), Problem::new("story", "请填写事由")]);
    assert_eq!(form.focused().unwrap().key, "people");
    form.focus_on("way");
    type_in(&mut form, "1");
    press(&mut form, KeyCode::Tab);
    assert_eq!(form.focused().unwrap().key, "day");
    assert_eq!(form.problems().iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["story"]);
    assert!(!form.focus_on("people") && !form.focus_on("number"));
}

#[test]
fn text_is_taken_back_by_hand_only() {
    let mut form = form();
    type_in(&mut form, "张三");
    form.update(ctrl('u'), now());
    assert!(!form.draft().has("name"));
    form.update(ctrl('z'), now());
    assert_eq!(form.draft().get("name"), "张三");
    assert_eq!(press(&mut form, KeyCode::Esc), [FormEvent::Cancel]);
    form.focus_on("way");
    type_in(&mut form, "3");
    press(&mut form, KeyCode::Backspace);
    form.update(ctrl('z'), now());
    assert_eq!(form.draft().get("way"), "3");
}

#[test]
fn the_list_opens_chooses_and_goes_on() {
    let mut form = form();
    form.focus_on("way");
    press(&mut form, KeyCode::Enter);
    assert!(form.is_picking());
    let (text, _) = screen(&form, 60, 16);
    assert!(text.contains("> 0 请选择") && text.contains("  2 来访"), "{text}");
    press(&mut form, KeyCode::Down);
    let events = press(&mut form, KeyCode::Enter);
    assert_eq!(events, [FormEvent::Changed("way"), FormEvent::Left("way")]);
    assert_eq!((form.draft().get("way"), form.focused().unwrap().key), ("1", "day"));
}

#[test]
fn records_are_asked_for() {
    let mut form = form();
    form.focus_on("handler");
    let need = |query: &str| FormEvent::NeedPick { key: "handler", source: "staff", query: query.into() };
    assert_eq!(press(&mut form, KeyCode::Enter), [need("")]);
    assert_eq!(press(&mut form, KeyCode::Char('和')), [need("和")]);
    form.set_items(vec![Item::new("7", "和丽英")]);
    press(&mut form, KeyCode::Enter);
    assert_eq!(form.draft().get("handler"), "7");
    assert!(screen(&form, 60, 16).0.contains("和丽英"));
}

#[test]
fn a_paste_never_submits() {
    let mut form = form();
    assert_eq!(form.paste("扎西\r\n\x1b[31m次仁\0", now()), [FormEvent::Changed("name")]);
    assert_eq!(form.draft().get("name"), "扎西 次仁");
    assert_eq!(form.focused().unwrap().key, "name");
}

#[test]
fn a_read_form_takes_no_text() {
    let mut form = Form::read_only(&TABLE, Draft::default().with("name", "和志强").with("way", "2"));
    type_in(&mut form, "x");
    form.paste("y", now());
    press(&mut form, KeyCode::Down);
    assert_eq!((form.draft().get("name"), form.is_dirty()), ("和志强", false));
    let text = screen(&form, 40, 14).0;
    assert!(text.contains("来访形式     来访"), "{text}");
    assert_eq!(press(&mut form, KeyCode::Esc), [FormEvent::Cancel]);
}

#[test]
fn two_rows_stay_free_below_the_cursor() {
    let mut form = form();
    form.set("way", "2");
    for _ in 0..6 {
        let (_, cursor) = screen(&form, 40, 8);
        assert!(cursor.unwrap().y <= 4, "{cursor:?}");
        form.update(KeyEvent::new(KeyCode::Tab, KeyModifiers::NONE), now());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_size_and_no_text_breaks_it(
        width in 1u16..60,
        height in 1u16..30,
        strokes in prop::collection::vec(0usize..22, 0..60),
        texts in prop::collection::vec("[a张，བོད\u{301}\u{200d}👨👩𠮷\0\r\n\t]{0,12}", 1..6),
    ) {
        let mut form = form();
        for (i, stroke) in strokes.iter().enumerate() {
            let code = [
                KeyCode::Tab, KeyCode::BackTab, KeyCode::Enter, KeyCode::Up, KeyCode::Down, KeyCode::Left,
                KeyCode::Right, KeyCode::Home, KeyCode::End, KeyCode::Backspace, KeyCode::Delete, KeyCode::Esc,
                KeyCode::PageUp, KeyCode::PageDown, KeyCode::Char('2'), KeyCode::Char(' '), KeyCode::Char('𠮷'),
                KeyCode::Char('\0'),
            ];
            match code.get(*stroke) {
                Some(code) => drop(form.update(key(*code), now())),
                None if *stroke == 18 => drop(form.update(ctrl('z'), now())),
                None if *stroke == 19 => drop(form.update(ctrl('w'), now())),
                None => drop(form.paste(&texts[i % texts.len()], now())),
            }
            let (_, cursor) = screen(&form, width, height);
            prop_assert!(cursor.is_none_or(|c| c.x < width && c.y < height));
        }
        prop_assert!(form.draft().iter().all(|(_, v)| !v.contains(['\0', '\r', '\t'])));
    }
}
