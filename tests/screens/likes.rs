//! Help in deciding, from the key to the screen: cases like one, proposals in a form, hot spots.

use super::pictures::picture;
use super::{SMALL, Seat, WIDE};
use crossterm::event::KeyCode;
use fengqiao::tui::msg::Msg;
use fengqiao::validation::Draft;

const BOTH: [(u16, u16); 2] = [SMALL, WIDE];

#[test]
fn cases_like_the_one_in_hand() {
    for size in BOTH {
        let mut seat = Seat::new("zhuren", size);
        seat.f(3).types("2026〕0011").key(KeyCode::Enter);
        assert!(seat.screen().contains("^F类案"), "{}", seat.screen());
        picture("case_like", seat.ctrl('f'));
        let title = seat.screen().lines().nth(1).map(str::to_string);
        let opened = seat.key(KeyCode::Down).key(KeyCode::Enter).screen();
        assert_ne!(opened.lines().nth(1).map(str::to_string), title, "another case is open: {opened}");
        assert!(opened.contains("[1接谈]") || opened.contains("1接谈"), "{opened}");
        assert!(seat.key(KeyCode::Esc).screen().contains("相近的已结"), "back at the page: {}", seat.screen());
    }
}

/// A saved visit whose narrative is written and whose codes are not.
fn told(size: (u16, u16)) -> Seat {
    let mut seat = Seat::new("qiantai", size);
    let draft = [
        ("name", "和志强"),
        ("no_document", "2"),
        ("no_phone", "1"),
        ("people", "1"),
        ("gist", "包工头拖欠工资"),
        ("source", "4"),
        ("category", "C"),
        ("summary", "在安置房工地砌墙,说好每平方米的单价,包工头打了欠条,工程完工后工资一直没有结清"),
    ];
    let draft = draft.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    seat.desk.save_visit(&fengqiao::desk::VisitWrite { draft, ..Default::default() }).expect("saved");
    seat.f(11).key(KeyCode::Enter).types("2").key(KeyCode::Enter);
    assert!(seat.screen().contains("2 登记 已保存"), "{}", seat.screen());
    seat
}

/// Goes to a field of the registration form.
fn go(seat: &mut Seat, label: &str) {
    for _ in 0..80 {
        let here = |line: &str| line.split('>').skip(1).any(|rest| rest.trim_start_matches('*').starts_with(label));
        if seat.screen().lines().any(here) {
            return;
        }
        seat.key(KeyCode::Tab);
    }
    panic!("no field {label}:\n{}", seat.screen());
}

#[test]
fn a_proposal_is_shown_with_its_words_and_taken_by_a_key_only() {
    for size in BOTH {
        let mut seat = told(size);
        go(&mut seat, "内容分类");
        assert!(!seat.screen().contains("建议:"), "nothing while keys are pressed: {}", seat.screen());
        assert!(!seat.model.is_settled());
        seat.tell(Msg::Settled);
        assert!(seat.model.is_settled(), "asked once");
        picture("proposal", &seat);
        assert!(seat.screen().contains("^Y采用建议"), "in the footer: {}", seat.screen());
        assert!(seat.screen().contains("内容分类     请选择"), "not filled in by itself: {}", seat.screen());
        go(&mut seat, "纠纷类型");
        assert!(seat.screen().contains("建议:拖欠农民工工资"), "{}", seat.screen());
        assert!(seat.screen().contains("内容分类     请选择"), "passed by, it stays empty: {}", seat.screen());
        seat.ctrl('y');
        assert!(seat.screen().contains("纠纷类型     拖欠农民工工资"), "{}", seat.screen());
        assert!(!seat.screen().contains("采用建议"), "the next field has none: {}", seat.screen());
    }
}

#[test]
fn the_grade_is_proposed_where_it_is_decided() {
    let mut seat = Seat::new("zhuren", SMALL);
    // The list of those that wait for assessment is what the director sees first.
    seat.f(11).key(KeyCode::Enter).f(4);
    seat.item("受理");
    for _ in 0..30 {
        if seat.screen().contains(">*案件等级") {
            break;
        }
        seat.key(KeyCode::Tab);
    }
    seat.tell(Msg::Settled);
    picture("proposal_grade", &seat);
}

#[test]
fn hot_spots_and_the_cases_behind_them() {
    for size in BOTH {
        let mut seat = Seat::new("ducha", size);
        seat.f(9).item("热点");
        assert!(seat.screen().contains("热点  2026年11月1日至23日登记"), "{}", seat.screen());
        picture("hotspots", &seat);
        seat.key(KeyCode::Right);
        assert!(seat.screen().contains("后面的月份还没有到"), "{}", seat.screen());
        seat.key(KeyCode::Left);
        assert!(seat.screen().contains("热点  2026年10月登记"), "{}", seat.screen());
        seat.key(KeyCode::Esc);
        assert!(!seat.screen().contains("泊松"), "{}", seat.screen());
    }
    let mut seat = Seat::new("qiantai", SMALL);
    seat.f(9);
    assert!(!seat.screen().contains("热点"), "not for the front desk: {}", seat.screen());
}

/// A unit against which seven came this month and nobody before.
#[test]
fn a_rise_opens_its_cases() {
    let mut seat = Seat::new("zhuren", SMALL);
    for n in 0..7 {
        seat.rise(n);
    }
    seat.f(9).item("热点");
    let screen = seat.screen();
    assert!(screen.contains("雪域高原客运有限公司"), "{screen}");
    picture("hotspots_rise", &seat);
    picture("hotspots_cases", seat.key(KeyCode::Enter));
    let opened = seat.key(KeyCode::Enter).screen();
    assert!(opened.contains("雪域高原客运有限公司"), "{opened}");
    assert!(
        seat.key(KeyCode::Esc).screen().contains("单位 雪域高原客运有限公司  本期7件 上期0件"),
        "{}",
        seat.screen()
    );
}
