//! What stands twice in a ledger, however long it is, in a memory that does not grow.
//!
//! Owns a sieve in memory that most rows pass as new without a further look, and behind it the fingerprints
//! themselves: the last ones in memory, the older ones as sorted runs in a nameless file beside the database.
//! What is found never depends on the sieve: it only spares the look.

use crate::store::disk::nameless;
use std::collections::HashMap;
use std::fs::File;
use std::io::Result;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Fingerprints in memory before they become a run.
const RECENT: usize = 1 << 16;
/// Words of 64 bits of the sieve: 4 MB, in which a million rows set one bit in nine.
const SIEVE: usize = 1 << 19;
/// Bytes of a fingerprint with its line.
const RECORD: usize = 12;
/// Records read at once; the first of each is kept in memory to find the place.
const BLOCK: usize = 1024;

/// The fingerprints of the rows of one ledger.
pub struct Prints {
    beside: PathBuf,
    recent: HashMap<u64, u32>,
    sieve: Vec<u64>,
    most: usize,
    file: Option<File>,
    runs: Vec<Run>,
}

/// A sorted run: where it begins in the file, its length in records, the first fingerprint of each block.
struct Run {
    start: u64,
    records: usize,
    firsts: Vec<u64>,
}

impl Prints {
    /// `beside` is the file whose folder takes what memory does not hold.
    pub fn new(beside: &Path) -> Prints {
        Prints::holding(beside, RECENT)
    }

    fn holding(beside: &Path, most: usize) -> Prints {
        let beside = beside.to_path_buf();
        Prints { beside, recent: HashMap::new(), sieve: vec![0; SIEVE], most, file: None, runs: Vec::new() }
    }

    /// The line that has this fingerprint, if one has.
    ///
    /// # Errors
    /// Of the disk.
    pub fn line(&self, print: u64) -> Result<Option<u32>> {
        let (word, bits) = sieved(print);
        if self.sieve[word] & bits != bits {
            return Ok(None);
        }
        if let Some(line) = self.recent.get(&print) {
            return Ok(Some(*line));
        }
        let Some(file) = &self.file else { return Ok(None) };
        for run in &self.runs {
            if let Some(line) = run.line(file, print)? {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// Keeps the fingerprint of a line that had none.
    ///
    /// # Errors
    /// Of the disk, when a run is written.
    pub fn add(&mut self, print: u64, line: u32) -> Result<()> {
        let (word, bits) = sieved(print);
        self.sieve[word] |= bits;
        self.recent.insert(print, line);
        if self.recent.len() >= self.most { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => nameless(&self.beside)?,
        };
        let mut records: Vec<(u64, u32)> = self.recent.drain().collect();
        records.sort_unstable();
        let mut bytes = Vec::with_capacity(records.len() * RECORD);
        for (print, line) in &records {
            bytes.extend_from_slice(&print.to_be_bytes());
            bytes.extend_from_slice(&line.to_be_bytes());
        }
        let start = self.runs.last().map_or(0, |run| run.start + (run.records * RECORD) as u64);
        file.write_all_at(&bytes, start)?;
        let firsts = records.chunks(BLOCK).map(|block| block[0].0).collect();
        self.runs.push(Run { start, records: records.len(), firsts });
        self.file = Some(file);
        Ok(())
    }
}

impl Run {
    fn line(&self, file: &File, print: u64) -> Result<Option<u32>> {
        let Some(block) = self.firsts.partition_point(|first| *first <= print).checked_sub(1) else { return Ok(None) };
        let from = block * BLOCK;
        let mut bytes = vec![0; (self.records - from).min(BLOCK) * RECORD];
        file.read_exact_at(&mut bytes, self.start + (from * RECORD) as u64)?;
        let (records, _) = bytes.as_chunks::<RECORD>();
        let wanted = print.to_be_bytes();
        let found = records.binary_search_by(|record| record[..8].cmp(&wanted)).ok();
        Ok(found.map(|at| u32::from_be_bytes([records[at][8], records[at][9], records[at][10], records[at][11]])))
    }
}

/// The word of the sieve for a fingerprint, and its four bits there.
fn sieved(print: u64) -> (usize, u64) {
    #[allow(clippy::cast_possible_truncation)]
    let word = (print >> 24) as usize % SIEVE;
    (word, (0..4).map(|i| 1 << (print >> (6 * i) & 63)).fold(0, |bits, bit: u64| bits | bit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fingerprint_is_found_in_memory_and_in_the_file_and_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut prints = Prints::holding(&folder.path().join("desk.db"), 3000);
        let mut rng = fastrand::Rng::with_seed(7);
        // Close to each other as well as far apart, and at both ends.
        let mut all: Vec<u64> = (0..10_000).map(|n| if n % 2 == 0 { rng.u64(..) } else { n << 40 | n }).collect();
        all.extend([0, u64::MAX]);
        for (line, print) in (1..).zip(&all) {
            assert_eq!(prints.line(*print).expect("read"), None, "{print:x}");
            prints.add(*print, line).expect("kept");
        }
        assert!(prints.runs.len() >= 3 && !prints.recent.is_empty());
        for (line, print) in (1..).zip(&all) {
            assert_eq!(prints.line(*print).expect("read"), Some(line), "{print:x}");
            let other = print.wrapping_add(1);
            assert_eq!(prints.line(other).expect("read").is_some(), all.contains(&other), "{other:x}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "the file has no name");
    }
}
