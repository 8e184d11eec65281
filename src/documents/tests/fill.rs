//! Filling: split runs, repeated rows, hostile values, hostile files.

use super::super::fill::{LARGEST, fill, text_of};
use super::super::xml;
use super::{changed, filled, part, some, with_body};

const P: &str = "<w:p><w:pPr><w:ind w:firstLine=\"480\"/></w:pPr>";

fn text(body: &str, values: &super::Values) -> String {
    let done = filled(body, values);
    assert!(done.unknown.is_empty(), "{:?}", done.unknown);
    let text = text_of(&done.bytes).expect("text");
    // Header and footer of the blank come after the body.
    text.lines().take_while(|l| !l.starts_with("第1页")).map(|l| format!("{l}\n")).collect::<String>()
}

#[test]
fn a_field_is_found_when_word_split_it_over_runs_and_spell_marks() {
    let body = format!(
        "{P}<w:r><w:t>甲:{{</w:t></w:r><w:proofErr w:type=\"x\"/><w:r><w:rPr><w:b/></w:rPr><w:t>{{姓</w:t></w:r><w:r><w:t>名}}</w:t></w:r><w:r><w:t>}}。</w:t></w:r></w:p>"
    );
    assert!(text(&body, &some(&[("姓名", "和志强")], &[])).starts_with("甲:和志强。\n"));
}

#[test]
fn lines_of_a_value_become_paragraphs_with_the_same_indent() {
    let body = format!("{P}<w:r><w:t>事实:{{{{事实}}}}。</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>完</w:t></w:r></w:p>");
    let done = filled(&body, &some(&[("事实", "一\n二\n三")], &[]));
    let xml = part(&done.bytes, "word/document.xml");
    assert_eq!(xml.matches("w:firstLine").count(), 3, "{xml}");
    assert_eq!(xml.matches("<w:tab/>").count(), 1, "what follows belongs to the last line: {xml}");
    assert!(text_of(&done.bytes).expect("text").starts_with("事实:一\n二\n三。完\n"));
}

#[test]
fn a_value_is_text_whatever_it_holds() {
    let evil = "{{密}}<w:p>&amp;\u{1b}[31m红\u{1b}[0m\u{7}\u{202e}𠮷 ཀ་ཁ ]]>{{#名单}}";
    let done =
        filled(&format!("{P}<w:r><w:t>{{{{言}}}}</w:t></w:r></w:p>"), &some(&[("言", evil), ("密", "漏了")], &[]));
    assert!(done.unknown.is_empty());
    let read = text_of(&done.bytes).expect("well-formed");
    assert!(read.starts_with("{{密}}<w:p>&amp;红𠮷 ཀ་ཁ ]]>{{#名单}}\n"), "{read}");
    let xml = part(&done.bytes, "word/document.xml");
    assert!(!xml.contains('\u{1b}') && !xml.contains("漏了") && xml::parse(&xml).is_ok());
}

#[test]
fn rows_and_paragraphs_are_repeated_for_each_line_of_a_list() {
    let cell = |t: &str| format!("<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>");
    let table = format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("头"),
        cell("{{#名单}}{{名}}"),
        cell("{{额}} {{言}}{{/名单}}")
    );
    let block = format!(
        "{P}<w:r><w:t>{{{{#名单}}}}</w:t></w:r></w:p>{P}<w:r><w:t>付{{{{名}}}}</w:t></w:r></w:p>{P}<w:r><w:t>{{{{/名单}}}}</w:t></w:r></w:p>"
    );
    let two = some(&[("言", "元")], &[("甲", "1"), ("乙{{言}}", "2")]);
    assert!(text(&table, &two).starts_with("头\n甲\n1 元\n乙{{言}}\n2 元\n"));
    assert!(text(&block, &two).starts_with("付甲\n付乙{{言}}\n"), "marks alone on their lines go");
    let none = some(&[("言", "元")], &[]);
    assert!(text(&table, &none).starts_with("头\n\n 元\n"), "a form keeps a line to be filled by hand");
    assert!(!text(&block, &none).contains('付'));
}

#[test]
fn what_nobody_knows_is_named_and_left_as_it_is() {
    let body = format!(
        "{P}<w:r><w:t>{{{{姓名}}}}{{{{协议内溶}}}}{{{{#没有}}}}x{{{{/没有}}}}</w:t></w:r></w:p>{P}<w:r><w:t>{{{{/名单}}}} {{{{未完</w:t></w:r></w:p>"
    );
    let done = filled(&body, &some(&[("姓名", "和志强")], &[]));
    let unknown: Vec<&str> = done.unknown.iter().map(String::as_str).collect();
    assert!(unknown.iter().any(|u| u == &"#没有"), "{unknown:?}");
    assert!(
        unknown.iter().any(|u| u.starts_with("/名单")) && unknown.iter().any(|u| u.contains("没有}}")),
        "{unknown:?}"
    );
    let open = filled(&format!("{P}<w:r><w:t>{{{{#名单}}}}x</w:t></w:r></w:p>"), &some(&[], &[("甲", "1")]));
    assert!(open.unknown.iter().any(|u| u.contains("没有对应的")), "{:?}", open.unknown);
}

#[test]
fn what_is_not_filled_stays_byte_for_byte() {
    let body = format!(
        "{P}<w:r><w:t xml:space=\"preserve\"> a &amp; b &#x4E2D; </w:t><w:br/></w:r></w:p><w:sdt w:x='y'/><w:p><w:r><w:t>{{{{姓名}}}}</w:t></w:r></w:p>"
    );
    let template = with_body(&body);
    let done = fill(&template, &some(&[("姓名", "李")], &[])).expect("filled");
    let (before, after) = (part(&template, "word/document.xml"), part(&done.bytes, "word/document.xml"));
    assert_eq!(after, before.replace("<w:t>{{姓名}}</w:t>", "<w:t xml:space=\"preserve\">李</w:t>"));
    for name in ["word/styles.xml", "[Content_Types].xml", "word/fontTable.xml"] {
        assert_eq!(part(&template, name), part(&done.bytes, name), "{name}");
    }
}

#[test]
fn a_hostile_or_broken_file_is_refused_with_a_reason() {
    let none = some(&[], &[]);
    let refused = |bytes: &[u8]| fill(bytes, &none).expect_err("refused");
    let good = with_body("<w:p/>");
    let doctype = b"<!DOCTYPE x [<!ENTITY a \"b\">]><w:document><w:body/></w:document>";
    assert!(refused(&changed(&good, "word/document.xml", doctype)).contains("DOCTYPE"));
    let deep = format!("{}{}", "<w:p>".repeat(5000), "</w:p>".repeat(5000));
    assert!(refused(&with_body(&deep)).contains("嵌套太深"));
    assert!(refused(&with_body("<w:p>")).contains("XML"));
    assert!(refused(&changed(&good, "word/document.xml", &[0xff, 0xfe, 0x41])).contains("UTF-8"));
    assert!(refused(b"PK not a zip").contains("不是完整的.docx"));
    assert!(refused(&good[..good.len() / 2]).contains("不是完整的.docx"));
    let large = vec![b' '; usize::try_from(LARGEST).expect("small") + 1];
    assert!(refused(&changed(&good, "word/document.xml", &large)).contains("16MB"), "a bomb is small on disk");
    assert!(refused(&large).contains("16MB"));
}
