//! Lists inside a form: one record a line, cells as people part them.
//!
//! Owns the splitting of a typed line into cells. Each cell is checked by the kind of its column.

use super::check::check_kind;
use super::draft::Draft;
use super::field::{Column, Kind, Value};
use super::text::{clean_line, clean_rows};
use chrono::NaiveDateTime;

/// Checks every line; the stored form has all cells of a line, parted by tabs. Problems name the
/// line and the column.
pub(super) fn check_rows(
    columns: &[Column],
    most: usize,
    typed: &str,
    draft: &Draft,
    now: NaiveDateTime,
) -> Result<Value, String> {
    let cleaned = clean_rows(typed);
    let (mut lines, mut problems, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    for (i, line) in cleaned.split('\n').filter(|l| !l.trim().is_empty()).enumerate() {
        match check_line(columns, line, draft, now) {
            Ok((cells, hints)) => {
                lines.push(cells.join("\t"));
                warnings.extend(hints.into_iter().map(|w| format!("第{}行 {w}", i + 1)));
            }
            Err(problem) => problems.push(format!("第{}行 {problem}", i + 1)),
        }
    }
    let count = lines.len() + problems.len();
    if count > most {
        problems.insert(0, format!("最多{most}行,现为{count}行,请删减"));
    }
    if problems.is_empty() {
        Ok(Value { text: lines.join("\n"), warning: (!warnings.is_empty()).then(|| warnings.join(";")) })
    } else {
        Err(problems.join(";"))
    }
}

type Cells = (Vec<String>, Vec<String>);

fn check_line(columns: &[Column], line: &str, draft: &Draft, now: NaiveDateTime) -> Result<Cells, String> {
    let (pieces, sure) = split(columns, line);
    let surplus = pieces.len().saturating_sub(columns.len());
    if sure || pieces.len() <= 1 {
        if pieces[pieces.len() - surplus..].iter().any(|p| !p.trim().is_empty()) {
            return Err(format!("有{}格,应为{}格({})", pieces.len(), columns.len(), labels(columns)));
        }
        return check_cells(columns, &pieces[..pieces.len() - surplus], draft, now);
    }
    // Blanks and commas may belong to the words of the first free column: take as few of them
    // as make the line right. A figure is never swallowed just to make a line pass.
    let free = columns.iter().position(|c| matches!(c.kind, Kind::Line(_) | Kind::Text(..) | Kind::Name));
    let mut first_problem = None;
    for extra in surplus..pieces.len() {
        let Some(at) = free.filter(|&at| at + extra < pieces.len()) else { break };
        let swallowed = &pieces[at + 1..=at + extra];
        if extra > surplus && swallowed.iter().any(|p| p.chars().any(|c| c.is_numeric())) {
            break;
        }
        let mut cells: Vec<String> = pieces[..at].to_vec();
        cells.push(pieces[at..=at + extra].join(" "));
        cells.extend_from_slice(&pieces[at + extra + 1..]);
        match check_cells(columns, &cells, draft, now) {
            Ok(checked) => return Ok(checked),
            Err(problem) => first_problem = first_problem.or(Some(problem)),
        }
    }
    match first_problem {
        Some(problem) => Err(problem),
        None if surplus == 0 => check_cells(columns, &pieces, draft, now),
        None => Err(format!("有{}格,应为{}格({})", pieces.len(), columns.len(), labels(columns))),
    }
}

fn labels(columns: &[Column]) -> String {
    columns.iter().map(|c| c.label).collect::<Vec<_>>().join(" ")
}

fn check_cells(columns: &[Column], pieces: &[String], draft: &Draft, now: NaiveDateTime) -> Result<Cells, String> {
    // The type of a document may stand in the same line.
    let mut around = draft.clone();
    for (column, piece) in columns.iter().zip(pieces) {
        around.set(column.key, clean_line(piece));
    }
    let (mut cells, mut hints) = (Vec::with_capacity(columns.len()), Vec::new());
    for (i, column) in columns.iter().enumerate() {
        let typed = pieces.get(i).map(|p| clean_line(p)).unwrap_or_default();
        if typed.is_empty() {
            if column.required {
                return Err(format!("请填写{}(每行:{})", column.label, labels(columns)));
            }
            cells.push(String::new());
            continue;
        }
        let checked = match column.kind {
            Kind::Rows(..) => Err("一格里不能再有多行".to_string()),
            kind => check_kind(kind, &typed, &around, now, true),
        };
        let value = checked.map_err(|problem| format!("{}: {problem}", column.label))?;
        hints.extend(value.warning.map(|w| format!("{}: {w}", column.label)));
        cells.push(value.text.replace(['\n', '\t'], " "));
    }
    Ok((cells, hints))
}

/// Cells of a line, and whether the parting is certain (tabs). Otherwise by the strongest mark
/// that occurs: two blanks, then commas, then single blanks.
fn split(columns: &[Column], line: &str) -> (Vec<String>, bool) {
    let own = |pieces: Vec<&str>| pieces.into_iter().map(|p| p.trim().to_string()).collect::<Vec<_>>();
    if columns.len() < 2 {
        return (vec![without_number(&clean_line(line)).to_string()], true);
    }
    if line.contains('\t') {
        return (own(line.split('\t').collect()), true);
    }
    let line = line.replace('\u{3000}', "  ");
    let line = without_number(line.trim());
    let keep = |pieces: Vec<&str>| own(pieces.into_iter().filter(|p| !p.trim().is_empty()).collect());
    let double = keep(line.split("  ").collect());
    if double.len() > 1 {
        return (double, false);
    }
    let comma = commas(line);
    if comma.len() > 1 {
        return (own(comma), false);
    }
    (keep(line.split(' ').collect()), false)
}

/// Parts at commas, but not inside a figure like `1,200`. Empty cells stay.
fn commas(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let (mut start, mut before) = (0, ' ');
    for (at, c) in line.char_indices() {
        let figure = c == ',' && before.is_ascii_digit() && {
            let tail = &line.as_bytes()[at + 1..];
            tail.len() >= 3 && tail[..3].iter().all(u8::is_ascii_digit) && !tail.get(3).is_some_and(u8::is_ascii_digit)
        };
        if matches!(c, ',' | '\u{FF0C}' | '、' | '\u{FF1B}' | ';') && !figure {
            cells.push(&line[start..at]);
            start = at + c.len_utf8();
        }
        before = c;
    }
    cells.push(&line[start..]);
    cells
}

/// A line without the number of the item: `1、返还土地款`.
fn without_number(mut line: &str) -> &str {
    loop {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = line[digits..].strip_prefix(['、', '.', '\u{FF0E}', ')', '\u{FF09}']);
        match rest.map(str::trim_start) {
            Some(rest) if (1..=2).contains(&digits) && rest.chars().next().is_some_and(|c| !c.is_ascii_digit()) => {
                line = rest;
            }
            _ => return line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choices;
    use proptest::prelude::*;

    const PEOPLE: &[Column] = &[
        Column { key: "name", label: "姓名", kind: Kind::Name, required: true },
        Column { key: "document_no", label: "证件号码", kind: Kind::Line(40), required: false },
        Column { key: "phone", label: "电话", kind: Kind::Phone, required: false },
    ];
    const CLAIMS: &[Column] = &[
        Column { key: "claim", label: "请求", kind: Kind::Line(200), required: true },
        Column { key: "amount", label: "金额", kind: Kind::Money, required: false },
    ];
    const PAPERS: &[Column] = &[
        Column { key: "title", label: "名称", kind: Kind::Line(60), required: true },
        Column {
            key: "kind",
            label: "原件/复印件",
            kind: Kind::Choice(choices![("1", "原件"), ("2", "复印件")]),
            required: true,
        },
        Column { key: "copies", label: "份数", kind: Kind::Number(1, 999), required: true },
    ];

    fn rows(columns: &[Column], typed: &str) -> Result<String, String> {
        let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(16, 42, 0).unwrap();
        check_rows(columns, 3, typed, &Draft::default(), now).map(|v| v.text)
    }

    #[test]
    fn typed_lines() {
        for (columns, typed, kept) in [
            (PEOPLE, "和志强 533401199001010012 138 0000 0000", Err("电话")),
            (PEOPLE, "和志强 533401199001010012 13800000000", Ok("和志强\t533401199001010012\t13800000000")),
            (PEOPLE, "和志强  533401199001010012  138 0000 0000", Ok("和志强\t533401199001010012\t13800000000")),
            (PEOPLE, "和志强\t\t8222333", Ok("和志强\t\t0887-8222333")),
            (
                PEOPLE,
                "和志强\u{FF0C}533401199001010012\u{FF0C}13800000000",
                Ok("和志强\t533401199001010012\t13800000000"),
            ),
            (PEOPLE, "和志强,,13800000000", Ok("和志强\t\t13800000000")),
            (PEOPLE, "和志强\r\n\r\n扎西", Ok("和志强\t\t\n扎西\t\t")),
            (PEOPLE, "\t\t13800000000", Err("请填写姓名")),
            (PEOPLE, "和\t1\t8222333\t多", Err("有4格,应为3格")),
            (CLAIMS, "返还土地款 1.2万", Ok("返还土地款\t1200000")),
            (CLAIMS, "返还土地款 1,200", Ok("返还土地款\t120000")),
            (CLAIMS, "1、返还 土地 款 12000", Ok("返还 土地 款\t1200000")),
            (CLAIMS, "公开赔礼道歉", Ok("公开赔礼道歉\t")),
            (CLAIMS, "公开赔礼 道歉", Ok("公开赔礼 道歉\t")),
            (CLAIMS, "返还土地款 12O00", Err("金额")),
            (PAPERS, "承包合同 书 原件 2", Ok("承包合同 书\t1\t2")),
            (PAPERS, "承包合同 原件", Err("请填写份数")),
            (PAPERS, "a 1 1\nb 1 1\nc 1 1\nd 1 1", Err("最多3行")),
            (PAPERS, "a 1 1\nb 1 x", Err("第2行 份数")),
        ] {
            match (rows(columns, typed), kept) {
                (Ok(text), Ok(kept)) => assert_eq!(text, kept, "{typed}"),
                (Err(problem), Err(word)) => assert!(problem.contains(word), "{typed}: {problem}"),
                (got, _) => panic!("{typed}: {got:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_is_kept_again(text in r"(和|[0-9]|原件| |  |\t|\n|,|、|1\.|\PC){0,12}") {
            for columns in [PEOPLE, PAPERS, &PAPERS[..1]] {
                if let Ok(once) = rows(columns, &text) {
                    prop_assert_eq!(rows(columns, &once), Ok(once.clone()));
                }
            }
        }
    }
}
