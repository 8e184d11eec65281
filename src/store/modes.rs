//! Who else on this machine could read the file: looked at before it is opened.
//!
//! The file, what SQLite keeps beside it, the copies an upgrade or a restore left there and the folder of
//! backups hold the same people's data, so they are for their owner alone. Nothing is changed here: a mode
//! somebody set is told, with the command that mends it.

use super::folder_of;
use super::open::OpenError;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Group and others, to read, write or enter.
const OTHERS: u32 = 0o077;

fn mode(path: &Path) -> Option<u32> {
    std::fs::metadata(path).ok().map(|m| m.permissions().mode())
}

/// Files of the database itself: the file, its log, and copies of it that lie beside it.
fn beside(db: &Path) -> Vec<PathBuf> {
    let (Some(name), Some(stem)) = (db.file_name(), db.file_stem()) else { return Vec::new() };
    let (name, stem) = (name.to_string_lossy(), stem.to_string_lossy());
    let entries = std::fs::read_dir(folder_of(db)).into_iter().flatten().flatten();
    entries
        .filter(|entry| {
            let file = entry.file_name();
            let file = file.to_string_lossy();
            file.starts_with(&*name)
                || file.ends_with(".db") && file.trim_start_matches('.').starts_with(&format!("{stem}."))
        })
        .map(|entry| entry.path())
        .collect()
}

/// Backups in `folder`, when others get into it at all.
fn backups(folder: &Path) -> Vec<PathBuf> {
    if mode(folder).is_none_or(|m| m & OTHERS == 0) {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect()
}

/// Refuses a file that others could read, or whose copies they could: `backups_in` is the folder beside it.
/// An empty file is no studio yet; the first start closes it.
///
/// # Errors
/// [`OpenError::Readable`] with the first such file and the command that closes it.
pub fn check(db: &Path, backups_in: &Path) -> Result<(), OpenError> {
    let holds = |path: &Path| std::fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() > 0);
    if !holds(db) {
        return Ok(());
    }
    let open = |path: &PathBuf| holds(path) && mode(path).is_some_and(|m| m & OTHERS != 0);
    let mut found: Vec<PathBuf> = beside(db).into_iter().chain(backups(backups_in)).filter(open).collect();
    found.sort();
    match found.first() {
        None => Ok(()),
        Some(first) => {
            let remedy = if first.parent() == Some(backups_in) {
                format!("chmod -R go= {}", quoted(backups_in))
            } else {
                format!("chmod go= {}", found.iter().map(|p| quoted(p)).collect::<Vec<_>>().join(" "))
            };
            Err(OpenError::Readable { file: first.display().to_string(), remedy })
        }
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{Permissions, set_permissions, write};

    #[test]
    fn whatever_others_could_read_is_named_with_the_command_that_closes_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let (db, kept) = (folder.path().join("it's.db"), folder.path().join("备份"));
        std::fs::create_dir(&kept).expect("a folder");
        set_permissions(&kept, Permissions::from_mode(0o755)).expect("set");
        let files = ["it's.db", "it's.db-wal", "it's.db-shm", "it's.v2-20261123.db", "备份/it's.20261123-164200.db"];
        for name in files {
            write(folder.path().join(name), "x").expect("written");
            set_permissions(folder.path().join(name), Permissions::from_mode(0o600)).expect("set");
        }
        check(&db, &kept).expect("all closed");
        for name in files {
            let path = folder.path().join(name);
            for open in [0o640, 0o604, 0o660, 0o601] {
                set_permissions(&path, Permissions::from_mode(open)).expect("set");
                let Err(OpenError::Readable { file, remedy }) = check(&db, &kept) else { panic!("{name} {open:o}") };
                assert_eq!(file, path.display().to_string());
                let done = std::process::Command::new("sh").arg("-c").arg(&remedy).status().expect("a shell");
                assert!(done.success(), "{remedy}");
                set_permissions(&kept, Permissions::from_mode(0o755)).expect("set");
                check(&db, &kept).expect("closed by the remedy");
            }
        }
        // Nobody gets at a file in a closed folder of backups, nor is anybody's other file looked at.
        set_permissions(folder.path().join(files[4]), Permissions::from_mode(0o644)).expect("set");
        set_permissions(&kept, Permissions::from_mode(0o700)).expect("set");
        write(folder.path().join("通知.txt"), "x").expect("written");
        check(&db, &kept).expect("closed");
    }
}
