//! The acts that are cut off: saves, moves, imports, settings, migrations, backups, restores.

use super::*;
use crate::desk::{acceptance, assessing, desk, full};
use fengqiao::desk::{Desk, VisitWrite};
use fengqiao::domain::flow;
use fengqiao::exchange::import::{Wish, import};
use fengqiao::store::copy;
use fengqiao::validation::Draft;

fn at(db: &Path) -> Studio {
    Studio::at(db)
}

/// A studio with a case in 评析中 and another in 暂存.
pub fn studio(folder: &Path) {
    let made = Studio::new();
    let mut front = desk(&made, "qiantai", "1号窗口");
    assessing(&mut front);
    front.save_visit(&VisitWrite { draft: full(), ..VisitWrite::default() }).expect("saved");
    drop(front);
    copy::settle(&made.db).expect("one file");
    std::fs::copy(&made.db, folder.join(FILE)).expect("copied");
}

/// Logs in, and has just been told that a draft is kept.
fn seated(db: &Path, login: &str) -> Held {
    let mut desk = desk(&at(db), login, "1号窗口");
    let typed = Draft::default().with("name", "和志强").with("gist", "宅基地边界被占");
    desk.save_draft("visit", "new", "和志强", &typed, None).expect("kept");
    Some(desk)
}

fn front(db: &Path) -> Held {
    seated(db, "qiantai")
}

fn admin(db: &Path) -> Held {
    seated(db, "admin")
}

fn nothing_more(_: &Path, _: bool) {}

fn the(held: &mut Held) -> &mut Desk {
    held.as_mut().expect("a desk")
}

#[test]
fn a_save_is_whole_or_not_there() {
    let act = Act { name: "save", prepare: studio, begin: front, run: |_, held| saved(the(held)), look: nothing_more };
    Trial::new(act).everywhere(4);
}

/// As the form saves: its draft goes with it. Where the draft is gone nothing is left to be saved.
fn saved(desk: &mut Desk) -> Outcome<()> {
    if desk.draft("visit", "new")?.is_none() {
        return Ok(());
    }
    let write = VisitWrite { draft: full(), ..VisitWrite::default() };
    desk.ending_draft("visit", "new", |desk| desk.save_visit(&write).map(drop))
}

/// The last one to leave gathers the log into the file. A save of which it was said that it failed may be found
/// stored by the next one to come, who then must not be offered it again.
#[test]
fn a_save_outlives_the_leaving_of_the_desk() {
    let act = Act {
        name: "save and leave",
        prepare: studio,
        begin: front,
        run: |db, held| {
            let mut desk = held.take().unwrap_or_else(|| desk(&at(db), "qiantai", "1号窗口"));
            saved(&mut desk)
        },
        look: nothing_more,
    };
    Trial::new(act).everywhere(4);
}

#[test]
fn a_draft_is_whole_or_as_it_was() {
    let act = Act {
        name: "draft",
        prepare: studio,
        begin: front,
        run: |_, held| {
            let typed = Draft::default().with("name", "和志强").with("gist", "宅基地边界被占,协商未果");
            the(held).save_draft("visit", "new", "和志强", &typed, None)
        },
        look: nothing_more,
    };
    Trial::new(act).everywhere(4);
}

#[test]
fn a_move_is_whole_or_not_made() {
    let act = Act {
        name: "move",
        prepare: studio,
        begin: |db| seated(db, "zhuren"),
        run: |_, held| {
            let desk = the(held);
            let form = acceptance(desk, 1);
            desk.act(1, None, flow::find("T07").expect("a move"), &form).map(drop)
        },
        look: nothing_more,
    };
    Trial::new(act).everywhere(4);
}

#[test]
fn a_ledger_is_taken_in_whole_or_not_at_all() {
    let act = Act {
        name: "import",
        prepare: |folder| {
            studio(folder);
            let rows = (1..40).map(|n| {
                let state = if n % 3 == 0 { "已办结" } else { "在办" };
                format!("和志强,533422198506150026,13800000000,2024.3.{},林地第{n}块被占,{state}\r\n", n % 28 + 1)
            });
            let text = format!("姓名,身份证号,电话,来访日期,反映事项,办理状态\r\n{}", rows.collect::<String>());
            std::fs::write(folder.join("台账.csv"), text).expect("written");
        },
        begin: front,
        run: |db, held| {
            let ledger = db.with_file_name("台账.csv");
            import(the(held), &ledger, &Wish::default(), &mut |_| {}).map(|told| assert!(told.batch.is_some()))
        },
        look: nothing_more,
    };
    Trial::new(act).everywhere(4);
}

#[test]
fn a_calendar_and_a_summary_are_changed_whole_or_not_at_all() {
    let act = Act {
        name: "calendar",
        prepare: studio,
        begin: admin,
        run: |_, held| {
            let days = "2027-01-01,放假,元旦,official\n2027-01-04,放假,元旦,official\n";
            the(held).import_calendar(days).map(drop)
        },
        look: nothing_more,
    };
    Trial::new(act).everywhere(4);
    let act = Act {
        name: "summary",
        prepare: studio,
        begin: |db| seated(db, "zhuren"),
        run: |_, held| {
            let form = [
                ("title", "宅基地被占怎么办"),
                ("office", "乡镇人民政府"),
                ("bring", "使用证"),
                ("clock", "G03"),
                ("verified", "0"),
                ("article", "土地管理法第十四条"),
                ("body", "先由双方协商;协商不成的,由人民政府处理。"),
            ];
            let form = form.into_iter().fold(Draft::default(), |d, (key, value)| d.with(key, value));
            the(held).edit_guidance(1, &form).map(drop)
        },
        look: nothing_more,
    };
    Trial::new(act).everywhere(4);
}

