//! The calls by which a program changes a disk, defined here again so that the linker takes these for the
//! whole test binary: Rust's own files and the bundled SQLite go through them alike.
//!
//! All the unsafe code of the trial. Each call asks [`disk`] what shall become of it, which on a thread that
//! watches nothing is one look at a flag, and then goes to the kernel itself (rustix calls no libc).

use super::disk::{self, Act, Verdict};
use rustix::io::{Errno, Result};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::fd::BorrowedFd;

unsafe extern "C" {
    fn __errno_location() -> *mut c_int;
}

/// What C wants to hear.
fn told(result: Result<usize>) -> isize {
    match result {
        Ok(n) => isize::try_from(n).unwrap_or(isize::MAX),
        Err(error) => {
            // SAFETY: glibc and musl return the address of this thread's errno, valid while the thread lives.
            unsafe { *__errno_location() = error.raw_os_error() };
            -1
        }
    }
}

fn told_int(result: Result<()>) -> c_int {
    if told(result.map(|()| 0)) < 0 { -1 } else { 0 }
}

/// Asks; goes on only when nothing is to go wrong.
fn unless<'a>(act: impl FnOnce() -> Act<'a>, go: impl FnOnce() -> Result<()>) -> c_int {
    let verdict = if disk::is_watching() { disk::ask(&act()) } else { Verdict::Go };
    told_int(match verdict {
        Verdict::Refuse(error) => Err(error),
        Verdict::Go | Verdict::Part(_) | Verdict::Spoil => go(),
    })
}

/// A write at `at`, or where the file stands.
///
/// # Safety
/// As of write(2): `data` points at `n` readable bytes.
unsafe fn written(fd: c_int, data: *const c_void, n: usize, at: Option<u64>) -> isize {
    if fd < 0 || data.is_null() {
        return told(Err(Errno::BADF));
    }
    // SAFETY: the caller owns the descriptor for the length of the call, and promises `n` bytes.
    let (fd, bytes) = unsafe { (BorrowedFd::borrow_raw(fd), std::slice::from_raw_parts(data.cast::<u8>(), n)) };
    let verdict = if disk::is_watching() {
        let place = at.or_else(|| rustix::fs::tell(fd).ok());
        place.map_or(Verdict::Go, |at| disk::ask(&Act::Write { fd, at, bytes }))
    } else {
        Verdict::Go
    };
    let bad;
    let part = match verdict {
        Verdict::Go => bytes,
        Verdict::Part(n) => &bytes[..n],
        Verdict::Spoil => {
            bad = disk::spoilt(bytes);
            &bad
        }
        Verdict::Refuse(error) => return told(Err(error)),
    };
    told(match at {
        Some(at) => rustix::io::pwrite(fd, part, at),
        None => rustix::io::write(fd, part),
    })
}

/// # Safety
/// As of write(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn write(fd: c_int, data: *const c_void, n: usize) -> isize {
    // SAFETY: the caller's promise.
    unsafe { written(fd, data, n, None) }
}

/// # Safety
/// As of pwrite(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite(fd: c_int, data: *const c_void, n: usize, at: i64) -> isize {
    // SAFETY: the caller's promise.
    unsafe { written(fd, data, n, Some(at.cast_unsigned())) }
}

/// # Safety
/// As of pwrite(2).
#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite64(fd: c_int, data: *const c_void, n: usize, at: i64) -> isize {
    // SAFETY: the caller's promise.
    unsafe { written(fd, data, n, Some(at.cast_unsigned())) }
}

fn cut(fd: c_int, len: i64) -> c_int {
    if fd < 0 {
        return told_int(Err(Errno::BADF));
    }
    // SAFETY: the caller owns the descriptor for the length of the call.
    let fd = unsafe { BorrowedFd::borrow_raw(fd) };
    let len = len.cast_unsigned();
    unless(|| Act::Cut { fd, len }, || rustix::fs::ftruncate(fd, len))
}

#[unsafe(no_mangle)]
extern "C" fn ftruncate(fd: c_int, len: i64) -> c_int {
    cut(fd, len)
}

#[unsafe(no_mangle)]
extern "C" fn ftruncate64(fd: c_int, len: i64) -> c_int {
    cut(fd, len)
}

fn synced(fd: c_int) -> c_int {
    if fd < 0 {
        return told_int(Err(Errno::BADF));
    }
    // SAFETY: the caller owns the descriptor for the length of the call.
    let fd = unsafe { BorrowedFd::borrow_raw(fd) };
    // Nothing of a watched disk has to outlive the machine that runs the trial.
    unless(|| Act::Sync { fd }, || if disk::is_watching() { Ok(()) } else { rustix::fs::fsync(fd) })
}

#[unsafe(no_mangle)]
extern "C" fn fsync(fd: c_int) -> c_int {
    synced(fd)
}

#[unsafe(no_mangle)]
extern "C" fn fdatasync(fd: c_int) -> c_int {
    synced(fd)
}

/// # Safety
/// As of unlink(2): a string that ends with 0.
#[unsafe(no_mangle)]
unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    let path = unsafe { CStr::from_ptr(path) };
    unless(|| Act::Remove { path: disk::path_of(path) }, || rustix::fs::unlink(path))
}

/// # Safety
/// As of rename(2): two strings that end with 0.
#[unsafe(no_mangle)]
unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    let (from, to) = unsafe { (CStr::from_ptr(from), CStr::from_ptr(to)) };
    unless(|| Act::Move { from: disk::path_of(from), to: disk::path_of(to) }, || rustix::fs::rename(from, to))
}

/// # Safety
/// As of linkat(2): two strings that end with 0.
#[unsafe(no_mangle)]
unsafe extern "C" fn linkat(old: c_int, from: *const c_char, new: c_int, to: *const c_char, flags: c_int) -> c_int {
    // SAFETY: the caller's promise; a folder of -100 (AT_FDCWD) may be borrowed as any other.
    let (from, to, at) = unsafe {
        (CStr::from_ptr(from), CStr::from_ptr(to), (BorrowedFd::borrow_raw(old), BorrowedFd::borrow_raw(new)))
    };
    let flags = rustix::fs::AtFlags::from_bits_retain(flags.cast_unsigned());
    unless(
        || Act::Link { from: disk::path_of(from), to: disk::path_of(to) },
        || rustix::fs::linkat(at.0, from, at.1, to, flags),
    )
}
