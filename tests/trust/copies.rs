//! Backup, restore and drill as an administrator types them.

use super::*;
use crate::pty::{WIDE, window};
use crate::support::Transcript;
use std::os::unix::fs::PermissionsExt;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

fn backup(studio: &Studio) -> PathBuf {
    let made = studio.run("admin", &["backup", "--format", "json"]).ends(0);
    PathBuf::from(made.json()["file"].as_str().expect("a name"))
}

fn note(file: &Path) -> PathBuf {
    file.with_extension("db.json")
}

fn restore(studio: &Studio, file: &Path, more: &[&str]) -> Transcript {
    let name = file.display().to_string();
    let mut arguments = vec!["restore", name.as_str()];
    arguments.extend(more);
    studio.run("admin", &arguments)
}

#[test]
fn a_backup_is_private_told_and_only_the_administrators() {
    let studio = Studio::new();
    let no = studio.run("zhuren", &["backup"]).ends(4);
    assert!(no.err.contains("用户、字典、日历、备份") && no.err.contains("管理员"), "{no}");
    assert!(!studio.db.with_file_name("备份").exists());
    let file = backup(&studio);
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(&note(&file)), 0o600);
    assert_eq!(mode(file.parent().expect("a folder")), 0o700);
    assert_eq!(file.file_name().and_then(|n| n.to_str()), Some("desk.20261123-164200.db"));
    let told: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(note(&file)).expect("the note")).expect("JSON");
    assert_eq!(told["taken"], "2026-11-23T16:42:00+08:00");
    assert_eq!(told["schema"], fengqiao::store::open::known());
    let row =
        number(&studio.db, "SELECT seq FROM journal WHERE action = 'backup' AND note = 'desk.20261123-164200.db'");
    assert_eq!(told["journal_seq"], row - 1, "all that was done before it");
    let conn = Connection::open(&file).expect("it opens");
    let side: String = conn.query_row("PRAGMA journal_mode", [], |r| r.get(0)).expect("read");
    assert_eq!(side, "delete", "one file, nothing beside it");
}

#[test]
fn of_many_days_the_older_backups_go_and_other_files_stay() {
    let studio = Studio::new();
    let folder = studio.db.with_file_name("备份");
    let first = studio.run_on("admin", "2026-11-01T18:00", &["backup"]).ends(0);
    assert!(first.out.contains("desk.20261101-180000.db"), "{first}");
    std::fs::write(folder.join("desk.手抄.db"), "别的").expect("written");
    for day in 2..=16 {
        studio.run_on("admin", &format!("2026-11-{day:02}T18:00"), &["backup"]).ends(0);
    }
    let names: Vec<String> =
        files(&folder, ".db").iter().map(|f| f.file_name().expect("a name").to_string_lossy().to_string()).collect();
    // Seven days, and the Sundays of the weeks before them; the 1st is one.
    let wanted = ["01", "08", "10", "11", "12", "13", "14", "15", "16"].map(|d| format!("desk.202611{d}-180000.db"));
    assert_eq!(names, [&wanted[..], &["desk.手抄.db".to_string()]].concat());
    assert_eq!(files(&folder, ".json").len(), wanted.len(), "the notes go with them");
}

#[test]
fn the_newest_of_one_second_stays_though_the_clock_was_set_back() {
    let studio = Studio::new();
    let folder = studio.db.with_file_name("备份");
    for round in 1..=12 {
        let made = backup(&studio);
        let there: Vec<_> = files(&folder, ".db");
        assert_eq!(there, [made], "round {round}: one of a day");
    }
    let back = studio.run_on("admin", "2026-11-23T08:00", &["backup", "--format", "json"]).ends(0);
    let made = PathBuf::from(back.json()["file"].as_str().expect("a name"));
    assert!(made.exists() && files(&folder, ".db").len() == 2, "{back}");
}

