//! The desk as its users press it: keys in, screen and store out.

use super::jobs::Jobs;
use super::model::{Model, Screen};
use super::msg::Msg;
use super::pane::home::{Home, PaneId};
use super::runtime::{Flow, step};
use super::testing::{ctrl, drawn, key, typing};
use super::theme::Theme;
use crate::desk::Desk;
use crate::desk::trial::{Office, now};
use crossterm::event::{KeyCode, KeyEvent};

/// A user at a window.
struct Sitting {
    model: Model,
    desk: Desk,
    jobs: Jobs,
}

impl Sitting {
    fn new(office: &Office, login: &str, window: &str) -> Self {
        let mut sitting = Self {
            model: Model::new(Theme::from_env(false, false), (80, 24), now()),
            desk: office.desk(login, window),
            jobs: Jobs::with(None, Err("没有".into())),
        };
        step(&mut sitting.model, &mut sitting.desk, &mut sitting.jobs, Msg::Start);
        sitting
    }
    fn press(&mut self, key: KeyEvent) -> Flow {
        step(&mut self.model, &mut self.desk, &mut self.jobs, Msg::Key(key))
    }
    fn f(&mut self, n: u8) -> Flow {
        self.press(key(KeyCode::F(n)))
    }
    fn code(&mut self, code: KeyCode) {
        self.press(key(code));
    }
    fn text(&mut self, text: &str) {
        for key in typing(text) {
            self.press(key);
        }
    }
    fn screen(&self) -> String {
        drawn(80, 24, |frame| super::view::view(&self.model, frame)).0
    }
    fn home(&self) -> &Home {
        match self.model.screen() {
            Screen::Home(home) => home,
            other => panic!("not at the desk: {other:?}"),
        }
    }
    fn field(&self, key: &str) -> String {
        self.home().registration.form.draft().get(key).to_string()
    }
    /// Takes a number for a visitor.
    fn comes(&mut self, name: &str) {
        self.f(5);
        self.text(name);
        self.f(2);
    }
}

#[test]
fn a_new_number_takes_what_the_old_one_said_with_it() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.press(ctrl('t'));
    clerk.code(KeyCode::Tab);
    clerk.code(KeyCode::Tab);
    // After fifteen digits this reads as an old number of 1920.
    clerk.text("533401200306242514");
    assert_eq!((clerk.field("birth").as_str(), clerk.field("age").as_str()), ("2003-06-24", "23"));
    clerk.press(ctrl('u'));
    assert_eq!(clerk.field("birth") + &clerk.field("sex") + &clerk.field("age"), "");
}

#[test]
fn a_text_cut_at_its_limit_says_so() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.f(5);
    let long = "阿".repeat(130);
    step(&mut clerk.model, &mut clerk.desk, &mut clerk.jobs, Msg::Paste(long));
    assert_eq!(clerk.model.status, "“姓名”已满,后面30字没有放进来;请分到别的栏或删减");
    clerk.text("x");
    assert_eq!(clerk.model.status, "“姓名”已满,多出的字没有放进来");
}

#[test]
fn a_refused_save_names_the_field() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.press(ctrl('t'));
    clerk.text("和志强");
    clerk.f(2);
    assert!(clerk.model.status.contains("光标在“证件号码”"), "{}", clerk.model.status);
    clerk.f(5);
    clerk.text("123");
    clerk.f(2);
    assert_eq!(clerk.model.status, "没有提交:1处要改,光标在“姓名”");
}

#[test]
fn the_form_goes_with_its_visitor_and_the_next_gets_a_blank_one() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.comes("和志强");
    clerk.comes("余阿普");
    assert!(clerk.screen().contains("候2号2人"));
    clerk.f(6);
    assert_eq!((clerk.field("name").as_str(), clerk.home().focus), ("和志强", PaneId::Registration));
    clerk.f(6);
    assert!(clerk.model.status.contains("A001叫过还没来"), "{}", clerk.model.status);
    // The selection stands on the one just called; 离开 is the fourth step.
    clerk.code(KeyCode::Esc);
    assert_eq!(clerk.home().queue.selected().map(|t| t.number.clone()).as_deref(), Some("A002"));
    clerk.f(4);
    clerk.text("4");
    assert_eq!((clerk.field("name").as_str(), clerk.home().focus), ("", PaneId::Queue));
    assert!(clerk.screen().contains("A002 已离开"));
}

