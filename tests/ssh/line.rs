//! A line that is lost: the process on the other side ends, what was typed is there when one comes back.

use super::*;
use rustix::process::{Pid, Signal, kill_process};
use std::path::Path;

/// Processes that have the file on their command line, with their parents. Linux only.
fn processes(db: &Path) -> Vec<(i32, i32)> {
    let name = db.display().to_string();
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|e| e.file_name().to_str()?.parse::<i32>().ok());
    let own = |pid: &i32| {
        let line = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        // The backup of the day is made aside and outlives the desk.
        line.starts_with(program()) && line.contains(&name) && !line.contains("\0backup\0")
    };
    pids.filter(own).filter_map(|pid| Some((pid, parent(pid)?))).collect()
}

fn parent(pid: i32) -> Option<i32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn kill(pid: i32) {
    kill_process(Pid::from_raw(pid).expect("a process"), Signal::KILL).expect("killed");
}

/// A form that was begun over the line.
fn typing(server: &Server, key: &Key) -> Screen {
    let mut screen = server.sit(key, &[]);
    screen.see("没有人等候").keys("\x14").see("来访人姓名");
    screen.keys("和志强\t").see("> 证件类型").keys("\t\t\t宅基地边界").see("宅基地边界");
    screen
}

fn comes_back(studio: &Studio, server: &Server, key: &Key) {
    let kept = crate::pty::look(studio, "qiantai").drafts().expect("drafts");
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(kept[0].draft.iter().any(|(_, v)| v == "宅基地边界"), "{kept:?}");
    let mut again = server.sit(key, &[]);
    again.see("未保存的登记").keys("1").gone("未保存的登记").see("和志强").see("宅基地边界");
}

#[test]
fn a_client_that_is_killed_ends_the_desk_and_loses_no_draft() {
    let Some((studio, server, key)) = server("qiantai") else { return };
    let mut screen = typing(&server, &key);
    if processes(&studio.db).is_empty() {
        println!("没有试:这台机器没有 /proc");
        return;
    }
    screen.kill();
    screen.until("the end of the desk", || processes(&studio.db).is_empty());
    comes_back(&studio, &server, &key);
}

#[test]
fn a_connection_that_is_cut_ends_the_desk_and_loses_no_draft() {
    let Some((studio, server, key)) = server("qiantai") else { return };
    let mut screen = typing(&server, &key);
    let Some((desk, mut over)) = processes(&studio.db).first().copied() else {
        println!("没有试:这台机器没有 /proc");
        return;
    };
    // The process of the server that holds this line; a shell may stand between.
    while !std::fs::read_to_string(format!("/proc/{over}/comm")).expect("a name").starts_with("sshd") {
        over = parent(over).expect("a parent");
    }
    assert_ne!(desk, over);
    kill(over);
    screen.until("the end of the desk", || processes(&studio.db).is_empty());
    comes_back(&studio, &server, &key);
}
