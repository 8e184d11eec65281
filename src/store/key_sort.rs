//! Sorting more search keys than memory holds: sorted runs in nameless files, then one merge.
//!
//! Owns the order of `lookup`, a table kept in key order, so that a bulk load appends to it. Writes no
//! table itself; the files have no name as soon as they are open and vanish with the process.

use super::disk::nameless;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Result, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes kept in memory before a run is written.
const RUN: usize = 12 * 1024 * 1024;

/// Collects keys in any order and gives them back in the order of `lookup`.
pub struct KeySort {
    beside: PathBuf,
    bytes: Vec<u8>,
    starts: Vec<u32>,
    runs: Vec<File>,
}

impl KeySort {
    /// `beside` is the file whose folder takes the runs.
    pub fn new(beside: &Path) -> KeySort {
        KeySort { beside: beside.to_path_buf(), bytes: Vec::new(), starts: Vec::new(), runs: Vec::new() }
    }

    /// Adds a key of a case.
    ///
    /// # Errors
    /// Of the disk, when a run is written.
    pub fn push(&mut self, kind: i64, key: &str, case: i64) -> Result<()> {
        let start = u32::try_from(self.bytes.len()).map_err(|_| std::io::Error::other("key run too long"))?;
        self.starts.push(start);
        // kind, text, 0, case: compared as bytes this is the order of the table.
        self.bytes.push(u8::try_from(kind).map_err(|_| std::io::Error::other("key kind out of range"))?);
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.push(0);
        self.bytes.extend_from_slice(&case.to_be_bytes());
        if self.bytes.len() >= RUN { self.spill() } else { Ok(()) }
    }

    fn sorted(&self) -> Vec<&[u8]> {
        let ends = self.starts.iter().skip(1).copied().chain([u32::MAX]);
        let mut list: Vec<&[u8]> = self
            .starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| &self.bytes[start as usize..(end as usize).min(self.bytes.len())])
            .collect();
        list.sort_unstable();
        list.dedup();
        list
    }

    fn spill(&mut self) -> Result<()> {
        let file = nameless(&self.beside)?;
        let mut out = BufWriter::with_capacity(1 << 18, file);
        for record in self.sorted() {
            let length = u16::try_from(record.len()).map_err(|_| std::io::Error::other("key too long"))?;
            out.write_all(&length.to_be_bytes())?;
            out.write_all(record)?;
        }
        let mut file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        self.runs.push(file);
        self.bytes.clear();
        self.starts.clear();
        Ok(())
    }

    /// Hands every key once, in order, to `take`.
    ///
    /// # Errors
    /// Of the disk, or of `take`.
    pub fn drain<E: From<std::io::Error>>(
        mut self,
        mut take: impl FnMut(i64, &str, i64) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        if self.runs.is_empty() {
            for record in self.sorted() {
                give(record, &mut take)?;
            }
            return Ok(());
        }
        self.spill()?;
        self.bytes = Vec::new();
        // However many runs there are, they share as much memory as one run had.
        let each = (RUN / self.runs.len()).clamp(1 << 14, 1 << 18);
        let mut readers: Vec<_> = self.runs.drain(..).map(|f| BufReader::with_capacity(each, f)).collect();
        let mut heap = BinaryHeap::new();
        for (run, reader) in readers.iter_mut().enumerate() {
            if let Some(record) = next(reader, Vec::new())? {
                heap.push(Reverse((record, run)));
            }
        }
        let mut last = Vec::new();
        while let Some(Reverse((record, run))) = heap.pop() {
            if record != last {
                give(&record, &mut take)?;
                last.clone_from(&record);
            }
            if let Some(record) = next(&mut readers[run], record)? {
                heap.push(Reverse((record, run)));
            }
        }
        Ok(())
    }
}

/// The next record of a run, in the buffer given; `None` at its end.
fn next(reader: &mut impl Read, mut record: Vec<u8>) -> Result<Option<Vec<u8>>> {
    let mut length = [0; 2];
    match reader.read_exact(&mut length) {
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    record.resize(usize::from(u16::from_be_bytes(length)), 0);
    reader.read_exact(&mut record)?;
    Ok(Some(record))
}

fn give<E: From<std::io::Error>>(
    record: &[u8],
    take: &mut impl FnMut(i64, &str, i64) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let text = record.len() - 9;
    let key = std::str::from_utf8(&record[1..text]).map_err(std::io::Error::other)?;
    let case = i64::from_be_bytes(record[text + 1..].try_into().expect("invariant: eight bytes follow the text"));
    take(i64::from(record[0]), key, case)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drained(sort: KeySort) -> Vec<(i64, String, i64)> {
        let mut list = Vec::new();
        sort.drain(|kind, key, case| {
            list.push((kind, key.to_string(), case));
            Ok::<_, std::io::Error>(())
        })
        .expect("readable");
        list
    }

    #[test]
    fn runs_merge_into_the_order_of_the_table_without_doubles() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut rng = fastrand::Rng::with_seed(7);
        let mut whole = KeySort::new(&folder.path().join("desk.db"));
        let mut parts = KeySort::new(&folder.path().join("desk.db"));
        let mut expected = std::collections::BTreeSet::new();
        for i in 0..3000 {
            let (kind, key, case) = (rng.i64(1..8), format!("和{}", rng.u32(..40)), rng.i64(1..400));
            whole.push(kind, &key, case).expect("kept");
            parts.push(kind, &key, case).expect("kept");
            expected.insert((kind, key, case));
            if i % 700 == 699 {
                parts.spill().expect("written");
            }
        }
        let expected: Vec<_> = expected.into_iter().collect();
        assert_eq!(drained(whole), expected);
        assert_eq!(drained(parts), expected);
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 0);
    }
}
