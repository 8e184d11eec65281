//! A template somebody edited: whatever its text is, filling it ends with a document or with words.
#![no_main]

use fengqiao::documents::fill::{fill, text_of};
use fengqiao::documents::values::Values;
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};

fuzz_target!(|data: &[u8]| {
    let _ = fill(data, &Values::default());
    let mut whole = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [("[Content_Types].xml", &b"<Types/>"[..]), ("word/document.xml", data)] {
        whole.start_file(name, stored).expect("a part");
        whole.write_all(text).expect("written");
    }
    let whole = whole.finish().expect("a file").into_inner();
    if let Ok(filled) = fill(&whole, &Values::default()) {
        text_of(&filled.bytes).expect("what was filled can be read");
    }
});
