//! The permission matrix, every role at the terminal: who is denied is told so by the same row, and sees
//! nothing; who may, is not.

use super::grants::{MATRIX, PEOPLE, Way, may};
use super::menus::{leave, rows};
use crate::screens::{Seat, WIDE};
use crossterm::event::KeyCode;
use fengqiao::desk::register::REGISTERS;
use fengqiao::domain::flow::FLOW;
use fengqiao::domain::role::{Operation, label};
use fengqiao::tui::model::{Modal, Screen};
use std::collections::HashSet;

#[test]
fn every_register_is_in_the_menu_of_whom_the_table_lets_look_and_of_nobody_else() {
    for (login, role) in PEOPLE {
        let mut seat = Seat::new(login, WIDE);
        let mut shown = String::new();
        seat.f(9);
        for _ in 0..20 {
            shown += &seat.screen();
            seat.key(KeyCode::Down);
        }
        for register in REGISTERS {
            let allowed = may(*role, register.operation, Way::Look);
            let group = REGISTERS.iter().filter(|r| r.group == register.group);
            let of_group: Vec<_> = group.filter(|r| may(*role, r.operation, Way::Look)).collect();
            let words = if of_group.len() > 1 { register.group } else { register.title };
            if allowed {
                assert!(shown.contains(words), "{login} does not see {}\n{shown}", register.title);
                let mut seat = Seat::new(login, WIDE);
                seat.register(register.title);
                assert!(!seat.screen().contains("的权限"), "{login} {}\n{}", register.title, seat.screen());
            } else if of_group.is_empty() {
                let line = format!(" {} ", register.group);
                assert!(!shown.contains(&line), "{login} sees {}\n{shown}", register.title);
            }
        }
    }
}

/// The keys of a case, and what the table calls them.
const KEYS: &[(Key, Operation)] = &[
    (Key::F(5), Operation::Supervise),
    (Key::F(6), Operation::Extend),
    (Key::Ctrl('d'), Operation::Extend),
    (Key::F(7), Operation::Assign),
    (Key::F(8), Operation::Reveal),
    (Key::Ctrl('w'), Operation::Work),
];

#[derive(Clone, Copy, Debug)]
enum Key {
    F(u8),
    Ctrl(char),
}

fn press(seat: &mut Seat, key: Key) -> String {
    match key {
        Key::F(n) => seat.f(n).screen(),
        Key::Ctrl(letter) => seat.ctrl(letter).screen(),
    }
}

#[test]
fn every_key_of_a_case_answers_every_role_by_the_table() {
    for (login, role) in PEOPLE {
        let mut seat = Seat::new(login, WIDE);
        seat.f(11);
        if !may(*role, Operation::ReadCase, Way::Look) {
            let text = seat.screen();
            assert!(text.contains("没有“查看案件”的权限"), "{login}\n{text}");
            assert!(!text.contains("和＊") && !text.contains("信调"), "{login}\n{text}");
            seat.key(KeyCode::Esc).f(3);
            assert!(seat.screen().contains("没有“查看案件”的权限"), "{login}\n{}", seat.screen());
            continue;
        }
        seat.key(KeyCode::Enter);
        assert!(seat.screen().contains("概览"), "{login}\n{}", seat.screen());
        for (key, operation) in KEYS {
            let text = press(&mut seat, *key);
            let refused = text.contains(&format!("没有“{}”的权限", label(*operation)));
            assert_eq!(refused, !may(*role, *operation, Way::Do), "{login} {key:?}\n{text}");
            leave(&mut seat);
        }
        // What is handed out stands behind Ctrl+P; who makes no documents is told so there.
        seat.ctrl('p');
        let volume = rows(&mut seat)
            .into_iter()
            .find(|r| r.words.starts_with("打印全卷"))
            .unwrap_or_else(|| panic!("{login}\n{}", seat.screen()));
        let denial = format!("{}没有“{}”的权限", role.label(), label(Operation::Document));
        let refused = volume.reason.as_deref().is_some_and(|why| why.starts_with(&denial));
        assert_eq!(refused, !may(*role, Operation::Document, Way::Do), "{login} {volume:?}");
        leave(&mut seat);
        // Enter on the page of the visit opens its form.
        let text = seat.key(KeyCode::Char('2')).key(KeyCode::Enter).screen();
        let refused = text.contains(&format!("没有“{}”的权限", label(Operation::AmendVisit)));
        assert_eq!(refused, !may(*role, Operation::AmendVisit, Way::Do), "{login}\n{text}");
    }
}

