//! What can be asked of a disk, and what goes wrong there.

use rustix::io::Errno;
use std::os::fd::BorrowedFd;
use std::path::PathBuf;

/// One change of a disk.
pub enum Act<'a> {
    Write { fd: BorrowedFd<'a>, at: u64, bytes: &'a [u8] },
    Cut { fd: BorrowedFd<'a>, len: u64 },
    Sync { fd: BorrowedFd<'a> },
    Remove { path: PathBuf },
    Move { from: PathBuf, to: PathBuf },
    Link { from: PathBuf, to: PathBuf },
}

/// What becomes of it.
pub enum Verdict {
    Go,
    /// The first so many bytes are written.
    Part(usize),
    /// All of it, one bit not as it was: [`spoilt`].
    Spoil,
    Refuse(Errno),
}

/// What goes wrong, counted from [`super::disk::start`], the first change being 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    Nothing,
    /// SIGKILL before the change; the disk goes on.
    Kill(usize),
    /// SIGKILL in the middle of the change.
    Half(usize),
    /// The power goes at the change; what was not synced survives as the seed says.
    Power(usize, u64),
    /// Full from here on, until there is room.
    Full(usize),
    /// Half of it fits; full from there on.
    Short(usize),
    /// This one change fails.
    Fault(usize),
    /// Every change fails from here on, until the disk is well again.
    Faults(usize),
    /// This one write is not what was written, and nobody says so.
    Spoil(usize),
}

/// What a bad medium makes of a write.
pub fn spoilt(bytes: &[u8]) -> Vec<u8> {
    let mut bad = bytes.to_vec();
    let middle = bad.len() / 2;
    bad.get_mut(middle).into_iter().for_each(|b| *b ^= 1);
    bad
}
