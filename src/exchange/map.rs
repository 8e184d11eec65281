//! What an office says about the columns of its own ledgers: a file it writes, or what it chose on the
//! screen, kept beside the database.
//!
//! Owns the form of that file. Which words need no map is the business of `headings`.

use super::headings::{Target, meaning, plain};
use crate::desk::{Failure, Outcome};
use crate::store::disk::words;
use std::path::{Path, PathBuf};

/// What an office says about its own ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Heading as it stands, plain, and what it means.
    columns: Vec<(String, Target)>,
    /// Fields whose blank cells mean the cell above: merged cells.
    pub down: Vec<&'static str>,
}

/// The line of a map that names the columns with merged cells.
const DOWN: &str = "向下填充";

impl Map {
    /// Reads a map file: a `.json` object, or lines `列名 = 键` (TOML with quotes is the same).
    ///
    /// # Errors
    /// Problems that name the line and the remedy.
    pub fn open(path: &Path) -> Outcome<Map> {
        let text = std::fs::read_to_string(path).map_err(|e| {
            Failure::Fault(format!("读不了对应表 {}:{};请核对路径,另存为UTF-8文本", path.display(), words(&e)))
        })?;
        Map::read(text.trim_start_matches('\u{FEFF}'))
    }

    fn read(text: &str) -> Outcome<Map> {
        let mut map = Map::default();
        if text.trim_start().starts_with('{') {
            let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).map_err(|e| {
                Failure::problem("map", format!("对应表第{}行不是JSON对象;写成 {{\"列名\": \"键\"}}", e.line()))
            })?;
            for (heading, value) in object {
                let words = match value {
                    serde_json::Value::Array(list) => {
                        list.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(",")
                    }
                    value => value.as_str().unwrap_or_default().to_string(),
                };
                map.add(&heading, &words)?;
            }
            return Ok(map);
        }
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with('[') && line.ends_with(']') {
                continue;
            }
            let (heading, word) = line.split_once('=').ok_or_else(|| {
                Failure::problem("map", format!("对应表第{}行“{line}”没有等号;写成 列名=键,如 群众姓名=name", i + 1))
            })?;
            map.add(heading, word)?;
        }
        Ok(map)
    }

    fn add(&mut self, heading: &str, word: &str) -> Outcome<()> {
        let bare = |text: &str| text.trim().trim_matches(['"', '\'', '[', ']', ' ']).to_string();
        let (heading, word) = (bare(heading), bare(word));
        let target = |word: &str| {
            meaning(&plain(word)).ok_or_else(|| {
                Failure::problem("map", format!("对应表里“{word}”不是登记表的项;键用 fengqiao case form visit 看"))
            })
        };
        if heading == DOWN {
            for word in word.split([',', '、', '，']).map(bare).filter(|w| !w.is_empty()) {
                if let Target::Field(key) = target(&word)? {
                    self.down.push(key);
                }
            }
            return Ok(());
        }
        let found = if matches!(word.as_str(), "状态" | "status") { Target::Status } else { target(&word)? };
        self.columns.push((plain(&heading), found));
        Ok(())
    }

    /// Where an office's own words are kept, beside its database.
    pub fn kept_at(db: &Path) -> PathBuf {
        let stem = db.file_stem().unwrap_or_default().to_string_lossy();
        db.with_file_name(format!("{stem}.台账列名.txt"))
    }

    /// The words kept beside a database; none were kept = an empty map.
    ///
    /// # Errors
    /// As [`Map::open`].
    pub fn kept(db: &Path) -> Outcome<Map> {
        let path = Map::kept_at(db);
        if path.exists() { Map::open(&path) } else { Ok(Map::default()) }
    }

    /// Keeps the words beside a database.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn keep(&self, db: &Path) -> Outcome<()> {
        let path = Map::kept_at(db);
        let part = path.with_extension("部分");
        std::fs::write(&part, self.write()).and_then(|()| std::fs::rename(&part, &path)).map_err(|e| {
            Failure::Fault(format!("写不了对应表 {}:{};请检查文件夹和磁盘空间", path.display(), words(&e)))
        })
    }

    /// The lines that [`Map::open`] reads.
    pub fn write(&self) -> String {
        let mut text = String::from("# 台账列名=登记表的项;忽略=不导入\n");
        for (heading, target) in self.columns.iter().filter(|c| !c.0.contains('=')) {
            text.push_str(&format!("{heading}={}\n", target.word()));
        }
        if !self.down.is_empty() {
            text.push_str(&format!("{DOWN}={}\n", self.down.join(",")));
        }
        text
    }

    /// Says what a heading means, in place of what was said before.
    pub fn set(&mut self, heading: &str, target: Target) {
        let word = plain(heading);
        self.columns.retain(|c| c.0 != word);
        self.columns.push((word, target));
    }

    /// What a heading means.
    pub fn meaning(&self, heading: &str) -> Target {
        let word = plain(heading);
        if word.is_empty() {
            return Target::Skip;
        }
        let own = self.columns.iter().find(|c| c.0 == word).map(|c| c.1);
        own.or_else(|| meaning(&word)).unwrap_or(Target::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_lines_or_json_and_says_what_it_does_not_know() {
        let lines = Map::read(
            "# 我县的列名\n[列]\n\"群众\" = \"name\"\n 经手情况=状态\n街道=忽略\n向下填充 = [\"姓名\", \"联系电话\"]\n",
        );
        let json =
            Map::read("{\"群众\":\"姓名\",\"经手情况\":\"status\",\"街道\":\"-\",\"向下填充\":[\"name\",\"phone\"]}");
        let sorted = |map: &Outcome<Map>| {
            let mut map = map.clone().expect("read");
            map.columns.sort_by(|a, b| a.0.cmp(&b.0));
            map
        };
        assert_eq!(sorted(&lines), sorted(&json));
        let map = lines.expect("read");
        assert_eq!(map.down, ["name", "phone"]);
        assert_eq!(map.meaning("群 众(必填)"), Target::Field("name"));
        assert_eq!(map.meaning("经手情况"), Target::Status);
        assert_eq!(map.meaning("街道"), Target::Skip);
        let no = Map::read("群众=名字啊").expect_err("no field").to_string();
        assert!(no.contains("名字啊") && no.contains("case form visit"), "{no}");
        assert!(Map::read("群众").expect_err("no sign").to_string().contains("第1行"));
    }

    #[test]
    fn what_is_kept_is_read_again_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join("desk.db");
        assert_eq!(Map::kept(&db).expect("none yet"), Map::default());
        let mut map = Map::read("群众=name\n街道=忽略\n向下填充=姓名").expect("read");
        map.set("经手 情况", Target::Status);
        map.set("群众", Target::Field("receiver"));
        map.keep(&db).expect("kept");
        assert_eq!(Map::kept(&db).expect("read"), map);
        assert_eq!(map.meaning("群众"), Target::Field("receiver"));
    }
}
