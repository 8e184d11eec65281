//! What is long stays whole: a Tibetan name, an address over lines, narratives of two thousand signs, five
//! who speak for others, twenty instalments. And the look that keeps a paper together over pages.

use super::super::catalogue;
use super::super::docx;
use super::super::fill::{fill, text_of};
use super::super::names;
use super::super::sheet::{Line, Part, Sheet};
use super::super::values::{Row, Values};
use super::part;

const NAME: &str = "བཀྲ་ཤིས་དོན་གྲུབ་ཚེ་རིང་རྡོ་རྗེ་扎西顿珠次仁多吉洛桑江措";
const ADDRESS: &str =
    "云南省迪庆藏族自治州香格里拉市建塘镇仓房社区金龙街北段独克宗古城老槐树往东第三个巷口左手边二层藏房后院二零三室";

/// Two thousand signs.
fn narrative() -> String {
    "入夏以来邻居扩建围墙占用宅基地约二十平方米,2026年3月至今协商12次未果,请求恢复原界。"
        .repeat(50)
        .chars()
        .take(2000)
        .collect()
}

/// Every name with more than it usually holds.
fn extreme() -> Values {
    let mut values = names::blank().clone();
    let value = |name: &str, long: &str| {
        let last = name.rsplit('.').next().unwrap_or(name);
        match last {
            "studio" => "香格里拉市人民调解参与信访问题化解工作室".to_string(),
            "title" | "number" => "香格里拉信调〔2026〕0131号".to_string(),
            "document_no" => "533422198506150026".to_string(),
            "address" | "residence" | "household" => ADDRESS.to_string(),
            "name" | "respondent" | "provider" | "debtor" | "petitioner" => NAME.to_string(),
            l if l.ends_with("大写") => "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分".to_string(),
            "amount" | "total" => "1,234,567,890.12元".to_string(),
            "summary" | "facts" | "content" | "statements" | "opinion" | "abstract" | "demand" | "feedback"
            | "fact" | "detail" | "advice" | "note" | "reason" | "decision" | "closing" | "result" | "matter" => {
                long.to_string()
            }
            l if l.ends_with("_on") || matches!(l, "due" | "raw" | "rolled" | "today" | "on" | "until") => {
                "2026年11月23日".to_string()
            }
            "no" | "nth" | "copies" | "pages" | "people" | "age" => "20".to_string(),
            _ => "建塘镇人民政府信访联席会议办公室负责人".to_string(),
        }
    };
    let long = narrative();
    let fields: Vec<String> = values.names().map(str::to_string).collect();
    for name in fields {
        values.set(&name, value(&name, &long));
    }
    let lists: Vec<(String, Vec<String>)> = values.lists().map(|(n, c)| (n.to_string(), c.to_vec())).collect();
    for (list, columns) in lists {
        let count = if list == "visit.representatives" { 5 } else { 20 };
        let short: String = long.chars().take(60).collect();
        let rows = (1..=count).map(|n| {
            let cell = |c: &String| (c.clone(), if c == "no" { n.to_string() } else { value(c, &short) });
            columns.iter().map(cell).collect::<Row>()
        });
        values.set_rows(&list, rows.collect());
    }
    values
}

/// What a sheet asks for outside its lists.
fn asked(sheet: &Sheet, name: &str) -> bool {
    let wanted = format!("{{{{{name}}}}}");
    sheet.body.iter().any(|p| match p {
        Part::Text(t) | Part::Head(t) | Part::To(t) | Part::Close(t) | Part::Receipt(t) => t.contains(&wanted),
        Part::Table(lines) => lines.iter().any(|l| match l {
            Line::Pairs(pairs) => pairs.iter().any(|p| p.1.contains(&wanted)),
            Line::Tall(_, v, _) => v.contains(&wanted),
            _ => false,
        }),
        _ => false,
    })
}

#[test]
fn what_is_long_stands_whole_on_every_paper() {
    let values = extreme();
    for sheet in catalogue::all() {
        let done = fill(&docx::template(sheet), &values).expect("filled");
        let text = text_of(&done.bytes).expect("text");
        assert!(!text.contains("{{"), "{}: {text}", sheet.id);
        for name in ["visit.name", "visit.address", "visit.summary", "agreement.facts", "supervision.demand"] {
            if asked(sheet, name) {
                let value = values.get(name).expect("a value");
                assert!(text.contains(value), "{}: {name} is not whole", sheet.id);
            }
        }
    }
}

/// The paragraphs of a part that hold this text, as spelled.
fn paragraphs<'a>(xml: &'a str, text: &str) -> Vec<&'a str> {
    xml.split("</w:p>").filter(|p| p.contains(text)).map(|p| &p[p.rfind("<w:p>").unwrap_or(0)..]).collect()
}

