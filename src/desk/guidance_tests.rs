//! 咨询摘要: found by words or initials, read with clocks from the table, given, counted, kept by the office.

use super::register::{self, Ask};
use super::slips::WIDTH;
use super::trial::Office;
use super::{Desk, Failure};
use crate::domain::{codes, deadline};
use crate::validation::Draft;
use unicode_width::UnicodeWidthStr;

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

fn titles(desk: &Desk, words: &str) -> Vec<String> {
    desk.guidance(words, Some(true)).expect("found").into_iter().map(|g| g.title).collect()
}

fn rows(desk: &Desk, id: &str, view: &str) -> Vec<Vec<String>> {
    let register = register::find(id).expect("a register");
    let ask = Ask { view: view.into(), limit: 90, ..Ask::default() };
    desk.register_rows(register, &ask).expect("rows").into_iter().map(|l| l.cells).collect()
}

#[test]
fn every_summary_names_office_clock_and_article_and_fits_the_paper() {
    let office = Office::new();
    let desk = office.desk("qiantai", "窗口1");
    let all = desk.guidance("", None).expect("all");
    assert!(all.len() >= 40, "{}", all.len());
    for kind in codes::DISPUTE {
        assert!(all.iter().any(|g| g.dispute == kind.code), "none for {}", kind.label);
    }
    for (i, g) in all.iter().enumerate() {
        assert!(all[..i].iter().all(|o| o.title != g.title), "{} twice", g.title);
        assert!(
            !g.office.is_empty() && !g.bring.is_empty() && !g.article.is_empty() && !g.body.is_empty(),
            "{}",
            g.title
        );
        assert!(g.title.width() <= 30, "{}", g.title);
        let ids: Vec<&str> = g.clock.split_whitespace().collect();
        assert!(!ids.is_empty(), "{} has no clock", g.title);
        let rules: Vec<_> = ids.iter().map(|id| deadline::RULES.iter().find(|r| r.id == *id)).collect();
        assert!(rules.iter().all(Option::is_some), "{} names {:?}", g.title, g.clock);
        // What is said to be checked may not rest on a length that is not.
        assert!(!g.verified || rules.iter().flatten().all(|r| r.verified), "{}", g.title);
        let paper = desk.guidance_paper(g.id).expect("a paper");
        for line in &paper {
            assert!(line.width() <= WIDTH, "{}: {line}", g.title);
            let odd =
                line.chars().find(|c| matches!(c, '…' | '·' | '“' | '”' | '‘' | '’' | '—' | '①' | '×' | '≤' | '≥'));
            assert!(odd.is_none(), "{}: {odd:?} in {line}", g.title);
        }
        let text = paper.join("");
        assert!(text.contains("去哪里") && text.contains("期限") && text.contains("条文"), "{text}");
        assert_eq!(text.contains("条文待核"), !g.verified, "{}", g.title);
        assert!(!text.contains("收费标准") && text.contains("咨询不收费"), "{text}");
    }
}

#[test]
fn a_summary_is_found_by_words_in_any_order_and_by_initials() {
    let office = Office::new();
    let desk = office.desk("qiantai", "窗口1");
    let found = titles(&desk, "仲裁 劳动争议");
    assert_eq!((found[0].as_str(), found.len() > 2), ("劳动争议仲裁", true), "what its title says comes first");
    assert!(titles(&desk, "工伤").contains(&"申请工伤认定".to_string()));
    assert!(titles(&desk, "sqgsrd").contains(&"申请工伤认定".to_string()), "initials");
    assert!(titles(&desk, "GSRD").contains(&"申请工伤认定".to_string()), "a part of them, in any case");
    assert!(titles(&desk, "没有这样的事").is_empty());
    let paper = desk.guidance("sqgsrd", None).expect("found")[0].id;
    let text = desk.guidance_paper(paper).expect("a paper").join("\n");
    let rule = deadline::find("G14").expect("a rule");
    assert!(text.contains(&format!("{} {}", rule.label, rule.length_words())), "{text}");
    assert!(text.contains("工伤认定（单位申请） 30日"), "{text}");
}