#[test]
fn who_may_not_is_told_before_typing() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "ducha", "督查室");
    clerk.f(7);
    assert!(clerk.screen().contains("督查没有“指派与组建专调小组”的权限"), "{}", clerk.screen());
    assert!(clerk.screen().contains("可由主任办理"));
}

#[test]
fn the_director_opens_what_waits_for_assessment_and_turns_through_the_lists() {
    let office = Office::new();
    let mut director = Sitting::new(&office, "zhuren", "主任室");
    director.f(11);
    assert!(director.screen().contains("[2待评析]"));
    director.code(KeyCode::Tab);
    assert!(director.screen().contains("[3待委托]"));
    director.text("６");
    assert!(director.screen().contains("[6含已结]"));
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.f(11);
    assert!(clerk.screen().contains("[1全部在办]"));
}

/// A visit saved in 60 seconds, in the form.
fn first_save(clerk: &mut Sitting) {
    clerk.press(ctrl('t'));
    for (text, tabs) in [("和志强", 2), ("533401200306242514", 1), ("13900008834", 2), ("要补偿", 1)] {
        clerk.text(text);
        for _ in 0..tabs {
            clerk.code(KeyCode::Tab);
        }
    }
    clerk.text("1");
    clerk.f(2);
    assert!(clerk.home().registration.is_saved(), "{}", clerk.screen());
}

#[test]
fn two_desks_on_one_visit_keep_both_texts() {
    let office = Office::new();
    let mut one = Sitting::new(&office, "qiantai", "1号窗口");
    first_save(&mut one);
    let case = one.home().registration.case.expect("a case");
    let mut two = Sitting::new(&office, "zhuren", "主任室");
    two.f(11);
    two.text("1");
    two.code(KeyCode::Enter);
    two.text("2");
    two.code(KeyCode::Enter);
    assert_eq!(two.home().registration.case, Some(case), "{}", two.screen());
    // One writes the gist, two the gist and the name in Tibetan script.
    for (sitting, text) in [(&mut one, "甲"), (&mut two, "乙")] {
        while sitting.home().registration.form.focused().map(|f| f.key) != Some("gist") {
            let back = sitting.home().registration.form.focused().is_some_and(|f| f.key == "source");
            sitting.code(if back { KeyCode::BackTab } else { KeyCode::Tab });
        }
        sitting.text(text);
    }
    for _ in 0..3 {
        two.code(KeyCode::Tab);
    }
    two.text("བཀྲ་ཤིས");
    two.f(2);
    one.f(2);
    let screen = one.screen();
    assert!(screen.contains("对方填“要补偿乙”,保留您的“要补偿甲”"), "{screen}");
    assert!(screen.contains("民族文字姓名:已换成对方填的"), "{screen}");
    one.code(KeyCode::Esc);
    one.f(2);
    assert_eq!((one.field("gist").as_str(), one.field("name_native").as_str()), ("要补偿甲", "བཀྲ་ཤིས"));
    assert!(one.model.status.starts_with("已保存"), "{}", one.model.status);
}

#[test]
fn a_boxed_form_comes_back_as_it_was_left() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    first_save(&mut clerk);
    let case = clerk.home().registration.case.expect("a case");
    let mut supervisor = Sitting::new(&office, "ducha", "督查室");
    supervisor.model.screens.push(super::pane::case_file::CaseFile::open(case));
    let effects = super::update::loads(supervisor.model.screen());
    for effect in effects {
        if let super::msg::Effect::Load(query) = effect {
            let msg = super::perform::load(&mut supervisor.desk, query);
            step(&mut supervisor.model, &mut supervisor.desk, &mut supervisor.jobs, msg);
        }
    }
    supervisor.f(5);
    supervisor.code(KeyCode::Tab);
    supervisor.text("请于本周内办理");
    supervisor.code(KeyCode::Esc);
    assert!(!supervisor.screen().contains("请于本周内办理"));
    supervisor.f(5);
    assert!(supervisor.screen().contains("请于本周内办理"), "{}", supervisor.screen());
    assert!(supervisor.model.status.starts_with("已接回"), "{}", supervisor.model.status);
}

#[test]
fn a_locked_desk_changes_hands_and_loses_nothing() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.press(ctrl('t'));
    clerk.text("和志强");
    clerk.f(10);
    assert!(!clerk.screen().contains("和志强"));
    clerk.press(ctrl('q'));
    assert!(clerk.screen().contains("用户名") && clerk.model.actor.is_none(), "{}", clerk.screen());
    let mut again = Sitting::new(&office, "qiantai", "1号窗口");
    assert!(again.screen().contains("接谈登记 和志强"), "{}", again.screen());
    again.text("1");
    assert_eq!(again.field("name"), "和志强");
}