#[test]
fn what_is_signed_is_never_alone_on_a_page() {
    for sheet in catalogue::all() {
        let xml = part(&docx::template(sheet), "word/document.xml");
        for (above, below) in sheet.body.iter().zip(&sheet.body[1..]) {
            if !matches!(below, Part::Close(_) | Part::Sign(_) | Part::Receipt(_)) {
                continue;
            }
            let text = match above {
                Part::Text(t) | Part::Close(t) => t.lines().last().expect("text"),
                Part::Table(_) | Part::Paste(..) => {
                    let last = &xml[xml.rfind("<w:tr>").expect("a row")..xml.rfind("</w:tr>").expect("its end")];
                    let cells = last.matches("<w:p>").count();
                    assert_eq!(last.matches("<w:keepNext/>").count(), cells, "{}: the last row", sheet.id);
                    continue;
                }
                _ => continue,
            };
            let text = super::super::xml::escape(text);
            let kept = paragraphs(&xml, &text);
            assert!(!kept.is_empty() && kept.iter().all(|p| p.contains("<w:keepNext/>")), "{}: {text}", sheet.id);
        }
    }
}

#[test]
fn there_is_room_to_sign_where_a_line_stands_at_the_right() {
    for sheet in catalogue::all() {
        let right = sheet.body.iter().flat_map(|p| match p {
            Part::Close(t) => t.lines().map(str::to_string).collect::<Vec<_>>(),
            Part::Table(lines) => {
                let tall = lines.iter().filter_map(|l| if let Line::Tall(_, v, _) = l { Some(*v) } else { None });
                tall.flat_map(str::lines).filter(|l| l.starts_with('>')).map(str::to_string).collect()
            }
            _ => Vec::new(),
        });
        for line in right {
            // Blanks at the end of such a line hang over it: neither a pen nor a day has room.
            let end = line.trim_end_matches([' ', '　']);
            assert!(!end.ends_with("(签名):") && !end.ends_with("按指印):"), "{}: {line}", sheet.id);
            let last = end.rsplit('　').next().unwrap_or(end);
            let by_hand = last.starts_with("{{") && (last.contains("supervision.") || last.contains("extended."));
            assert!(!by_hand || last.contains("|手填"), "{}: a day that may not be there yet: {line}", sheet.id);
        }
    }
}

#[test]
fn a_day_that_is_not_there_yet_is_written_by_hand() {
    let sheet = catalogue::find("supervision").expect("督办单");
    let mut values = names::blank().clone();
    let read = |values: &Values| text_of(&fill(&docx::template(sheet), values).expect("filled").bytes).expect("text");
    assert!(read(&values).contains("反馈人(签名):　　　　　　　　　　年　　月　　日"), "{}", read(&values));
    values.set("supervision.answered_on", "2026年11月26日");
    assert!(read(&values).contains("反馈人(签名):　　　　　　2026年11月26日"));
}

#[test]
fn a_table_of_one_list_has_its_headings_on_every_page() {
    for id in ["contents", "evidence_list", "material_receipt", "limits"] {
        let xml = part(&docx::template(catalogue::find(id).expect("a sheet")), "word/document.xml");
        assert_eq!(xml.matches("<w:tblHeader/>").count(), 1, "{id}");
    }
}

#[test]
fn labels_of_six_signs_take_one_line() {
    // 2 of 12 columns less the margins of a cell, in twips; a sign of 11 points is 220.
    let room = 2 * 737 - 2 * 57;
    for sheet in catalogue::all() {
        for part in sheet.body {
            let Part::Table(lines) = part else { continue };
            let labels = lines.iter().flat_map(|l| match l {
                Line::Pairs(pairs) => pairs.iter().map(|p| p.0).collect(),
                Line::Tall(label, ..) => vec![*label],
                _ => Vec::new(),
            });
            for label in labels.filter(|l| l.chars().count() <= 6) {
                assert!(label.chars().count() * 220 <= room, "{}: {label}", sheet.id);
            }
        }
    }
    let xml = part(&docx::template(catalogue::find("assessment").expect("评析表")), "word/document.xml");
    assert!(xml.contains(r#"<w:left w:w="57" w:type="dxa"/>"#), "the margin reckoned with");
}

#[test]
fn a_slip_is_a_document_with_its_lines_as_they_stand() {
    let lines = ["日结单".to_string(), String::new(), "  登记 3            办结 <1>".to_string()];
    let made = docx::plain("香格里拉市人民调解工作室", "2026-11-23-日结单", &lines);
    let text = text_of(&made).expect("text");
    assert!(text.starts_with("日结单\n\n  登记 3办结 <1>\n"), "{text}");
    let xml = part(&made, "word/document.xml");
    assert_eq!(xml.matches("<w:r><w:tab/></w:r>").count(), 1, "two columns, parted by a tab: {xml}");
    assert!(text.contains("香格里拉市人民调解工作室2026-11-23-日结单") && text.contains("页 共"), "{text}");
}