#[test]
fn a_consultation_counts_and_shows_by_day_and_month() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "窗口1");
    let id = desk.guidance("申请工伤认定", None).expect("found")[0].id;
    desk.consult(Some(id), &draft(&[("people", "3"), ("note", "电话13800000000的人问")])).expect("counted");
    desk.consult(Some(id), &draft(&[("people", "1")])).expect("counted");
    desk.consult(None, &draft(&[("people", "2"), ("note", "问退役优待")])).expect("counted");
    let none = desk.consult(None, &draft(&[("people", "2")])).expect_err("of what");
    assert!(matches!(none, Failure::Problems(ref l) if l[0].field == "note"), "{none:?}");
    let today = rows(&desk, "consultations", "today");
    assert_eq!(today.len(), 3);
    assert!(today.iter().all(|l| !l.join(" ").contains("13800000000")), "numbers stay out of lists: {today:?}");
    let counts = rows(&desk, "consultations", "counts");
    assert_eq!(counts[0].last().map(String::as_str), Some("3次 6人"), "{counts:?}");
    assert!(counts.iter().any(|l| l[1] == "申请工伤认定" && l[5] == "2次 4人"), "{counts:?}");
    assert!(desk.print_guidance(id).expect("printed").text.contains("工伤保险条例"));
    let later = office.desk_later("qiantai", "窗口1", chrono::TimeDelta::days(9));
    assert!(rows(&later, "consultations", "today").is_empty() && rows(&later, "consultations", "month").is_empty());
    assert_eq!(rows(&later, "consultations", "all").len(), 3);
}

#[test]
fn the_office_keeps_its_summaries_and_nobody_else() {
    let office = Office::new();
    let mut clerk = office.desk("qiantai", "窗口1");
    let new = draft(&[
        ("title", "虫草采挖证"),
        ("office", "乡镇人民政府"),
        ("bring", "身份证"),
        ("clock", "g07,G12"),
        ("article", "行政许可法第42条"),
        ("body", "采挖以前在乡镇办理,不收费用。"),
        ("verified", "0"),
    ]);
    let no = clerk.add_guidance(&new).expect_err("not hers to write").to_string();
    assert!(no.contains("没有“咨询摘要编写”的权限") && no.contains("主任"), "{no}");
    let mut desk = office.desk("zhuren", "主任室");
    let wrong = desk.add_guidance(&new.clone().with("clock", "G99")).expect_err("no such clock");
    assert!(matches!(wrong, Failure::Problems(ref l) if l[0].field == "clock"), "{wrong:?}");
    let id = desk.add_guidance(&new).expect("added").id;
    assert_eq!(desk.guidance_of(id).expect("kept").clock, "G07 G12");
    assert_eq!(titles(&clerk, "cccwz"), ["虫草采挖证"]);
    desk.edit_guidance(id, &new.with("office", "县林业和草原局")).expect("edited");
    assert!(desk.guidance_of(id).expect("kept").office.contains("林业"));
    desk.retire_guidance(id, false, &draft(&[("reason", "政策停了")])).expect("retired");
    assert!(titles(&clerk, "虫草").is_empty());
    let used = clerk.consult(Some(id), &draft(&[("people", "1")])).expect_err("out of use").to_string();
    assert!(used.contains("已停用"), "{used}");
    assert_eq!(rows(&clerk, "guidance", "retired").len(), 1);
    desk.retire_guidance(id, true, &draft(&[("reason", "恢复")])).expect("back");
    assert_eq!(titles(&clerk, "虫草"), ["虫草采挖证"]);
}

#[test]
fn a_file_is_given_its_summaries_once() {
    let office = Office::new();
    let before = office.desk("zhuren", "主任室").guidance("", None).expect("all").len();
    let again = office.desk("zhuren", "主任室").guidance("", None).expect("all").len();
    assert_eq!(before, again);
}