/// Whatever has the name of a backup is one, and one is always there.
fn backups_are_whole(folder: &Path, _: bool) {
    let there = files(&folder.join("备份"), ".db");
    assert!(!there.is_empty(), "the older backup went before the new one was there");
    for file in there {
        copy::prove(&file).expect("whatever has the name is whole");
        let note = std::fs::read_to_string(file.with_extension("db.json")).expect("and has its note");
        let note: fengqiao::desk::backup::Note = serde_json::from_str(&note).expect("a note");
        assert_eq!(note.bytes, std::fs::metadata(&file).expect("the file").len());
    }
}

#[test]
fn the_first_backup_outlives_the_power_with_its_folder() {
    let act = Act {
        name: "first backup",
        prepare: studio,
        begin: admin,
        run: |_, held| the(held).backup(None, None).map(drop),
        look: |folder, done| {
            if done {
                backups_are_whole(folder, done);
            }
        },
    };
    Trial::new(act).everywhere(4);
}

#[test]
fn a_backup_is_whole_or_has_no_name() {
    let act = Act {
        name: "backup",
        prepare: |folder| {
            studio(folder);
            // One of the same day, which goes for the newer one.
            let now = "2026-11-23T08:00:00".parse().expect("a time");
            let mut desk = Desk::open(&folder.join(FILE), fengqiao::desk::Clock::Fixed(now), "备份").expect("a desk");
            desk.login_as("admin").expect("the administrator");
            desk.backup(None, None).expect("a backup");
            drop(desk);
            copy::settle(&folder.join(FILE)).expect("one file");
        },
        begin: admin,
        run: |_, held| the(held).backup(None, None).map(drop),
        look: backups_are_whole,
    };
    Trial::new(act).everywhere(5);
}

/// A backup, and a file that went on since; `log`: with its last writes still in the log beside it, as a killed
/// process leaves them.
fn backed_up(folder: &Path, log: bool) {
    studio(folder);
    let db = folder.join(FILE);
    let made = desk(&at(&db), "admin", "备份").backup(None, None).expect("a backup").file;
    for file in [made.clone(), made.with_extension("db.json")] {
        let name = file.file_name().expect("a name").to_string_lossy().replace("20261123-164200", "old");
        std::fs::rename(&file, folder.join(name)).expect("moved");
    }
    std::fs::remove_dir(folder.join("备份")).expect("empty");
    copy::settle(&db).expect("one file");
    let mut front = desk(&at(&db), "qiantai", "1号窗口");
    assessing(&mut front);
    if log {
        let killed = tempfile::tempdir().expect("a folder");
        kept::copy(folder, killed.path());
        drop(front);
        kept::copy(killed.path(), folder);
    } else {
        drop(front);
        copy::settle(&db).expect("one file");
    }
}

fn restored(db: &Path, _: &mut Held) -> Outcome<()> {
    let order = fengqiao::desk::restore::Order {
        db,
        backup: &db.with_file_name("desk.old.db"),
        told: None,
        key: None,
        clock: fengqiao::desk::Clock::Fixed(format!("{}:00", crate::support::NOW).parse().expect("a time")),
        terminal: "恢复",
    };
    fengqiao::desk::restore::restore(&order, |desk| desk.login_as("admin").map(drop)).map(drop)
}

/// The file that was replaced is kept, whole, as soon as it is replaced. A restore that was told as failed behind
/// that, and was done again, keeps the one it had put in its place, too.
fn the_old_one_is_kept(folder: &Path, done: bool) {
    let kept: Vec<_> = files(folder, ".db").into_iter().filter(|f| f.to_string_lossy().contains("恢复前")).collect();
    assert!(!done || !kept.is_empty(), "it was replaced and not kept");
    let cases = kept.iter().map(|file| {
        copy::prove(file).expect("what is kept is whole");
        number(file, "SELECT count(*) FROM cases")
    });
    let most = cases.max().unwrap_or(3);
    assert_eq!(most, 3, "what is kept is the old one with its last writes");
    copy::prove(&folder.join("desk.old.db")).expect("the backup is as it was");
}

#[test]
fn a_restore_leaves_the_old_file_or_the_new_one() {
    let act = Act {
        name: "restore",
        prepare: |folder| backed_up(folder, false),
        begin: |_| None,
        run: restored,
        look: the_old_one_is_kept,
    };
    Trial::new(act).everywhere(6);
}

#[test]
fn a_restore_over_what_a_killed_process_left_leaves_the_old_file_or_the_new_one() {
    let act = Act {
        name: "restore over a log",
        prepare: |folder| backed_up(folder, true),
        begin: |_| None,
        run: restored,
        look: the_old_one_is_kept,
    };
    Trial::new(act).everywhere(6);
}
