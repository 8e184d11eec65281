//! Backups that leave the room, and the one a desk makes by itself.

use super::*;
use crate::pty::{WIDE, window_with};
use crate::support::Transcript;
use fengqiao::desk::encrypted::{Key, Lock, decrypt_to, encrypt, new_key};
use fengqiao::domain::backup::hex;
use sha2::{Digest, Sha256};
use std::os::unix::fs::PermissionsExt;

const WORDS: &str = "雪山 松茸 石板路 公交车";
const PASSPHRASE: &str = "FENGQIAO_BACKUP_PASSPHRASE";

/// A studio with a visit in it, and a folder as if it were a medium.
fn studio() -> (Studio, PathBuf) {
    let studio = Studio::new();
    studio.full_visit();
    let medium = studio.db.with_file_name("U盘");
    (studio, medium)
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

/// A pair of keys: the file of the private one, and the public one.
fn keys(studio: &Studio, name: &str) -> (String, String) {
    let file = path(&studio.db.with_file_name(name));
    let made = studio.run("", &["backup", "--new-key", &file]).ends(0);
    let public = made.out.trim().to_string();
    assert!(public.starts_with("age1"), "{made}");
    assert_eq!(std::fs::metadata(&file).expect("the key").permissions().mode() & 0o777, 0o600);
    (file, public)
}

fn made(done: &Transcript) -> PathBuf {
    PathBuf::from(done.json()["file"].as_str().expect("a name"))
}

fn refuses(done: Transcript, words: &str, studio: &Studio, before: i64) {
    assert_eq!(done.code, 4, "{done}");
    assert!(done.err.contains(words), "{done}");
    assert_eq!(visits(studio), before, "nothing was changed");
}

fn visits(studio: &Studio) -> i64 {
    number(&studio.db, "SELECT count(*) FROM visit")
}

#[test]
fn a_passphrase_locks_a_backup_and_nothing_readable_lies_on_the_medium() {
    let (studio, medium) = studio();
    let there = path(&medium);
    let short = studio.run_env("admin", (PASSPHRASE, "短口令"), &["backup", "--encrypt", &there]);
    refuses(short, "至少12个字符", &studio, 1);
    assert!(!medium.exists());
    let unasked = studio.run("admin", &["backup", "--encrypt", &there]);
    refuses(unasked, "没有地方输入口令", &studio, 1);

    let done =
        studio.run_env("admin", (PASSPHRASE, WORDS), &["backup", "--encrypt", &there, "--format", "json"]).ends(0);
    let file = made(&done);
    assert_eq!(file.file_name().and_then(|n| n.to_str()), Some("desk.20261123-164200.db.age"));
    let mut names: Vec<_> = std::fs::read_dir(&medium).expect("the medium").flatten().map(|e| e.file_name()).collect();
    names.sort();
    assert_eq!(names, ["desk.20261123-164200.db.age", "desk.20261123-164200.db.age.json"]);
    let bytes = std::fs::read(&file).expect("the backup");
    for plain in ["SQLite format 3", "扎西", "CREATE TABLE"] {
        assert!(!bytes.windows(plain.len()).any(|w| w == plain.as_bytes()), "{plain}");
    }
    // Hidden ones count, too: a part that is left is as readable as the file.
    let left: Vec<_> = std::fs::read_dir(studio.db.with_file_name("备份")).expect("read").flatten().collect();
    assert!(left.is_empty(), "the proved copy is gone: {left:?}");

    studio.full_visit();
    let wrong = studio.run_env("admin", (PASSPHRASE, "雪山 松茸 石板路"), &["restore", &path(&file)]);
    refuses(wrong, "口令不对", &studio, 2);
    let back = studio.run_env("admin", (PASSPHRASE, WORDS), &["restore", &path(&file)]).ends(0);
    assert!(back.err.contains("已恢复"), "{back}");
    assert_eq!(visits(&studio), 1);
    sound(&studio.db);
}

#[test]
fn a_public_key_locks_what_only_its_private_key_opens() {
    let (studio, medium) = studio();
    let (own, public) = keys(&studio, "私钥");
    let (other, _) = keys(&studio, "别人的私钥");
    let again = studio.run("", &["backup", "--new-key", &own]).ends(4);
    assert!(again.err.contains("已经存在"), "{again}");
    let no = studio.run("admin", &["backup", "--to", "age1nokey", &path(&medium)]).ends(4);
    assert!(no.err.contains("不是公钥"), "{no}");

    let done = studio.run("admin", &["backup", "--to", &public, &path(&medium), "--format", "json"]).ends(0);
    let file = path(&made(&done));
    studio.full_visit();
    refuses(studio.run("admin", &["restore", &file]), "没有地方输入口令", &studio, 2);
    refuses(studio.run("admin", &["restore", &file, "--identity", &other]), "这把私钥打不开它", &studio, 2);
    let drill = studio.run("admin", &["restore", "--drill", &path(&medium), "--identity", &own]).ends(0);
    assert!(drill.err.contains("演练合格"), "{drill}");
    let there: Vec<_> = std::fs::read_dir(&medium).expect("read").flatten().collect();
    assert_eq!(there.len(), 2, "a drill leaves nothing on the medium: {there:?}");
    studio.run("admin", &["restore", &file, "--identity", &own]).ends(0);
    assert_eq!(visits(&studio), 1);
    sound(&studio.db);
}

#[test]
fn an_encrypted_backup_that_was_touched_is_refused_with_and_without_its_note() {
    let (studio, medium) = studio();
    let (own, public) = keys(&studio, "私钥");
    let done = studio.run("admin", &["backup", "--to", &public, &path(&medium), "--format", "json"]).ends(0);
    let file = made(&done);
    let whole = std::fs::read(&file).expect("the backup");
    let note = PathBuf::from(format!("{}.json", file.display()));
    let told = std::fs::read_to_string(&note).expect("the note");
    let head = serde_json::from_str::<serde_json::Value>(&told).expect("JSON");
    let head = format!("{}:{}", head["journal_seq"], head["journal_hash"].as_str().expect("a hash"));
    let mut rng = fastrand::Rng::with_seed(5);
    for round in 0..rounds(8) {
        let mut bad = whole.clone();
        let at = rng.usize(22..bad.len());
        if round % 2 == 0 {
            bad[at] ^= 1 << rng.u32(0..8);
        } else {
            bad.truncate(at);
        }
        std::fs::write(&file, &bad).expect("written");
        std::fs::write(&note, &told).expect("written");
        let done = studio.run("admin", &["restore", &path(&file), "--identity", &own]);
        refuses(done, "与旁注的指纹不同", &studio, 1);
        // Whoever changes the file can take its note away as well; the cipher finds it all the same.
        std::fs::remove_file(&note).expect("removed");
        let done = studio.run("admin", &["restore", &path(&file), "--identity", &own, "--head", &head]);
        assert!(done.code == 4 && (done.err.contains("不能用") || done.err.contains("没有打开")), "{at}: {done}");
    }
    assert_eq!(visits(&studio), 1);
}

#[test]
fn plain_and_encrypted_backups_of_a_folder_are_counted_apart() {
    let (studio, medium) = studio();
    let (_, public) = keys(&studio, "私钥");
    for day in 1..=3 {
        let now = format!("2026-11-{:02}T18:00", day + 20);
        studio.run_on("admin", &now, &["backup", &path(&medium)]).ends(0);
        studio.run_on("admin", &now, &["backup", "--to", &public, &path(&medium)]).ends(0);
    }
    assert_eq!((files(&medium, ".db").len(), files(&medium, ".age").len()), (3, 3));
}

#[test]
fn a_desk_backs_up_by_itself_once_a_day_and_again_when_it_closes_hours_later() {
    let (studio, _) = studio();
    let folder = studio.db.with_file_name("备份");
    let at = |now: &str| studio.run_on("qiantai", now, &["backup", "--if-due"]).ends(0);
    // An encrypted one of the day is nobody's who lost the key: it takes the place of none.
    let (_, public) = keys(&studio, "私钥");
    studio.run_on("admin", "2026-11-23T08:00", &["backup", "--to", &public, &path(&folder)]).ends(0);
    assert!(at("2026-11-23T08:30").err.contains("已备份"));
    assert!(at("2026-11-23T12:00").err.contains("还不到备份的时候"));
    assert!(at("2026-11-23T12:31").err.contains("已备份"), "hours later, and somebody logged in");
    assert!(at("2026-11-24T08:30").err.contains("已备份"), "another day");
    assert_eq!(files(&folder, ".db").len(), 2, "one a day is kept");
    let slip = studio.run_on("zhuren", "2026-11-24T17:00", &["day"]).ends(0);
    assert!(slip.out.contains("最近备份: 2026-11-24 08:30"), "{slip}");
}

#[test]
fn opening_the_desk_makes_the_backup_of_the_day_aside() {
    let studio = Studio::new();
    let folder = studio.db.with_file_name("备份");
    let on = ("FENGQIAO_AUTO_BACKUP", "on");
    let mut screen = window_with(&studio, "qiantai", "1号窗口", WIDE, &[], &[on]);
    screen.see("来访队列");
    let row = "SELECT count(*) FROM journal WHERE action = 'backup' AND actor = 'qiantai' AND terminal = '自动'";
    screen.until("a backup in the journal", || number(&studio.db, row) == 1);
    assert_eq!(files(&folder, ".db").len(), 1);
    assert_eq!(files(&folder, ".json").len(), 1);
}

/// Sealed bytes of an age file: a part is so long, and its mark.
const SEALED: usize = (64 << 10) + 16;

fn content(folder: &Path, bytes: usize) -> (PathBuf, String) {
    let file = folder.join("plain");
    let content: Vec<u8> = (0..bytes).map(|i| u8::try_from(i % 251).unwrap_or_default()).collect();
    std::fs::write(&file, &content).expect("written");
    (file, hex(&Sha256::digest(&content)))
}

fn locked(folder: &Path) -> (Lock, Key) {
    let file = folder.join("key");
    let public = new_key(&file).expect("a key");
    (Lock::keys([public.as_str()]).expect("a public key"), Key::file(&file).expect("the private key"))
}

#[test]
fn a_file_cut_off_between_two_parts_does_not_decrypt() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, sha256) = content(folder.path(), 3 << 16);
    let (lock, key) = locked(folder.path());
    let to = folder.path().join("sealed");
    encrypt(&from, &to, &lock, &sha256).expect("encrypted");
    let whole = std::fs::read(&to).expect("read");
    let mut back = Vec::new();
    decrypt_to(&to, &mut back, &key).expect("decrypted");
    assert_eq!(hex(&Sha256::digest(&back)), sha256);
    // Where one part ends and the next has not begun, nothing is torn: only the last part says that it is.
    let ends = (1..=3).map(|n| whole.len() - n * SEALED).chain([whole.len() - 1, 200, 40, 0]);
    for end in ends {
        std::fs::write(&to, &whole[..end]).expect("cut off");
        let no = decrypt_to(&to, &mut std::io::sink(), &key).expect_err("cut off").to_string();
        assert!(no.contains("不能用") && no.contains("不完整"), "{end}: {no}");
    }
    // Two whole parts in the other order.
    let (first, second) = (whole.len() - 3 * SEALED, whole.len() - 2 * SEALED);
    let swapped = [&whole[..first], &whole[second..second + SEALED], &whole[first..second], &whole[second + SEALED..]];
    std::fs::write(&to, swapped.concat()).expect("swapped");
    decrypt_to(&to, &mut std::io::sink(), &key).expect_err("swapped");
}

#[test]
fn what_does_not_decrypt_to_the_proved_copy_is_no_backup() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, sha256) = content(folder.path(), 1000);
    let lock = Lock::passphrase("雪山 松茸 石板路 公交车").expect("long enough");
    let to = folder.path().join("sealed");
    // As if the copy had changed between its proof and its encryption.
    let no = encrypt(&from, &to, &lock, &"0".repeat(64)).expect_err("unlike").to_string();
    assert!(no.contains("读回不一样"), "{no}");
    std::fs::remove_file(&to).expect("removed");
    encrypt(&from, &to, &lock, &sha256).expect("encrypted");
}