#[test]
fn a_backup_comes_back_with_the_old_file_kept_and_both_told() {
    let studio = Studio::new();
    let case = studio.full_visit();
    let file = backup(&studio);
    let bytes = std::fs::read(&file).expect("the backup");
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    let no = studio.run("zhuren", &["restore", &file.display().to_string()]).ends(4);
    assert!(no.err.contains("管理员"), "{no}");
    assert_eq!(number(&studio.db, "SELECT count(*) FROM journal WHERE action = 'T01'"), 1, "nothing was done");

    let done = restore(&studio, &file, &["--format", "json"]).ends(0);
    let kept = PathBuf::from(done.json()["kept"].as_str().expect("a name"));
    assert_eq!(number(&studio.db, "SELECT count(*) FROM journal WHERE action = 'T01'"), 0);
    assert_eq!(number(&kept, "SELECT count(*) FROM journal WHERE action = 'T01'"), 1, "the old file is whole");
    assert_eq!(mode(&kept), 0o600);
    assert_eq!(mode(&studio.db), 0o600);
    assert!(done.json()["lost"].as_i64().is_some_and(|n| n >= 2), "{done}");
    let told = "SELECT count(*) FROM journal WHERE action = 'restore' AND actor = 'admin' AND change LIKE '%恢复前%'
                AND note LIKE '由desk.20261123-164200.db恢复'";
    assert_eq!(number(&studio.db, told), 1);
    assert_eq!(std::fs::read(&file).expect("the backup"), bytes, "the backup is as it was");
    assert_eq!(wrong(&studio), Vec::<String>::new());
    assert_eq!(files(studio.db.parent().expect("a folder"), ".恢复").len(), 0);
    // The kept file is no backup with a note; the paper proves it all the same.
    let head = fengqiao::store::copy::prove(&kept).expect("whole").head.to_string();
    let bare = restore(&studio, &kept, &[]).ends(4);
    assert!(bare.err.contains("没有旁注") && bare.err.contains("--head"), "{bare}");
    restore(&studio, &kept, &["--head", &head]).ends(0);
    assert_eq!(number(&studio.db, "SELECT count(*) FROM journal WHERE action = 'T01'"), 1);
}

#[test]
fn what_does_not_prove_itself_is_refused_and_nothing_changes() {
    let studio = Studio::new();
    let file = backup(&studio);
    studio.full_visit();
    let other = Studio::new();
    other.full_visit();
    let elsewhere = backup(&other);
    let whole = std::fs::read(&file).expect("the backup");
    let told = std::fs::read_to_string(note(&file)).expect("the note");
    let before = fengqiao::store::journal::head(&Connection::open(&studio.db).expect("open")).expect("read");
    let refused = |what: &str, words: &str| {
        let no = restore(&studio, &file, &[]).ends(4);
        assert!(no.err.contains(words), "{what}: {no}");
        let now = fengqiao::store::journal::head(&Connection::open(&studio.db).expect("open")).expect("read");
        assert_eq!(now, before, "{what}");
        assert_eq!(files(studio.db.parent().expect("a folder"), ".db").len(), 1, "{what}: nothing is left behind");
        std::fs::write(&file, &whole).expect("as it was");
        std::fs::write(note(&file), &told).expect("as it was");
    };
    let write = |bytes: &[u8]| std::fs::write(&file, bytes).expect("written");
    // A note that fits any bytes, as a forger writes it.
    let forge = |bytes: &[u8]| {
        use sha2::{Digest, Sha256};
        let mut note_of: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        note_of["sha256"] = fengqiao::domain::backup::hex(&Sha256::digest(bytes)).into();
        note_of["bytes"] = bytes.len().into();
        std::fs::write(note(&file), note_of.to_string()).expect("written");
        write(bytes);
    };
    let mut flipped = whole.clone();
    let at = whole.len() / 2;
    flipped[at] ^= 1;
    write(&flipped);
    refused("a flipped bit", "指纹不同");
    write(&whole[..whole.len() - 4096]);
    refused("cut off", "长度");
    write("这不是数据库。".repeat(400).as_bytes());
    refused("no database", "长度");
    forge("这不是数据库。".repeat(400).as_bytes());
    refused("no database, with a note", "不是数据库文件");
    forge(&whole[..whole.len() - 8192]);
    refused("cut off, with a note", "不能用");
    forge(&std::fs::read(&elsewhere).expect("the other"));
    refused("the file of another studio, with a note of this", "旁注的流水末条");
    std::fs::copy(&elsewhere, &file).expect("swapped");
    refused("swapped", "旁注");
    std::fs::write(note(&file), "{}").expect("written");
    refused("a note that says nothing", "旁注(.json)读不懂");
    std::fs::remove_file(note(&file)).expect("removed");
    refused("no note", "没有旁注");

    // Changed inside, by who knows SQL and can write a note.
    let changed = |sql: &str| {
        let conn = Connection::open(&file).expect("open");
        conn.execute_batch(sql).expect(sql);
        drop(conn);
        forge(&std::fs::read(&file).expect("changed"));
    };
    changed("PRAGMA user_version = 99");
    refused("of a newer program", "更新的程序");
    changed("DROP TRIGGER journal_keeps; UPDATE journal SET note = '改过' WHERE seq = 2");
    refused("a journal that was written in", "流水第2条起对不上");
    changed(
        "INSERT INTO cases (uid, station, stage, petitioner, opened, registrar) VALUES ('c', '县工作室', 'S10', '和', '2026-11-01', 1)",
    );
    refused("a case without a visit", "每件案件都有来访");
    let no = restore(&studio, &studio.db, &[]).ends(4);
    assert!(no.err.contains("正在用的数据库"), "{no}");
    restore(&studio, &file, &[]).ends(0);
}

