//! Lists as files: what is written, and what is never overwritten.

use super::*;
use calamine::{Data, Reader, open_workbook_auto};
use std::os::unix::fs::PermissionsExt;

fn columns() -> Vec<Column> {
    vec![Column::new("document_no", "证件号码", 20), Column::new("gist", "诉求", 30), Column::new("people", "人数", 6)]
}

fn written(path: &Path, form: Form) {
    let mut writer = Writer::create(path, form, columns(), false).expect("begun");
    let row = |gist: &str| vec![Value::from("533422198506150026"), gist.into(), Value::Number(-3)];
    for gist in ["=HYPERLINK(\"x\")", "@SUM", "+1", "-1", "\t1", "㐂𠮷两村水源"] {
        writer.row(&row(gist)).expect("written");
    }
    assert_eq!(writer.close().expect("closed").len(), 64);
    assert!(!path.exists(), "not there before it is whole");
    writer.finish().expect("named");
}

#[test]
fn no_cell_runs_and_numbers_of_documents_stay_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xlsx");
    written(&path, Form::Xlsx);
    let mut book = open_workbook_auto(&path).expect("xlsx");
    let sheet = book.worksheet_range("Sheet1").expect("a sheet");
    assert_eq!(sheet.get((1, 0)), Some(&Data::String("533422198506150026".into())));
    assert_eq!(sheet.get((1, 2)), Some(&Data::Float(-3.0)));
    for row in 1..=5 {
        let Some(Data::String(text)) = sheet.get((row, 1)) else { panic!("row {row} is no text") };
        assert!(text.starts_with('\''), "{text}");
    }
    assert_eq!(sheet.get((6, 1)), Some(&Data::String("㐂𠮷两村水源".into())));
    let mode = std::fs::metadata(&path).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 1, "no part is left");
}

#[test]
fn csv_has_its_mark_or_is_in_gb18030_and_nothing_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let (a, b) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
    written(&a, Form::Csv);
    written(&b, Form::CsvGb18030);
    let bytes = std::fs::read(&a).expect("read");
    let text = std::str::from_utf8(&bytes).expect("utf-8").strip_prefix('\u{FEFF}').expect("a mark").to_string();
    assert!(text.contains(",'@SUM,-3\r\n") && text.contains("㐂𠮷两村水源"), "{text}");
    let bytes = std::fs::read(&b).expect("read");
    let (other, _, broken) = GB18030.decode(&bytes);
    assert!(!broken && other == text, "{other}");
}

/// Orders to a terminal, and marks that turn the text round, as an older program may have stored them.
#[test]
fn no_file_carries_what_is_not_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let hostile = "甲\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{7f}\u{202e}乙\u{200b}\u{2066}";
    for (name, form) in
        [("a.csv", Form::Csv), ("g.csv", Form::CsvGb18030), ("a.json", Form::Json), ("a.xlsx", Form::Xlsx)]
    {
        let path = folder.path().join(name);
        let mut writer = Writer::create(&path, form, columns(), false).expect("begun");
        let coded = Value::Coded(hostile.into(), hostile.into());
        writer.row(&[Value::from(hostile), coded, Value::Number(1)]).expect("written");
        writer.close().expect("closed");
        writer.finish().expect("named");
        let text = match form {
            Form::Xlsx => {
                let sheet = open_workbook_auto(&path).expect("xlsx").worksheet_range("Sheet1").expect("a sheet");
                sheet.rows().flatten().map(ToString::to_string).collect::<String>()
            }
            Form::CsvGb18030 => GB18030.decode(&std::fs::read(&path).expect("read")).0.into_owned(),
            _ => std::fs::read_to_string(&path).expect("read"),
        };
        let text = text.trim_start_matches('\u{FEFF}');
        assert!(text.contains("甲]0;title[2J31m乙"), "{name}: {text:?}");
        let unseen = |c: char| crate::validation::text::is_unseen(c) && c != '\r';
        assert!(!text.contains(unseen), "{name}: {text:?}");
    }
}

#[test]
fn a_file_is_replaced_only_when_told_and_a_broken_off_one_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.json");
    std::fs::write(&path, "old").expect("written");
    let no = Writer::create(&path, Form::Json, columns(), false).err().expect("refused");
    assert!(no.to_string().contains("--force"), "{no}");
    drop(Writer::create(&path, Form::Json, columns(), true).expect("begun"));
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "old");
    assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 1);
    let mut writer = Writer::create(&path, Form::Json, columns(), true).expect("begun");
    writer.row(&["a\"b".into(), "=1".into(), Value::Number(2)]).expect("written");
    writer.close().expect("closed");
    writer.finish().expect("named");
    let text = std::fs::read_to_string(&path).expect("read");
    assert_eq!(text, "[\n {\"document_no\":\"a\\\"b\",\"gist\":\"=1\",\"people\":2}\n]\n");
}
