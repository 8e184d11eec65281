//! The permission matrix in the menus: every move of a case at every stage and every act of every register, by
//! every role. Who may not is told so in the row, and the row can not be chosen; who may gets its form.

use super::grants::{PEOPLE, Way, may};
use crate::screens::{Seat, WIDE};
use crossterm::event::KeyCode;
use fengqiao::desk::register::{Act, REGISTERS};
use fengqiao::domain::case::Stage;
use fengqiao::domain::flow::{FLOW, Move};
use fengqiao::domain::role::{Operation, Role, label};
use std::collections::{BTreeSet, HashSet};

/// The marked row of the menu on the screen: its number, its words, and why it can not be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    pub number: usize,
    pub words: String,
    pub reason: Option<String>,
}

/// Lines of the box that lies over the screen.
fn box_lines(screen: &str) -> Vec<&str> {
    screen.lines().filter_map(|l| l.split('│').nth(1)).map(str::trim).collect()
}

fn marked(screen: &str) -> Option<Marked> {
    let box_lines = box_lines(screen);
    let row = box_lines.iter().find_map(|l| l.strip_prefix('>'))?.trim_start();
    let (number, words) = row.split_once(' ')?;
    let reason = box_lines.iter().position(|l| l.starts_with("不能：")).map(|at| {
        let lines = box_lines[at..].iter().take_while(|l| !l.is_empty());
        lines.copied().collect::<String>().trim_start_matches("不能：").to_string()
    });
    Some(Marked { number: number.parse().ok()?, words: words.to_string(), reason })
}

/// Every row of the open menu, from the first.
pub fn rows(seat: &mut Seat) -> Vec<Marked> {
    let mut list: Vec<Marked> = Vec::new();
    to_first(seat);
    while let Some(row) = marked(&seat.screen()).filter(|row| list.iter().all(|r| r.number != row.number)) {
        list.push(row);
        seat.key(KeyCode::Down);
    }
    list
}

/// A menu opens at the first row that can be chosen.
fn to_first(seat: &mut Seat) {
    for _ in 0..60 {
        if marked(&seat.screen()).is_none_or(|row| row.number == 1) {
            return;
        }
        seat.key(KeyCode::Up);
    }
    panic!("no first row\n{}", seat.screen());
}

/// Opens the menu with `key` and stands on its row.
fn stand(seat: &mut Seat, key: u8, row: usize) {
    seat.f(key);
    to_first(seat);
    for _ in 1..row {
        seat.key(KeyCode::Down);
    }
}

pub fn leave(seat: &mut Seat) {
    while !seat.model.modals.is_empty() {
        let before = seat.model.modals.len();
        seat.key(KeyCode::Esc);
        // A form with something in it asks first.
        if seat.model.modals.len() >= before {
            seat.key(KeyCode::Char('1'));
        }
    }
}

/// What stands in the way of a role in the menu opened by `key`, row by row against the matrix.
fn look(seat: &mut Seat, key: u8, who: &str, asked: &dyn Fn(&str) -> Option<(String, bool)>) -> Vec<String> {
    let mut wrong = Vec::new();
    seat.f(key);
    let list = rows(seat);
    leave(seat);
    for row in list {
        let Some((denial, allowed)) = asked(&row.words) else {
            wrong.push(format!("{who} is offered “{}”, which the tables do not know here", row.words));
            continue;
        };
        let denied = row.reason.as_deref().is_some_and(|why| why.contains("的权限") || why.contains("不是您承办的"));
        let named = row.reason.as_deref().is_some_and(|why| why.starts_with(&denial) && why.contains("可由"));
        if allowed == denied || denied != named {
            wrong.push(format!("{who} “{}” {:?}", row.words, row.reason));
        }
        stand(seat, key, row.number);
        let before = seat.screen();
        seat.key(KeyCode::Enter);
        let after = seat.screen();
        let opened = after != before;
        if opened == row.reason.is_some() || allowed && box_lines(&after).concat().contains("的权限") && opened {
            wrong.push(format!("{who} “{}” chosen, {:?}\n{after}", row.words, row.reason));
        }
        leave(seat);
    }
    wrong
}

fn moves_at(stage: Stage) -> Vec<&'static Move> {
    FLOW.iter().filter(|m| m.form.is_some() && m.from.contains(&stage)).collect()
}

