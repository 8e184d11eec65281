//! The permission matrix, every role at the terminal: who is denied is told so by the same row, and sees
//! nothing; who may, is not.

use super::grants::{PEOPLE, Way, may};
use crate::screens::{Seat, WIDE};
use crossterm::event::KeyCode;
use fengqiao::desk::register::REGISTERS;
use fengqiao::domain::role::{Operation, label};

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
const KEYS: &[(u8, Operation)] =
    &[(5, Operation::Supervise), (6, Operation::Extend), (7, Operation::Assign), (8, Operation::Reveal)];

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
            seat.f(*key);
            let refused = seat.screen().contains(&format!("没有“{}”的权限", label(*operation)));
            assert_eq!(refused, !may(*role, *operation, Way::Do), "{login} F{key}\n{}", seat.screen());
            seat.key(KeyCode::Esc);
        }
    }
}
