//! The permission table, every role at the terminal and at the commands: who is denied is told so by the
//! same row, and sees nothing; who may, is not.

use super::Studio;
use crate::screens::{Seat, WIDE};
use crossterm::event::KeyCode;
use fengqiao::desk::register::REGISTERS;
use fengqiao::domain::role::{Grant, Operation, Role, grant, label};

/// Somebody of every role, by the names of the synthetic studio.
const PEOPLE: &[(&str, Role)] = &[
    ("qiantai", Role::Reception),
    ("zhuren", Role::Director),
    ("banli", Role::Handler),
    ("ducha", Role::Supervisor),
    ("caiwu", Role::Finance),
    ("admin", Role::Admin),
    ("bangongshi", Role::Office),
];

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Look,
    Do,
    /// For everybody's cases at once.
    All,
}

fn may(role: Role, operation: Operation, way: Way) -> bool {
    match grant(role, operation) {
        Grant::Full => true,
        Grant::Own => way != Way::All,
        Grant::View => way == Way::Look,
        Grant::No => false,
    }
}

/// A command of every kind, what the table calls it, and whether it looks or does. `FILE` and `OUT` stand for
/// a ledger to read and a file to write.
#[rustfmt::skip]
const COMMANDS: &[(&[&str], Operation, Way)] = &[
    (&["case", "list"],                       Operation::ReadCase, Way::Look),
    (&["case", "show", "#1"],                 Operation::ReadCase, Way::Look),
    (&["find", "和"],                         Operation::ReadCase, Way::Look),
    (&["overdue"],                            Operation::ReadCase, Way::Look),
    (&["visit", "list"],                      Operation::ReadCase, Way::Look),
    (&["export", "cases", "--out", "OUT"],    Operation::ReadCase, Way::Look),
    (&["visit", "add", "--set", "name=和"],   Operation::Register, Way::Do),
    (&["queue", "list"],                      Operation::Queue, Way::Look),
    (&["queue", "take"],                      Operation::Queue, Way::Do),
    (&["import", "FILE"],                     Operation::Import, Way::Do),
    (&["report", "R01"],                      Operation::Report, Way::Look),
    (&["warn", "sweep"],                      Operation::Warn, Way::All),
    (&["register", "show", "claims"],         Operation::Ledger, Way::Look),
    (&["register", "show", "officers"],       Operation::Roster, Way::Look),
    (&["user", "list"],                       Operation::Administer, Way::Do),
    (&["user", "off", "nobody"],              Operation::Administer, Way::Do),
    (&["ssh-key", "ducha", "KEY"],            Operation::Administer, Way::Do),
    (&["backup"],                             Operation::Administer, Way::Do),
];

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

#[test]
fn every_command_answers_every_role_by_the_table() {
    let studio = Studio::new();
    studio.add_user("caiwu", "杨文华", "finance");
    studio.add_user("bangongshi", "和志刚", "office");
    studio.full_visit();
    let at = |name: &str| studio.db.with_file_name(name).display().to_string();
    std::fs::write(at("ledger.csv"), "姓名,诉求\n").expect("a ledger");
    std::fs::write(at("key.pub"), KEY).expect("a key");
    let (mut wrong, mut denied) = (Vec::new(), 0);
    for (command, operation, way) in COMMANDS {
        for (login, role) in PEOPLE {
            let words: Vec<String> = command
                .iter()
                .map(|word| match *word {
                    "FILE" => at("ledger.csv"),
                    "OUT" => at(&format!("{login}.csv")),
                    "KEY" => at("key.pub"),
                    word => word.to_string(),
                })
                .collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = studio.run(login, &words);
            let row = format!("{}“{}”", role.label(), label(*operation));
            let no = run.err.contains("的权限")
                || run.err.contains("只能办理自己经手的")
                || run.err.contains("由主任、督查");
            if may(*role, *operation, *way) {
                // A handler's own cases do not include this one: that is another refusal.
                if no && grant(*role, *operation) != Grant::Own {
                    wrong.push(format!("{row} was refused\n{run}"));
                }
            } else {
                denied += 1;
                if !(run.code == 4 && run.out.is_empty() && no) {
                    wrong.push(format!("{row} was not refused\n{run}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(denied > COMMANDS.len() * 2, "{denied}");
}

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