#[test]
fn what_stands_beside_the_registers_is_offered_to_whom_the_table_lets() {
    let beside = [
        ("报表  R01", Operation::Report, Way::Look),
        ("热点  上升", Operation::Hotspots, Way::Look),
        ("导入台账", Operation::Import, Way::Do),
    ];
    for (login, role) in PEOPLE {
        let text = Seat::new(login, WIDE).f(9).screen();
        for (words, operation, way) in beside {
            assert_eq!(text.contains(words), may(*role, operation, way), "{login} {words}\n{text}");
        }
    }
}

#[test]
fn visitors_are_taken_in_by_whom_the_table_lets_and_users_are_kept_by_the_administrator_alone() {
    for (login, role) in PEOPLE {
        let mut seat = Seat::new(login, WIDE);
        let manages = |seat: &Seat| seat.model.screens.iter().any(|s| matches!(s, Screen::Manage(_)));
        assert_eq!(manages(&seat), may(*role, Operation::Administer, Way::Do), "{login}\n{}", seat.screen());
        if manages(&seat) {
            continue;
        }
        for (key, operation) in
            [(Key::F(5), Operation::Queue), (Key::F(6), Operation::Queue), (Key::Ctrl('t'), Operation::Register)]
        {
            let before = seat.count("SELECT count(*) FROM ticket WHERE state = 'called'");
            let text = press(&mut seat, key);
            let refused = text.contains(&format!("没有“{}”的权限", label(operation)));
            let forms =
                seat.model.modals.iter().any(|m| matches!(m, Modal::Form(f) if f.form.table().name == "ticket"));
            let called = seat.count("SELECT count(*) FROM ticket WHERE state = 'called'") > before;
            if may(*role, operation, Way::Do) {
                assert!(!refused, "{login} {key:?}\n{text}");
            } else {
                assert!(!forms && !called, "{login} {key:?}\n{text}");
            }
            assert!(!manages(&seat), "{login} {key:?}");
            seat.key(KeyCode::Esc);
        }
    }
}

/// 检举控告: neither in a list, nor behind Enter, nor by its own words.
#[test]
fn a_sealed_case_is_shown_at_the_screen_to_the_director_alone() {
    for (login, role) in PEOPLE {
        let mut seat = Seat::new(login, WIDE);
        seat.alters(
            "UPDATE cases SET sealed = 1, gist = '村账目不公开', petitioner = '贡布次仁', stage = 'S40', is_open = 1,
               handler_id = (SELECT staff_id FROM user WHERE login = 'banli'),
               registrar = (SELECT id FROM user WHERE login = 'qiantai');
             UPDATE visit SET gist = '村账目不公开', name = '贡布次仁';",
        );
        let mut shown = seat.screen();
        for key in [Key::F(11), Key::F(9), Key::F(12)] {
            shown += &press(&mut seat, key);
            shown += &seat.key(KeyCode::Enter).screen();
            shown += &seat.key(KeyCode::Right).screen();
            seat.key(KeyCode::Esc).key(KeyCode::Esc).key(KeyCode::Esc);
        }
        shown += &seat.f(3).types("贡布").screen();
        shown += &seat.key(KeyCode::Enter).screen();
        let found = ["村账目", "贡布", "贡＊"].iter().any(|w| shown.replace("查找  贡布", "").contains(w));
        let sees = may(*role, Operation::Sealed, Way::Look);
        assert!(sees || !shown.contains("村账目") && !shown.contains("贡布次仁"), "{login}\n{shown}");
        assert!(!sees || found, "{login}\n{shown}");
    }
}

/// Operations that tests of this folder try by their own keys.
const APART: &[Operation] = &[
    Operation::ReadCase,
    Operation::Document,
    Operation::AmendVisit,
    Operation::Report,
    Operation::Hotspots,
    Operation::Import,
    Operation::Queue,
    Operation::Register,
    Operation::Administer,
    Operation::Sealed,
];

#[test]
fn every_operation_is_tried_at_the_screen() {
    let moves = FLOW.iter().filter(|m| m.form.is_some()).map(|m| m.operation);
    let registers = REGISTERS.iter().flat_map(|r| r.acts.iter().map(|a| a.operation).chain([r.operation]));
    let keys = KEYS.iter().map(|k| k.1);
    let tried: HashSet<Operation> = moves.chain(registers).chain(keys).chain(APART.iter().copied()).collect();
    let left: Vec<Operation> = MATRIX.iter().map(|m| m.0).filter(|o| !tried.contains(o)).collect();
    // The file is checked by a command; at the screen the journal is read on the page of a case.
    assert_eq!(left, [Operation::Audit]);
}