#[test]
fn attaching_is_taken_back_by_the_same_key() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.press(ctrl('t'));
    let open = crate::desk::Earlier {
        case: 7,
        title: "香格里拉信调〔2026〕0007号".into(),
        stage: crate::domain::case::Stage::Working,
        strength: crate::domain::repeat::Strength::Strong,
        petitioner: "和＊＊".into(),
        gist: "要补偿".into(),
        opened: now().date(),
        visits: 1,
        attaches: true,
        advice: "",
    };
    step(&mut clerk.model, &mut clerk.desk, &mut clerk.jobs, Msg::Loaded(super::msg::Loaded::Earlier(vec![open])));
    clerk.press(ctrl('g'));
    assert_eq!((clerk.field("repeat_answer").as_str(), clerk.field("related_case").as_str()), ("2", "7"));
    clerk.press(ctrl('g'));
    assert_eq!(clerk.field("repeat_answer") + &clerk.field("related_case"), "");
}

#[test]
fn a_reason_to_decline_shows_the_law_it_rests_on() {
    use super::form_modal::{FormModal, Purpose};
    use super::model::Next;
    use crate::validation::Draft;
    let mut form = FormModal::new(Purpose::Act { case: 1, rev: 1, mv: "T05" }, Draft::default(), "");
    let mut told = Vec::new();
    for key in typing("N05\n") {
        told.extend(form.key(key, now()));
    }
    let said = told.iter().find_map(|n| if let Next::Say(text) = n { Some(text.as_str()) } else { None });
    assert_eq!(said, Some("依据 人民调解法17;告知仲裁、行政、司法途径(人民调解法26)"));
}

/// The idle second in which what was typed goes to disk.
fn rest(sitting: &mut Sitting) {
    step(&mut sitting.model, &mut sitting.desk, &mut sitting.jobs, Msg::Tick { now: now(), changed: false });
}

#[test]
fn what_is_typed_after_a_save_comes_back_to_the_same_visit() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    first_save(&mut clerk);
    let case = clerk.home().registration.case.expect("a case");
    clerk.text("2");
    rest(&mut clerk);
    drop(clerk);

    let mut again = Sitting::new(&office, "qiantai", "1号窗口");
    assert!(again.screen().contains("未保存的登记"), "{}", again.screen());
    again.code(KeyCode::Enter);
    assert_eq!(again.home().registration.case, Some(case), "{}", again.screen());
    assert!(again.model.status.contains("已接回"), "{}", again.model.status);
    again.f(2);
    assert!(again.model.status.starts_with("已保存"), "{}", again.model.status);
    assert_eq!(again.desk.visits(None, 10).expect("visits").len(), 1);
}

#[test]
fn a_form_put_aside_is_found_again_in_the_same_sitting() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.press(ctrl('t'));
    clerk.text("扎西次仁");
    clerk.press(ctrl('t'));
    assert_eq!(clerk.field("name"), "");
    clerk.press(ctrl('d'));
    assert!(clerk.screen().contains("扎西次仁"), "{}", clerk.screen());
    clerk.code(KeyCode::Enter);
    assert_eq!(clerk.field("name"), "扎西次仁");
}

#[test]
fn what_is_marked_in_an_open_list_is_saved_with_it() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.press(ctrl('t'));
    clerk.text("和志强");
    while clerk.home().registration.form.focused().is_some_and(|f| f.key != "special") {
        clerk.code(KeyCode::Tab);
    }
    clerk.text("1,3");
    clerk.f(2);
    assert_eq!(clerk.field("special"), "1,3", "{}", clerk.screen());
    assert!(clerk.screen().contains("请填写"), "and the save was tried: {}", clerk.screen());
}

#[test]
fn words_that_mean_no_entry_are_not_saved_away() {
    let office = Office::new();
    let mut clerk = Sitting::new(&office, "qiantai", "1号窗口");
    clerk.press(ctrl('t'));
    while clerk.home().registration.form.focused().is_some_and(|f| f.key != "special") {
        clerk.code(KeyCode::Tab);
    }
    clerk.text("1,99");
    clerk.f(2);
    assert!(clerk.model.status.contains("没有保存"), "{}", clerk.model.status);
    clerk.code(KeyCode::Backspace);
    clerk.code(KeyCode::Backspace);
    clerk.code(KeyCode::Enter);
    assert_eq!(clerk.field("special"), "1", "what was marked is still there");
}
