//! Any text in any field of any form: checked without a panic, and what passed passes again unchanged.
#![no_main]

use chrono::NaiveDate;
use fengqiao::domain::forms;
use fengqiao::validation::{Draft, check, check_part, display, editable};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let tables: Vec<_> = forms::all().collect();
    let table = tables[usize::from(*choice) % tables.len()];
    let mut draft = Draft::default();
    for (i, part) in rest.split(|b| *b == 0).enumerate() {
        let Some((at, text)) = part.split_first() else { continue };
        let field = &table.fields[(usize::from(*at) + i) % table.fields.len()];
        draft.set(field.key, String::from_utf8_lossy(text));
    }
    let now = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day").and_hms_opt(16, 42, 0).expect("a time");
    let _ = check_part(table, &draft, now, Some(&[]));
    if let Ok(checked) = check(table, &draft, now) {
        let again = check(table, checked.values(), now).expect("what passed passes again");
        assert_eq!(again.values(), checked.values());
        for field in table.fields {
            let value = checked.values().get(field.key);
            let _ = (display(field, value), editable(field.kind, value));
        }
    }
});
