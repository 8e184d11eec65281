//! The disk beneath: what it refuses, in the user's words, and new files that are there whole or not at all.

use rusqlite::ErrorCode;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// What went wrong, without the remedy, which whoever tells it knows better.
pub fn words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => "磁盘已满".to_string(),
        ErrorKind::QuotaExceeded => "磁盘配额已用完".to_string(),
        ErrorKind::PermissionDenied => "没有权限".to_string(),
        ErrorKind::NotFound => "找不到".to_string(),
        ErrorKind::AlreadyExists => "已有同名的".to_string(),
        ErrorKind::ReadOnlyFilesystem => "磁盘只读".to_string(),
        ErrorKind::IsADirectory => "是文件夹".to_string(),
        ErrorKind::NotADirectory => "不是文件夹".to_string(),
        ErrorKind::InvalidFilename => "文件名太长".to_string(),
        ErrorKind::InvalidData => "内容不是UTF-8文本,或已损坏".to_string(),
        _ => match error.raw_os_error() {
            Some(code) => format!("读写磁盘出错(代码{code})"),
            None => error.to_string(),
        },
    }
}

/// As [`words`], of the database; `None` when it is not the disk that refuses.
pub fn words_of_sql(error: &rusqlite::Error) -> Option<String> {
    Some(match error.sqlite_error_code()? {
        ErrorCode::DiskFull => "磁盘已满".to_string(),
        ErrorCode::ReadOnly => "数据库只读".to_string(),
        ErrorCode::SystemIoFailure => {
            format!("读写磁盘出错(代码{})", error.sqlite_error().map_or(0, |e| e.extended_code))
        }
        _ => return None,
    })
}

/// Waits until the file, or the names in the folder, are on the disk.
///
/// # Errors
/// The disk's.
pub fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// A new file in the folder of `beside` that has no name as soon as it is open, and vanishes with the process.
///
/// # Errors
/// The disk's.
pub fn nameless(beside: &Path) -> io::Result<File> {
    let path = beside.with_extension(format!("{}-{:x}.part", std::process::id(), fastrand::u64(..)));
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// Makes a folder of this mode, and those above it that are missing; their names are on the disk when this
/// returns, so that what is then put there cannot go with its folder in a power failure.
///
/// # Errors
/// The disk's; a folder whose name did not reach it is taken away again, and made anew with the next attempt.
pub fn make_folder(folder: &Path, mode: u32) -> io::Result<()> {
    let above = super::folder_of(folder);
    if folder.is_dir() {
        // Whichever attempt made it. A parent that may not be read is none of ours: the folder was there before.
        return match sync(above) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
            other => other,
        };
    }
    if !above.exists() {
        make_folder(above, mode)?;
    }
    match DirBuilder::new().mode(mode).create(folder) {
        // Somebody was quicker.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
        other => other?,
    }
    sync(above).inspect_err(|_| drop(std::fs::remove_dir(folder)))
}

/// Writes a new file of this mode, on the disk when this returns: whole under its name, or nothing. Never over
/// another one.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`], and the disk's; nothing is left then.
pub fn write_new(path: &Path, mode: u32, bytes: &[u8]) -> io::Result<()> {
    // Asked first, so that a folder of many names is not written to for each.
    if path.exists() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".部分{}", std::process::id()));
    let part = path.with_file_name(name);
    // One of this name is what a failing disk or a killed process of this number left; it is in nobody's use.
    let _ = std::fs::remove_file(&part);
    let written = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        match std::fs::hard_link(&part, path) {
            // Not every disk has links; a memory stick has none.
            Err(error) if error.kind() != ErrorKind::AlreadyExists && !path.exists() => std::fs::rename(&part, path),
            other => other,
        }
    };
    let done = written();
    let _ = std::fs::remove_file(&part);
    done?;
    sync(super::folder_of(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_with_those_above_it_and_stays_as_it_was() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let deep = folder.path().join("文书").join("0131");
        let mode = |path: &Path| std::fs::metadata(path).expect("made").permissions().mode() & 0o777;
        make_folder(&deep, 0o700).expect("made");
        assert_eq!((mode(&deep), mode(folder.path().join("文书").as_path())), (0o700, 0o700));
        make_folder(&deep, 0o755).expect("there already");
        assert_eq!(mode(&deep), 0o700);
        std::fs::write(folder.path().join("占"), "").expect("written");
        let no = make_folder(&folder.path().join("占").join("0131"), 0o700).expect_err("a file is in the way");
        assert_eq!(words(&no), "不是文件夹");
    }

    #[test]
    fn a_new_file_is_never_written_over_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("告知书.docx");
        // Left by a disk that took neither the rest nor the removal, or by a killed process of the same number.
        let left = folder.path().join(format!(".告知书.docx.部分{}", std::process::id()));
        std::fs::write(&left, "半").expect("left");
        write_new(&path, 0o600, "一".as_bytes()).expect("written");
        let again = write_new(&path, 0o600, "二".as_bytes()).expect_err("taken");
        assert_eq!((again.kind(), words(&again).as_str()), (ErrorKind::AlreadyExists, "已有同名的"));
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "一");
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1, "nothing is left beside it");
    }
}
