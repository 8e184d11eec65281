//! A full disk and a disk that may not be written: the clerk is told clearly, her text stays.
//!
//! The disks are mounted in a name space of the test's own; where the machine does not allow that
//! (some containers), the story says so and ends.

use crate::pty::{ENTER, F2, SMALL, Screen, WIDE, arg, program};
use crate::support::{NOW, Studio};
use std::process::Command;

/// Whether this machine lets a test mount something for itself.
fn may_mount() -> bool {
    let tried = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    let may = tried.is_ok_and(|done| done.status.success());
    if !may {
        eprintln!("this machine allows no name spaces; the story of the disk is not told");
    }
    may
}

/// The terminal desk in a name space, after `prepare` has run there as a shell script.
fn within(prepare: &str, db: &str, size: (u16, u16)) -> Screen {
    let script = format!("{prepare} && exec {} --db {db} --as qiantai", program());
    Screen::start(
        "unshare",
        &["-rm", "sh", "-c", &script],
        &[("FENGQIAO_NOW", NOW), ("FENGQIAO_AUTO_BACKUP", "off")],
        size,
    )
}

#[test]
fn a_full_disk_is_told_and_the_text_stays_until_there_is_room() {
    if !may_mount() {
        return;
    }
    let studio = Studio::new();
    let folder = tempfile::tempdir().expect("a folder");
    let disk = arg(folder.path());
    let db = format!("{disk}/desk.db");
    let prepare =
        format!("mount -t tmpfs -o size=4m none {disk} && cp {} {db} && touch {disk}/filler", arg(&studio.db));
    let mut screen = within(&prepare, &db, WIDE);
    screen.see("没有人等候").keys("\x14").see("来访人姓名").keys("和志强").see("和志强");

    // Filled from outside, through the eyes of the process that sees the disk.
    let filler = format!("/proc/{}/root{disk}/filler", screen.child.process_id().expect("a process"));
    let fill = || std::fs::write(&filler, vec![0; 8 << 20]).is_err();
    assert!(fill(), "the disk takes more than it holds");
    // A shorter write fills what the long one left.
    screen.keys("\t\t533422198506150026\t13800000000\t\t宅基地边界被占\t4");
    screen.keys("\x1b[A").keys("\x15").see("一句话诉求");
    screen.keys(&"宅".repeat(60)).keys(F2).see("磁盘已满,没有存下").see("您的内容仍保留");
    screen.keys(ENTER).gone("没有存下").see("和志强").see("533422198506150026").see("未保存");

    std::fs::remove_file(&filler).expect("room");
    screen.keys(F2).see("已保存,登记前还差");
}

#[test]
fn a_disk_that_may_not_be_written_is_told_at_the_start() {
    if !may_mount() {
        return;
    }
    let studio = Studio::new();
    let folder = arg(studio.db.parent().expect("a folder"));
    let before = std::fs::read(&studio.db).expect("the file");
    let prepare = format!("mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}");
    let mut screen = within(&prepare, &arg(&studio.db), SMALL);
    screen.see("只读").see("文件权限");
    assert_eq!(screen.end(), 1);
    assert_eq!(std::fs::read(&studio.db).expect("the file"), before);
}