#[test]
fn a_file_somebody_meddled_with_gives_no_backup_and_the_older_ones_stay() {
    let studio = Studio::new();
    studio.full_visit();
    let older = backup(&studio);
    let conn = Connection::open(&studio.db).expect("open");
    conn.execute_batch("DROP TRIGGER journal_keeps; UPDATE journal SET note = '改过' WHERE seq = 2").expect("meddled");
    drop(conn);
    let no = studio.run_on("admin", "2026-11-24T18:30", &["backup"]).ends(1);
    assert!(no.err.contains("流水第2条起对不上") && no.err.contains("fengqiao check"), "{no}");
    let left: Vec<_> = std::fs::read_dir(older.parent().expect("a folder")).expect("read").flatten().collect();
    assert_eq!(left.len(), 2, "the older one and its note: {left:?}");
    fengqiao::store::copy::prove(&older).expect("whole");
}

#[test]
fn a_file_that_is_open_somewhere_is_not_replaced() {
    let studio = Studio::new();
    let file = backup(&studio);
    let mut screen = window(&studio, "qiantai", "1号窗口", WIDE);
    screen.see("没有人等候");
    let no = restore(&studio, &file, &[]).ends(4);
    assert!(no.err.contains("正在别处打开") && no.err.contains("退出所有窗口"), "{no}");
    // The window did not notice; when it has left, it may be done.
    screen.keys("\x14").see("来访人姓名");
    screen.keys("\x11");
    assert_eq!(screen.end(), 0);
    restore(&studio, &file, &[]).ends(0);
}

#[test]
fn a_missing_or_damaged_file_comes_back_too() {
    let studio = Studio::new();
    studio.full_visit();
    let file = backup(&studio);
    std::fs::write(&studio.db, "写坏了。".repeat(999)).expect("damaged");
    std::fs::write(studio.db.with_extension("db-wal"), "留下的").expect("left");
    studio.run("admin", &["check"]).ends(1);
    let done = restore(&studio, &file, &["--format", "json"]).ends(0);
    let kept = PathBuf::from(done.json()["kept"].as_str().expect("a name"));
    assert!(std::fs::read_to_string(&kept).expect("kept").starts_with("写坏了"));
    // What lay beside it goes with it, and is not left to be played into the new one.
    let left = kept.with_extension("db-wal");
    assert_eq!(std::fs::read_to_string(&left).ok().as_deref(), Some("留下的"), "{}", left.display());
    assert_eq!(number(&studio.db, "SELECT count(*) FROM visit"), 1);
    assert_eq!(wrong(&studio), Vec::<String>::new());

    // Cut short in the middle of a page, as a full disk leaves it.
    let whole = std::fs::read(&studio.db).expect("the file");
    std::fs::write(&studio.db, &whole[..whole.len() / 2 + 77]).expect("damaged");
    restore(&studio, &file, &[]).ends(0);
    assert_eq!(wrong(&studio), Vec::<String>::new());

    std::fs::remove_file(&studio.db).expect("gone");
    let done = restore(&studio, &file, &["--format", "json"]).ends(0);
    assert_eq!(done.json()["lost"], 0);
    assert_eq!(mode(&studio.db), 0o600);
    assert_eq!(wrong(&studio), Vec::<String>::new());
}

