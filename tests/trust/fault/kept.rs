//! What a disk holds: what was synced, and what was changed since.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// What a name names: a folder, or a file by its place in the list of all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Node {
    Folder,
    File(usize),
}

/// The names of a folder.
#[derive(Default)]
pub struct Names {
    pub synced: BTreeMap<OsString, Node>,
    pub now: BTreeMap<OsString, Node>,
    /// Changes since the folder was synced, oldest first.
    pub since: Vec<Renamed>,
}

/// A change of names.
#[derive(Clone)]
pub enum Renamed {
    Added(OsString, Node),
    Gone(OsString),
    Moved(OsString, OsString),
}

impl Renamed {
    pub fn apply(&self, names: &mut BTreeMap<OsString, Node>) {
        match self {
            Renamed::Added(name, node) => drop(names.insert(name.clone(), *node)),
            Renamed::Gone(name) => drop(names.remove(name)),
            Renamed::Moved(from, to) => {
                if let Some(node) = names.remove(from) {
                    names.insert(to.clone(), node);
                }
            }
        }
    }
}

/// The content of a file.
#[derive(Default)]
pub struct Content {
    pub synced: Vec<u8>,
    /// Changes since the file was synced, oldest first.
    pub since: Vec<Change>,
}

/// A change of content.
pub enum Change {
    Put(usize, Vec<u8>),
    Cut(usize),
}

impl Change {
    /// In pieces that are written whole or not at all.
    pub fn apply(&self, to: &mut Vec<u8>, survives: &mut dyn FnMut() -> bool) {
        match self {
            Change::Put(at, bytes) => {
                let mut from = 0;
                while from < bytes.len() {
                    let end = bytes.len().min((at + from) / PIECE * PIECE + PIECE - at);
                    if survives() {
                        to.resize(to.len().max(at + end), 0);
                        to[at + from..at + end].copy_from_slice(&bytes[from..end]);
                    }
                    from = end;
                }
            }
            Change::Cut(len) if survives() => to.resize(*len, 0),
            Change::Cut(_) => {}
        }
    }
}

const PIECE: usize = 512;

/// The index beside a log is shared memory and never read back after a crash.
pub fn is_index(path: &Path) -> bool {
    path.as_os_str().as_bytes().ends_with(b"-shm")
}

/// A folder as it is.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type().expect("a type").is_dir() {
            true => copy(&path, &target),
            false if is_index(&path) => {}
            false => drop(std::fs::copy(&path, &target).expect("copied")),
        }
    }
}