#[test]
fn every_move_at_every_stage_answers_every_role_by_the_matrix() {
    let readers = PEOPLE.iter().filter(|(_, role)| may(*role, Operation::ReadCase, Way::Look));
    let mut seen: HashSet<(&str, Role)> = HashSet::new();
    for (login, role) in readers {
        let mut seat = Seat::new(login, WIDE);
        let mut wrong = Vec::new();
        for (stage, code, _, _) in Stage::ALL {
            // Every case is one of the handler, and registered by the front desk.
            seat.alters(&format!(
                "UPDATE cases SET stage = '{code}', is_open = {}, sealed = 0,
                   handler_id = (SELECT staff_id FROM user WHERE login = 'banli'),
                   registrar = (SELECT id FROM user WHERE login = 'qiantai')",
                stage.is_open()
            ));
            seat.f(11);
            // Closed cases stand behind another tab.
            for _ in 0..8 {
                if seat.key(KeyCode::Enter).screen().contains("概览") {
                    break;
                }
                seat.key(KeyCode::Tab);
            }
            assert!(seat.screen().contains("概览"), "{login} {code}\n{}", seat.screen());
            let offered = moves_at(*stage);
            let asked = |words: &str| {
                let mv =
                    offered.iter().find(|m| words.starts_with(m.label) && words[m.label.len()..].starts_with("  "))?;
                Some((format!("{}没有“{}”的权限", role.label(), mv.label), may(*role, mv.operation, Way::Do)))
            };
            seat.f(4);
            let shown: BTreeSet<String> = rows(&mut seat).into_iter().map(|r| r.words).collect();
            leave(&mut seat);
            let missing = offered.iter().filter(|m| !shown.iter().any(|w| w.starts_with(&format!("{}  ", m.label))));
            wrong.extend(missing.map(|m| format!("{login} {code} is not shown “{}”", m.label)));
            wrong.extend(look(&mut seat, 4, &format!("{login} {code}"), &asked));
            seen.extend(offered.iter().map(|m| (m.id, *role)));
            seat.key(KeyCode::Esc).key(KeyCode::Esc);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
    let with_form = FLOW.iter().filter(|m| m.form.is_some()).count();
    let roles: HashSet<Role> = seen.iter().map(|s| s.1).collect();
    assert_eq!(seen.len(), with_form * roles.len(), "every move was asked for by every role that reads cases");
}

/// What the synthetic studio has none of.
const ROWS: &str = "
    INSERT INTO urgent (uid, number, case_id, found_at, kind, fact, at, user_id)
      VALUES ('u1', 'JJ-1', 1, '2026-11-23T09:00', '1', '多人聚集', '2026-11-23T09:00', 1);
    INSERT INTO request (uid, number, case_id, kind, asked_on, identified, user_id)
      VALUES ('q1', 'SQ-1', 1, '1', '2026-11-23', '1', 1);
    INSERT INTO handover (uid, case_id, sender, receiver, reason, at, user_id, state)
      SELECT 'h1', 1, '建塘镇', station, '距离近', '2026-11-23T09:00', 1, 'sent' FROM cases WHERE id = 1;
    INSERT INTO import (uid, name, sha256, at, user_id, cases)
      VALUES ('i1', '台账.csv', '0000000000000000000000000000000000000000000000000000000000000003', '2026-11-23T09:00', 1, 1);
    INSERT INTO loan (uid, volume_id, kind, borrower, purpose, out_on, due, user_id)
      SELECT 'l1', max(id), '借阅', '和文军', '复查', '2026-11-20', '2026-12-05', 1 FROM volume;
    INSERT INTO claim (uid, number, year, rule, case_id, amount, payer_kind, payer, ground, state, claimed_by, claimed_on)
      SELECT 'b1', 'SB-1', 2026, 'SB1', 1, 20000, '1', '县财政', '结案', 'review', id, '2026-11-20' FROM user WHERE login = 'banli';
    INSERT INTO finding (uid, rule, subject, claim_id, fact, found_on)
      SELECT 'f1', 'J2', 'claim:1', max(id), '重复申报', '2026-11-21' FROM claim;
    UPDATE cases SET handler_id = (SELECT staff_id FROM user WHERE login = 'banli');";

#[test]
fn every_act_of_every_register_answers_every_role_by_the_matrix() {
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    for (login, role) in PEOPLE {
        for register in REGISTERS.iter().filter(|r| may(*role, r.operation, Way::Look)) {
            let mut seat = Seat::new(login, WIDE);
            seat.alters(ROWS);
            seat.register(register.title);
            let act = |words: &str| -> Option<&Act> {
                register.acts.iter().find(|a| words.starts_with(a.label) && words[a.label.len()..].starts_with("  "))
            };
            let asked = |words: &str| {
                let act = act(words)?;
                let denial = format!("{}没有“{}”的权限", role.label(), label(act.operation));
                Some((denial, may(*role, act.operation, Way::Do)))
            };
            for (nth, (_, view)) in ('1'..).zip(register.views) {
                seat.key(KeyCode::Char(nth)).key(KeyCode::Home);
                let wrong = look(&mut seat, 4, &format!("{login} {} {view}", register.title), &asked);
                assert!(wrong.is_empty(), "{}", wrong.join("\n"));
                seat.f(4);
                seen.extend(rows(&mut seat).iter().filter_map(|r| act(&r.words)).map(|a| (register.id, a.id)));
                leave(&mut seat);
            }
        }
    }
    let all = REGISTERS.iter().flat_map(|r| r.acts.iter().map(|a| (r.id, a.id)));
    let never: Vec<_> = all.filter(|a| !seen.contains(a)).collect();
    assert!(never.is_empty(), "no row to try them on: {never:?}");
}
