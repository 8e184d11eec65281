//! Keys as real terminals send them: pastes, bursts, doubled keys, resizing, the lock, plain terminals.

use super::*;

/// A blank form with the focus on the name.
fn form(studio: &Studio, arguments: &[&str], variables: &[(&str, &str)]) -> Screen {
    let mut screen = window_with(studio, "qiantai", "1号窗口", WIDE, arguments, variables);
    screen.see("来访队列").keys("\x14").see("来访人姓名");
    screen
}

/// How many cases are stored.
fn cases(studio: &Studio) -> usize {
    look(studio, "zhuren").recent(100).expect("cases").len()
}

const FAST: &str = "和志强\t\t533422198506150026\t13800000000\t\t宅基地边界被占\t4";

#[test]
fn the_lock_hides_everything_and_loses_nothing() {
    let studio = Studio::new();
    let mut screen = form(&studio, &[], &[]);
    screen.keys("和志强\t\t533422198506150026").see("1985-06-15");
    let before = screen.text();
    screen.keys(F10).see("已锁屏").gone("和志强");
    for hidden in ["5334", "1985", "来访队列", "期限", "登记"] {
        screen.gone(hidden);
    }
    // Nothing works but the password, which is not shown.
    screen.keys("cuowu\r").see("不对").keys(F3).keys(F2).keys("fengqiao").see("********");
    assert!(!screen.text().contains("fengqiao"));
    screen.keys(ENTER).see("1985-06-15");
    assert_eq!(screen.text(), before);
}

/// Without the blanks at the ends of lines, drawn or not.
fn trimmed(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn resizing_to_one_cell_and_back_shows_the_same() {
    let studio = Studio::new();
    let mut screen = form(&studio, &[], &[]);
    screen.keys("和志强\t").see("和志强").see("> 证件类型");
    let before = trimmed(&screen.text());
    screen.resize(1, 1).resize(300, 100).shows("a wide screen", |t| t.lines().any(|l| l.chars().count() > 200));
    screen.see("和志强").resize(40, 10).see("窗口太小");
    screen.resize(WIDE.0, WIDE.1).see("来访队列").see("和志强").shows("as before", |t| trimmed(t) == before);
}

#[test]
fn a_paste_never_submits_and_brings_no_control_characters() {
    let studio = Studio::new();
    let mut screen = form(&studio, &[], &[]);
    screen.keys(FAST).see("信访当事人申请").keys("\x1b[A").see(">*一句话诉求");
    screen.keys("\x15").paste("第一行\r\n第\x07二\x08行\x1b\t第三行\r").see("第一行").see("第三行");
    screen.keys("完").see("第三行完");
    assert!(!screen.text().contains("没有保存"), "{}", screen.text());
    assert_eq!(cases(&studio), 0, "{}", screen.text());
    screen.keys(F2).see("已保存");
    let desk = look(&studio, "zhuren");
    let stored = desk.first_visit(1).expect("the visit").draft.get("gist").to_string();
    assert!(!stored.chars().any(char::is_control), "{stored:?}");
    assert!(stored.starts_with("第一行") && stored.ends_with("第三行完"), "{stored:?}");
}

#[test]
fn five_hundred_keys_at_once_all_arrive_in_order() {
    let studio = Studio::new();
    let mut screen = form(&studio, &[], &[]);
    screen.keys(FAST).keys(F2).see("登记前还差");
    // "已保存" may stand there from the first save: the second is through when one less is missing.
    let missing = |t: &str| t.split_once("登记前还差")?.1.split_once('项')?.0.trim().parse::<u32>().ok();
    let before = missing(&screen.text()).expect("told after the first save");
    // Down to 反映事项概况, then a burst as type-ahead over a slow line gives it.
    let text: String = (0..125).map(|n| format!("{n:03}句")).collect();
    while !screen.text().contains(">*反映事项概况") {
        let at = focus(&screen);
        screen.keys(DOWN).shows("the next field", |t| focus_of(t).is_some_and(|f| Some(f) != at));
    }
    screen.keys(&text).keys(F2).shows("the second save", |t| missing(t) == Some(before - 1)).see("124句");
    assert_eq!(look(&studio, "zhuren").first_visit(1).expect("the visit").draft.get("summary"), text);
}

/// The line of the form that has the focus.
fn focus(screen: &Screen) -> Option<String> {
    focus_of(&screen.text())
}

/// The form is the second pane: its lines follow the first double border.
fn focus_of(text: &str) -> Option<String> {
    let form = text.lines().filter_map(|l| l.split_once("││")).map(|(_, form)| form);
    form.filter_map(|line| line.strip_prefix('>')).map(|field| field.chars().take(12).collect()).next()
}

#[test]
fn a_doubled_save_stores_the_visit_once() {
    let studio = Studio::new();
    let mut screen = form(&studio, &[], &[]);
    screen.keys(&format!("{FAST}{F2}{F2}{F2}")).see("光标在");
    assert_eq!(cases(&studio), 1);
}

#[test]
fn an_ascii_terminal_gets_no_box_glyphs() {
    let studio = Studio::new();
    let mut screen = form(&studio, &["--ascii"], &[]);
    screen.see("+ 1 来访队列").keys(F5).see("证件或电话");
    let boxes: String = screen.text().chars().filter(|c| ('\u{2500}'..='\u{259f}').contains(c)).collect();
    assert_eq!(boxes, "", "{}", screen.text());
}

#[test]
fn no_color_means_none() {
    let studio = Studio::new();
    studio.run("qiantai", &["queue", "take"]).ends(0);
    let mut plain = form(&studio, &[], &[("NO_COLOR", "1")]);
    plain.keys(F5).see("证件或电话");
    assert_eq!(plain.colours(), 0);
    let mut colourful = form(&studio, &[], &[]);
    colourful.keys(F5).see("证件或电话");
    assert!(colourful.colours() > 0);
}
