//! Slips say what is the petitioner's own, by when, and never ask him for money.

use super::slips;
use super::trial::Office;
use super::trial_case::{act_filled, advised};

fn slip(desk: &mut super::Desk, case: i64, id: &str) -> Result<String, super::Failure> {
    desk.slip(case, slips::find(id).expect("a slip")).map(|l| l.join("\n"))
}

#[test]
fn the_progress_slip_tells_what_was_done_what_comes_and_whom_to_ask() {
    let office = Office::new();
    let case = advised(&office);
    let demand = [("target", "李秀英"), ("trigger", "进展慢"), ("demand", "尽快办理"), ("feedback_by", "+3")];
    let demand = demand.iter().fold(crate::domain::forms::SUPERVISION.blank(), |d, (k, v)| d.with(k, *v));
    office.desk("ducha", "督查室").supervise(case, &demand).expect("督办");
    let mut desk = office.desk("zhuren", "主任室");
    let text = slip(&mut desk, case, "progress").expect("made");
    assert!(!text.contains("督办"), "what binds the office inside is not told: {text}");
    for word in
        ["第5步 处理意见  在办", "第4步 调查办理  已办", "2026-11-23  受理", "调解期限  2026-12-23前", "承办人李秀英"]
    {
        assert!(text.contains(word), "{word}\n{text}");
    }
    assert!(text.contains("不收任何费用") && !text.contains("元"), "{text}");
    assert!(!text.contains("调查记录"), "what was looked into is not told here");
    assert_eq!(desk.journal_of(case).expect("journal")[0].action, "slip");
}

#[test]
fn the_limits_slip_counts_from_the_day_asked_and_warns_at_seven_days() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let no = slip(&mut desk, case, "limits").expect_err("nothing told yet").to_string();
    assert!(no.contains("还没有提示过期限"), "{no}");
    let told = |route: &'static str, start: &'static str| {
        [("route", route), ("start", start), ("fact", "收到处理决定"), ("told_on", "2026-11-23")]
    };
    act_filled(&mut desk, case, "R16", &told("G07", "2026-09-28")).expect("提示");
    act_filled(&mut desk, case, "R16", &told("G01", "2026-09-28")).expect("提示");
    let text = slip(&mut desk, case, "limits").expect("made");
    assert!(text.contains("届满: 2026-11-27  还有4天") && text.contains("法律援助法44"), "{text}");
    assert!(text.contains("届满: 2029-09-28") && text.contains("民法典第188"), "{text}");
    assert!(text.contains("不代替法律意见"), "{text}");
}

#[test]
fn the_ways_slip_tells_every_way_with_office_clock_and_article() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let text = slip(&mut desk, case, "ways").expect("made");
    for word in
        ["民事诉讼", "基层人民法院", "3年,自知道或应知权利受损", "民法典第188", "行政裁决", "法律援助", "不收任何费用"]
    {
        assert!(text.contains(word), "{word}\n{text}");
    }
    assert!(!text.contains("劳动争议仲裁"), "not a matter of labour: {text}");
}

#[test]
fn what_was_handed_over_is_receipted_and_what_others_gave_is_not_told() {
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    let no = slip(&mut desk, case, "materials").expect_err("nothing was handed in").to_string();
    assert!(no.contains("没有交过材料"), "{no}");
    let evidence = |name: &'static str, provider: &'static str| {
        let base = [("kind", "2"), ("original", "1"), ("copies", "2"), ("pages", "3"), ("received_on", "2026-11-23")];
        [("name", name), ("provider", provider), ("kept_at", "卷宗柜2-3")].into_iter().chain(base).collect::<Vec<_>>()
    };
    act_filled(&mut desk, case, "R02", &evidence("宅基地使用证", "和志强")).expect("证据");
    act_filled(&mut desk, case, "R02", &evidence("政府会议记录", "建塘镇政府")).expect("证据");
    let back =
        [("evidence", "1"), ("copies", "1"), ("returned_to", "和志强"), ("returned_on", "2026-11-23"), ("signed", "1")];
    act_filled(&mut desk, case, "R05", &back).expect("退还");
    let text = slip(&mut desk, case, "materials").expect("made");
    assert!(text.contains("收〔2026〕001号 宅基地使用证 原件 2份 3页,已退还1份"), "{text}");
    assert!(text.contains("收件人 李秀英") && !text.contains("会议记录"), "{text}");
}

#[test]
fn every_slip_fits_the_paper_without_marks_of_two_widths() {
    use unicode_width::UnicodeWidthStr;
    let office = Office::new();
    let case = advised(&office);
    let mut desk = office.desk("zhuren", "主任室");
    for (s, why) in desk.slips(case).expect("slips") {
        if !why.is_empty() {
            continue;
        }
        let lines = desk.slip(case, s).expect("made");
        for line in &lines {
            assert!(line.width() <= slips::WIDTH, "{}: {line}", s.id);
            assert!(!line.contains(['…', '·', '“', '”', '—', '①']), "{}: {line}", s.id);
        }
        assert!(!lines.join("").contains("13800000000"), "{}", s.id);
    }
}

#[test]
fn a_ticket_is_a_number_and_no_name() {
    let office = Office::new();
    let mut desk = office.desk("qiantai", "窗口1");
    let take = |name: &str| crate::validation::Draft::default().with("name", name).with("people", "2");
    desk.take_number(&take("扎西")).expect("taken");
    let second = desk.take_number(&take("和志强")).expect("taken").id;
    let text = desk.ticket_slip(second).expect("made").join("\n");
    assert!(text.contains("号码: A002") && text.contains("前面还有1个号") && text.contains("2人"), "{text}");
    assert!(!text.contains("和志强") && !text.contains("和＊"), "{text}");
    let no = office.desk("ducha", "督查室").ticket_slip(second).expect_err("not at the queue").to_string();
    assert!(no.contains("没有“来访队列”的权限"), "{no}");
}

#[test]
fn a_long_line_goes_on_under_its_text_and_keeps_numbers_whole() {
    use super::slips::fold;
    let long = format!("    依据: {}第48、50条,后面还有", "农村土地承包经营纠纷调解仲裁法".repeat(2));
    let lines = fold(&[long.clone(), String::new(), "短".into()]);
    assert!(lines.len() > 3 && lines[1].starts_with("      "), "{lines:?}");
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    for pair in lines.windows(2) {
        assert!(!pair[1].trim().starts_with([',', '、']), "{lines:?}");
        assert!(!(digit(pair[0].chars().last()) && digit(pair[1].trim().chars().next())), "{lines:?}");
    }
    assert_eq!(lines.concat().replace(' ', ""), format!("{}短", long.replace(' ', "")));
}
