//! The papers of a case at the terminal: the menu, and making one from it.

use super::*;

/// The director at the case file of an archived case.
fn at_a_case() -> Seat {
    let mut seat = Seat::new("zhuren", SMALL);
    seat.f(3).types("0001").key(KeyCode::Enter).key(KeyCode::Enter);
    assert!(seat.screen().contains("1概览"), "{}", seat.screen());
    seat
}

/// The number of the item that holds this text, as it stands in the menu.
fn number(seat: &mut Seat, text: &str) -> String {
    seat.ctrl('p');
    for _ in 0..60 {
        let screen = seat.screen();
        if let Some(line) = screen.lines().find(|l| l.contains(text)) {
            let (digits, _) = line.split_once(text).expect("found");
            let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
            seat.key(KeyCode::Esc);
            return digits;
        }
        seat.key(KeyCode::Down);
    }
    panic!("no {text}\n{}", seat.screen());
}

#[test]
fn a_document_is_chosen_made_and_shown_as_made() {
    let mut seat = at_a_case();
    seat.ctrl('p');
    let menu = seat.screen();
    for words in ["提示单和文书", "办理进度告知单", "打印全卷", "接谈登记表  未制作"] {
        assert!(menu.contains(words), "{words}\n{menu}");
    }
    seat.key(KeyCode::Esc);
    let n = number(&mut seat, "受理告知书  未制作");
    seat.ctrl('p').types(&n);
    let told = seat.screen();
    assert!(told.contains("已制作受理告知书(第1版)") && told.contains("文书"), "{told}");
    let folder = seat.folder.path().join("文书");
    let case = std::fs::read_dir(&folder).expect("a folder").flatten().next().expect("the case").path();
    let files: Vec<_> = std::fs::read_dir(&case).expect("files").flatten().map(|f| f.file_name()).collect();
    assert_eq!(files, ["0001-受理告知书.docx"]);
    seat.key(KeyCode::Enter);
    let n = number(&mut seat, "受理告知书  已制作v1");
    seat.ctrl('p').types(&n);
    assert!(seat.screen().contains("再做一版"), "{}", seat.screen());
    seat.types("1");
    assert!(seat.screen().contains("第2版"), "{}", seat.screen());
    assert_eq!(std::fs::read_dir(&case).expect("files").count(), 2, "the first is not written over");
}

#[test]
fn what_the_next_step_calls_for_says_what_is_missing() {
    let mut seat = Seat::new("zhuren", SMALL);
    // The newest open case: it is being assessed.
    seat.f(11).key(KeyCode::Enter);
    seat.ctrl('p');
    let mut seen = String::new();
    for _ in 0..30 {
        seen.push_str(&seat.screen());
        seat.key(KeyCode::Down);
    }
    assert!(seen.contains("受理告知书(不能)") && seen.contains("不能：本案还没有“评析受理”的记录"), "{seen}");
    assert!(seen.contains("接谈登记表  未制作"), "{seen}");
    assert!(!seen.contains("调解协议书"), "what is far away is not listed");
}