#[test]
fn the_drill_says_how_old_the_newest_is_and_what_would_be_lost() {
    let studio = Studio::new();
    let none = studio.run("admin", &["restore", "--drill"]).ends(1);
    assert!(none.err.contains("没有备份") && none.err.contains("fengqiao backup"), "{none}");
    studio.run("zhuren", &["restore", "--drill"]).ends(4);
    let file = backup(&studio);
    studio.full_visit();
    // As a drill that was killed leaves it: no process has so high a number.
    let left = file.with_file_name(".演练-999999999");
    std::fs::create_dir(&left).and_then(|()| std::fs::write(left.join("drill.db"), "明文")).expect("left");
    let drill = |now: &str| studio.run_on("admin", now, &["restore", "--drill", "--format", "json"]);
    let good = drill("2026-11-24T09:12").ends(0);
    let told = good.json();
    assert_eq!((&told["age_minutes"], &told["lost_visits"], &told["ok"]), (&990.into(), &1.into(), &true.into()));
    assert!(told["lost_rows"].as_i64().is_some_and(|n| n >= 3), "{good}");
    assert_eq!(number(&studio.db, "SELECT count(*) FROM journal WHERE action = 'drill'"), 1);
    let table = studio.run_on("admin", "2026-11-24T09:12", &["restore", "--drill"]).ends(0);
    assert!(table.out.contains("16小时30分") && table.out.contains("1次"), "{table}");
    let old = drill("2026-11-26T09:12").ends(1);
    assert!(old.err.contains("已过2天"), "{old}");
    let mut bytes = std::fs::read(&file).expect("the backup");
    let at = bytes.len() / 3;
    bytes[at] ^= 0x40;
    std::fs::write(&file, &bytes).expect("flipped");
    let bad = drill("2026-11-24T09:12").ends(1);
    assert!(bad.err.contains("演练不合格") && bad.err.contains("指纹不同"), "{bad}");
    let left: Vec<_> = std::fs::read_dir(file.parent().expect("a folder")).expect("read").flatten().collect();
    assert_eq!(left.len(), 2, "the drill takes its room with it: {left:?}");
}

#[test]
fn the_paper_of_the_day_counts_and_names_nobody() {
    use unicode_width::UnicodeWidthStr;
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    studio.run("qiantai", &["queue", "take", "--set", "name=扎西旺堆"]).ends(0);
    let no = studio.run("banli", &["day"]).ends(4);
    assert!(no.err.contains("审计日志"), "a handler sees his own cases only: {no}");
    let paper = studio.run("zhuren", &["day"]).ends(0).out;
    for words in ["日结单", "2026-11-23 周一", "接谈登记 1", "取号 1", "在办案件 1", "逾期期限 0", "流水末条"]
    {
        assert!(paper.contains(words), "{words}\n{paper}");
    }
    assert!(paper.lines().all(|l| l.width() <= 76), "{paper}");
    assert!(!paper.contains("和志强") && !paper.contains("扎西") && !paper.contains('…'), "{paper}");
    assert_eq!(number(&studio.db, "SELECT count(*) FROM journal WHERE action = 'slip' AND object = 'day'"), 1);
    // The day before had nothing; the day after has not come.
    let empty = studio.run("zhuren", &["day", "2026-11-22"]).ends(0).out;
    assert!(empty.contains("当天0条") && empty.contains("流水末条: 无"), "{empty}");
    let next = studio.run_on("zhuren", "2026-11-24T09:00", &["day", "2026-11-23"]).ends(0).out;
    assert!(next.contains("接谈登记 1"), "{next}");
    studio.run("zhuren", &["day", "2026-11-24"]).ends(4);
    studio.run("zhuren", &["day", "昨"]).ends(2);
}
