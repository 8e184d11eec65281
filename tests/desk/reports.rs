//! R01-R15 against counts made another way: the synthetic studio, some of its cases taken to their
//! ends by plain SQL, and each figure counted again from the tables themselves.

use crate::support::NOW;
use fengqiao::desk::{Clock, Desk, demo};
use fengqiao::reports::{self, Axis, Figure, Made, Period, Rank};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn clock() -> Clock {
    Clock::Fixed(format!("{NOW}:00").parse().expect("a time"))
}

/// What the synthetic studio does not do by itself: outcomes, agreements, evaluations, tracks, money.
const LIVES: &str = include_str!("../fixtures/reports.sql");

fn studio() -> &'static Path {
    static STUDIO: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = STUDIO.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("demo.db");
        let now = format!("{NOW}:00").parse().expect("a time");
        demo::demo(&path, 300, 1, now, &mut |_| {}).expect("a studio");
        Connection::open(&path).expect("opens").execute_batch(LIVES).expect("lives");
        (folder, path)
    });
    path
}

fn at(login: &str) -> Desk {
    let mut desk = Desk::open(studio(), clock(), "测试").expect("a desk");
    desk.login_as(login).expect("a user");
    desk
}

fn made(desk: &Desk, report: &str, period: &str, axis: Option<Axis>) -> Made {
    let period = Period::parse(period, desk.today()).expect("a period");
    reports::make(desk, reports::find(report).expect("a report"), period, axis).unwrap_or_else(|e| panic!("{e}"))
}

/// The figure in a row, written `段/行` where a label stands more than once.
fn figure(made: &Made, row: &str, column: &str) -> Figure {
    let at =
        made.sheet.columns.iter().skip(1).position(|c| c == column).unwrap_or_else(|| panic!("no column {column}"));
    let is_section = |word: &str| made.sheet.rows.iter().any(|r| r.rank == Rank::Section && r.label.starts_with(word));
    let (section, label) = row.split_once('/').filter(|(word, _)| is_section(word)).unwrap_or(("", row));
    let mut here = "";
    for r in &made.sheet.rows {
        if r.rank == Rank::Section {
            here = &r.label;
        } else if r.label.trim() == label && (section.is_empty() || here.starts_with(section)) {
            return r.cells[at].figure.clone();
        }
    }
    panic!("no row {row} in {}\n{}", made.report.id, reports::table(made))
}

fn number(conn: &Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |r| r.get::<_, Option<i64>>(0)).expect(sql).unwrap_or(0)
}

/// The opening visit of a case, from the visits themselves.
const OPENING: &str =
    "visit f ON f.id = (SELECT min(x.id) FROM visit x WHERE x.case_id = c.id) AND length(c.stage) = 3";

/// (report, period, axis, row, column, SQL of the same figure).
type Check = (&'static str, &'static str, Option<Axis>, &'static str, &'static str, String);

#[rustfmt::skip]
fn checks() -> Vec<Check> {
    let nov = "strftime('%Y-%m', v.registered_on) = '2026-11' AND v.registered";
    let oct = "strftime('%Y-%m', v.registered_on) = '2026-10' AND v.registered";
    let visits = |what: &str, when: &str| format!("SELECT {what} FROM visit v WHERE {when}");
    let cases = |what: &str, when: &str| format!("SELECT {what} FROM cases c WHERE c.stage NOT IN ('S00') AND {when}");
    let month = |day: &str, month: &str| format!("substr(c.{day}, 1, 7) = '{month}'");
    let clocks = |rule: &str, when: &str| format!(
        "SELECT count(*) FROM deadline d WHERE d.rule IN ({rule}) AND d.state IN ('met', 'running', 'paused') AND d.raw LIKE '2026-11-%' AND {when}");
    let last = |form: &str, key: &str| format!(
        "(SELECT json_extract(r.body, '$.{key}') FROM record r WHERE r.case_id = c.id AND r.form = '{form}' AND NOT r.voided ORDER BY r.id DESC LIMIT 1)");
    let level = last("satisfaction", "level");
    let closed = "c.closed_on >= '2026-10-01' AND c.closed_on < '2026-11-01'";
    let registered = Some(Axis::Registered);
    vec![
        // R01, R01U
        ("R01", "2026-11", None, "合计", "总量件次", visits("count(*)", nov)),
        ("R01", "2026-11", None, "合计", "总量人次", visits("sum(people)", nov)),
        ("R01", "2026-11", None, "上期合计", "总量件次", visits("count(*)", oct)),
        ("R01", "2026-11", None, "合计", "集体访件次", visits("count(*)", &format!("{nov} AND people > 4"))),
        ("R01", "2026-11", None, "合计", "集体访人次", visits("sum(people)", &format!("{nov} AND people > 4"))),
        ("R01", "2026-11", None, "合计", "重复个体件次", visits("count(*)", &format!("{nov} AND NOT people > 4 AND repeat_answer = '2'"))),
        ("R01", "2026-11", None, "合计", "初件个体人次", visits("sum(people)", &format!("{nov} AND people < 5 AND repeat_answer IN ('1', '3', '4')"))),
        ("R01", "2026-11", None, "合计", "民事件次", visits("count(*)", &format!("{nov} AND nature = '1'"))),
        ("R01", "2026-11", None, "香格里拉市建塘镇", "总量件次", visits("count(*)", &format!("{nov} AND place = '533401101' AND ifnull(category, '') <> 'B' AND ifnull(nature, '') <> '6'"))),
        ("R01", "2026-11", None, "密封件(不列属地)", "总量件次", visits("count(*)", &format!("{nov} AND (category = 'B' OR nature = '6')"))),
        ("R01", "2026-W46", Some(Axis::Petitioned), "合计", "总量件次", visits("count(*)", "v.registered AND v.petitioned_on BETWEEN '2026-11-09' AND '2026-11-15'")),
        ("R01", "2026", Some(Axis::Closed), "合计", "总量件次", "SELECT count(*) FROM visit v WHERE v.registered AND v.case_id IN (SELECT id FROM cases WHERE closed_on LIKE '2026%')".into()),
        ("R01U", "2026", None, "市自然资源局", "总量件次", visits("count(*)", "v.registered AND v.registered_on LIKE '2026-%' AND v.respondent = '市自然资源局' AND NOT (v.category = 'B' OR v.nature = '6')")),
        // R02
        ("R02", "2026-11-16", None, "来访总量", "本期件次", visits("count(*)", "v.registered AND v.registered_on = '2026-11-16'")),
        ("R02", "2026-11", None, "初访", "本期人次", visits("sum(people)", &format!("{nov} AND ifnull(repeat_answer, '1') <> '2'"))),
        ("R02", "2026-11", None, "信访形式/来信", "上期件次", visits("count(*)", &format!("{oct} AND petition_form = '1'"))),
        ("R02", "2026-Q4", None, "案件来源/信访当事人申请", "本期件次", visits("count(*)", "v.registered AND v.registered_on > '2026-09-30' AND source = '4'")),
        // R03
        ("R03", "2026-10", None, "登记", "本期件次", cases("count(*)", &month("opened", "2026-10"))),
        ("R03", "2026-10", None, "登记", "本期人次", cases("sum(people)", &month("opened", "2026-10"))),
        ("R03", "2026-10", None, "受理", "本期件次", cases("count(accepted_on)", &month("opened", "2026-10"))),
        ("R03", "2026-10", None, "不予受理", "本期件次", cases("count(*)", &format!("{} AND stage = 'S29'", month("opened", "2026-10")))),
        ("R03", "2026", None, "N10 不属本级或属地", "本期件次", cases("count(*)", &format!("c.opened LIKE '2026-%' AND {} = 'N10'", last("decline", "reason")))),
        ("R03", "2026", None, "在办", "本期件次", cases("count(*)", "c.opened LIKE '2026-%' AND is_open AND accepted_on IS NOT NULL")),
        ("R03", "2025", None, "结案", "本期件次", cases("count(*)", "c.opened LIKE '2025-%' AND stage BETWEEN 'S80' AND 'S90'")),
        ("R03", "2026-10", None, "本期发生/结案(按结案日)", "本期件次", cases("count(*)", closed)),
        ("R03", "2026-10", None, "本期发生/受理(按受理日)", "上期件次", cases("count(*)", "c.accepted_on LIKE '2026-09-%'")),
        ("R03", "2026-10", Some(Axis::Petitioned), "登记", "本期件次", format!("SELECT count(*) FROM cases c JOIN {OPENING} WHERE c.stage <> 'S00' AND f.petitioned_on LIKE '2026-10-%'")),
        // R04, R05
        ("R04", "2026-11", None, "工作室评析/应决定", "本期件次", clocks("'DL-05'", "1")),
        ("R04", "2026-11", None, "工作室评析/及时受理", "本期件次", clocks("'DL-05'", "d.state = 'met' AND julianday(d.ended_on) <= julianday(d.raw)")),
        ("R04", "2026-11", None, "工作室评析/超期受理", "本期件次", clocks("'DL-05'", "d.state = 'met' AND julianday(d.ended_on) > julianday(d.raw)")),
        ("R04", "2026-11", None, "工作室评析/超期未决定", "本期件次", clocks("'DL-05'", "d.state <> 'met' AND d.raw <= '2026-11-22'")),
        ("R04", "2026-11", None, "信访部门分流/未到期", "本期件次", clocks("'DL-02'", "d.state <> 'met' AND d.raw > '2026-11-22'")),
        ("R04", "2026-11", None, "责任单位/及时受理", "本期件次", "SELECT count(*) FROM cases c WHERE julianday(opened) BETWEEN julianday('2026-10-02') AND julianday('2026-10-31') AND julianday(accepted_on) - julianday(opened) <= 30 AND stage NOT IN ('X10', 'X20', 'X30', 'X40', 'S29', 'S00')".into()),
        ("R05", "2026-11", None, "调解期限/应办结", "本期件次", clocks("'DL-07', 'DL-07m'", "1")),
        ("R05", "2026-11", None, "调解期限/按期办结", "本期件次", clocks("'DL-07', 'DL-07m'", "d.state = 'met' AND d.ended_on <= d.raw")),
        ("R05", "2026-11", None, "调解期限/超期未办结", "本期人次", "SELECT sum(c.people) FROM cases c, deadline d WHERE d.case_id = c.id AND d.rule LIKE 'DL-07%' AND d.state IN ('running', 'paused') AND d.raw BETWEEN '2026-11-01' AND '2026-11-22'".into()),
        // R06
        ("R06", "2026-10", None, "应评", "本期件次", cases("count(*)", closed)),
        ("R06", "2026-10", None, "参评", "本期件次", cases("count(*)", &format!("{closed} AND {level} < '4'"))),
        ("R06", "2025", None, "不满意", "本期件次", cases("count(*)", &format!("c.closed_on LIKE '2025%' AND {level} = '3'"))),
        ("R06", "2025", None, "没有询问记录", "本期件次", cases("count(*)", &format!("c.closed_on LIKE '2025%' AND {level} IS NULL"))),
        // R07
        ("R07", "2026", None, "调解成功", "本期件次", cases("count(*)", "c.closed_on LIKE '2026-%' AND (outcome = '1' OR outcome = '2')")),
        ("R07", "2026", None, "调解不成", "本期件次", cases("count(*)", "c.closed_on LIKE '2026-%' AND outcome = '8'")),
        ("R07", "2026", None, "结果/导入诉讼", "本期件次", cases("count(*)", "c.closed_on LIKE '2026-%' AND outcome = '4'")),
        ("R07", "2026", None, "协议涉及金额(元)", "本期件次", "SELECT sum(50000 + id * 100) FROM cases WHERE closed_on LIKE '2026-%' AND outcome IN ('1', '2')".into()),
        ("R07", "2026", registered, "调解成功", "本期件次", cases("count(*)", "c.opened LIKE '2026-%' AND outcome IN ('1', '2')")),
        // R08
        ("R08", "2026", None, "初访结案", "本期件次", format!("SELECT count(*) FROM cases c JOIN {OPENING} WHERE c.closed_on LIKE '2026-%' AND f.repeat_answer = '1'")),
        ("R08", "2026", None, "其中未满90日", "本期件次", format!("SELECT count(*) FROM cases c JOIN {OPENING} WHERE f.repeat_answer = '1' AND c.closed_on LIKE '2026-%' AND julianday('2026-11-23') - julianday(c.closed_on) <= 90")),
        ("R08", "2026", None, "90日内重访", "本期件次", format!("SELECT count(*) FROM cases c JOIN {OPENING} WHERE f.repeat_answer = '1' AND c.closed_on LIKE '2026-%' AND EXISTS (SELECT 1 FROM visit v WHERE v.registered AND v.repeat_answer = '2' AND (v.case_id = c.id OR v.related_case = '' || c.id) AND julianday(v.registered_on) - julianday(c.closed_on) BETWEEN 1 AND 90)")),
        ("R08", "2026-11", None, "重复来访", "本期件次", visits("count(*)", &format!("{nov} AND repeat_answer = '2'"))),
        ("R08", "2026-11", None, "2-5次", "本期件次", cases("count(*)", &format!("{} AND visits > 1 AND visits < 6", month("opened", "2026-11")))),
        // R09
        ("R09", "2026", None, "集体访批次", "本期件次", visits("count(*)", "v.registered AND v.registered_on LIKE '2026%' AND people >= 5")),
        ("R09", "2026", None, "人数段/11-20人", "本期人次", visits("sum(people)", "v.registered AND v.registered_on LIKE '2026%' AND people > 10 AND people <= 20")),
        ("R09", "2026", None, "群众性案件/案件", "本期件次", cases("count(*)", "c.opened LIKE '2026%' AND involved > 9")),
        // R10
        ("R10", "2026", None, "山林土地", "案件总数", cases("count(*)", "c.closed_on LIKE '2026%' AND accepted_on > '' AND dispute = '07'")),
        ("R10", "2026", None, "合计", "当事人数", cases("sum(involved)", "c.closed_on LIKE '2026%' AND accepted_on > ''")),
        ("R10", "2026", None, "合计", "来源依申请", format!("SELECT count(*) FROM cases c JOIN {OPENING} WHERE c.closed_on LIKE '2026%' AND accepted_on > '' AND f.source = '4'")),
        ("R10", "2026", None, "合计", "移送信访部门", format!("SELECT count(*) FROM cases c JOIN {OPENING} WHERE c.closed_on LIKE '2026%' AND accepted_on > '' AND f.source IN ('1', '2', '3', '7')")),
        ("R10", "2026", None, "合计", "主体村", cases("count(*)", "c.closed_on LIKE '2026%' AND accepted_on > '' AND id % 6 = 0")),
        ("R10", "2026", None, "合计", "疑难复杂", cases("count(*)", "c.closed_on LIKE '2026%' AND accepted_on > '' AND grade > 'G1'")),
        ("R10", "2026", None, "合计", "涉及金额", "SELECT sum(50000 + id * 100) FROM cases WHERE closed_on LIKE '2026-%' AND outcome IN ('1', '2')".into()),
        // R11
        ("R11", "2026-11", None, "合计", "应销", clocks("'DL-18', 'DL-18b'", "1")),
        ("R11", "2026", None, "合计", "超期销号", "SELECT count(*) FROM deadline WHERE rule LIKE 'DL-18%' AND state = 'met' AND ended_on > raw AND raw LIKE '2026%'".into()),
        ("R11", "2026", None, "县级", "应销", "SELECT count(*) FROM deadline WHERE rule LIKE 'DL-18%' AND state <> 'ended' AND raw LIKE '2026%' AND case_id IN (SELECT id FROM cases WHERE listing_level = '3')".into()),
        // R12
        ("R12", "2026-11", None, "督办发出", "本期件次", "SELECT count(*) FROM supervision WHERE issued_at LIKE '2026-11%'".into()),
        ("R12", "2026-11", None, "按时反馈", "本期件次", "SELECT count(*) FROM supervision WHERE issued_at LIKE '2026-11%' AND julianday(answered_on) <= julianday(feedback_by)".into()),
        ("R12", "2026-11", None, "逾期未反馈", "本期件次", "SELECT count(*) FROM supervision WHERE issued_at LIKE '2026-11%' AND answered_on IS NULL AND closed_on IS NULL AND feedback_by <= '2026-11-22'".into()),
        ("R12", "2026", None, "A7 不予受理", "本期件次", "SELECT count(*) FROM warning WHERE at LIKE '2026%' AND rule = 'A7'".into()),
        ("R12", "2026", None, "已签收", "本期件次", "SELECT count(signed_on) FROM warning WHERE at LIKE '2026%'".into()),
        ("R12", "2026-11", None, "亮灯清单/逾期", "本期件次", "SELECT count(*) FROM deadline WHERE state = 'running' AND due <= '2026-11-22'".into()),
        ("R12", "2026-11", None, "亮灯清单/黄灯", "本期件次", "SELECT count(*) FROM deadline WHERE state = 'running' AND due > '2026-11-22' AND NOT red_from <= '2026-11-23' AND amber_from <= '2026-11-23'".into()),
        // R13
        ("R13", "2026-10", None, "申报", "金额(元)", "SELECT sum(amount) FROM claim WHERE claimed_on LIKE '2026-10%' AND state <> 'void'".into()),
        ("R13", "2026-11", None, "已付(按支付日)", "金额(元)", "SELECT sum(amount) FROM claim WHERE paid_on LIKE '2026-11%'".into()),
        ("R13", "2026-11", None, "已付(按支付日)", "件数", "SELECT count(*) FROM claim WHERE paid_on LIKE '2026-11%'".into()),
        ("R13", "2026-11", None, "本期已付,按付款方/责任企业", "金额(元)", "SELECT sum(amount) FROM claim WHERE paid_on LIKE '2026-11%' AND payer_kind = '2'".into()),
        ("R13", "2026-11", None, "本期已付,按类别/SB1 一般案件", "金额(元)", "SELECT sum(amount) FROM claim WHERE paid_on LIKE '2026-11%' AND rule = 'SB1'".into()),
        ("R13", "2026-11", None, "预算/2026年预算", "金额(元)", "SELECT 20000000".into()),
        ("R13", "2026-11", None, "预算/2027年预算建议", "金额(元)", "SELECT sum(amount) FROM claim WHERE state = 'paid' AND paid_on LIKE '2026%'".into()),
        // R14
        ("R14", "2026-11", None, "导入法定途径/诉讼", "本期件次", "SELECT count(*) FROM record WHERE form = 'guide' AND at LIKE '2026-11%' AND voided = 0 AND body LIKE '%\"route\":\"1\"%'".into()),
        ("R14", "2026-10", None, "导入法定途径/仲裁", "上期件次", "SELECT count(*) FROM record WHERE form = 'guide' AND at LIKE '2026-09%' AND body LIKE '%\"route\":\"2\"%'".into()),
        ("R14", "2026-11", None, "法律援助/已申请", "本期件次", "SELECT count(*) FROM record WHERE form = 'legal_aid' AND at LIKE '2026-11%' AND voided = 0 AND body LIKE '%\"event\":\"2\"%'".into()),
        ("R14", "2026-11", None, "国家司法救助 已获", "本期件次", "SELECT count(*) FROM record WHERE form = 'relief' AND at LIKE '2026-11%' AND voided = 0 AND body LIKE '%\"kind\":\"1\"%' AND body LIKE '%\"event\":\"3\"%'".into()),
        ("R14", "2026-11", None, "协议履行/按期履行", "本期件次", "SELECT count(*) FROM deadline WHERE rule = 'DL-15' AND state = 'met' AND ended_on <= raw AND raw LIKE '2026-11%'".into()),
        ("R14", "2026-11", None, "协议履行/逾期未办", "本期件次", "SELECT count(*) FROM deadline WHERE rule = 'DL-15' AND state IN ('running', 'paused') AND raw BETWEEN '2026-11-01' AND '2026-11-22'".into()),
        // R15
        ("R15", "2026", None, "来访总量", "2025年", visits("count(*)", "v.registered AND v.registered_on LIKE '2025%'")),
        ("R15", "2026", None, "来访总量", "2026年", visits("count(*)", "v.registered AND v.registered_on LIKE '2026%'")),
        ("R15", "2026", None, "调解成功", "2026年", cases("count(*)", "c.closed_on LIKE '2026%' AND outcome IN ('1', '2')")),
        ("R15", "2026", None, "群众性案件(涉及10人以上)", "2025年", cases("count(*)", "c.opened LIKE '2025%' AND involved >= 10")),
        ("R15", "2026", None, "督办发出", "2026年", "SELECT count(*) FROM supervision WHERE issued_at LIKE '2026%'".into()),
        ("R15", "2026", None, "涉及领域/国土资源", "本年人次", visits("sum(people)", "v.registered AND v.registered_on LIKE '2026%' AND content = '02' AND NOT (category = 'B' OR nature = '6')")),
    ]
}

#[test]
fn every_report_agrees_with_a_count_made_another_way() {
    let desk = at("zhuren");
    let conn = Connection::open(studio()).expect("opens");
    let (mut wrong, mut nothing) = (Vec::new(), Vec::new());
    for (report, period, axis, row, column, sql) in checks() {
        let made = made(&desk, report, period, axis);
        let expected = number(&conn, &sql);
        match figure(&made, row, column) {
            Figure::Count(n) | Figure::Money(n) if n == expected => {}
            other => wrong.push(format!("{report} {period} {row} {column}: {other:?}, counted {expected}")),
        }
        if expected == 0 {
            nothing.push(format!("{report} {row}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Agreement about nothing proves little.
    assert!(nothing.len() <= 8, "{nothing:?}");
    let checked: Vec<&str> = checks().iter().map(|c| c.0).collect();
    assert!(reports::REPORTS.iter().all(|r| checked.contains(&r.id)));
}

#[test]
fn rates_are_made_of_the_figures_above_them() {
    let desk = at("zhuren");
    let count = |made: &Made, row: &str| match figure(made, row, "本期件次") {
        Figure::Count(n) => n,
        other => panic!("{row} {other:?}"),
    };
    let year = made(&desk, "R07", "2026", None);
    let (won, lost) = (count(&year, "调解成功"), count(&year, "调解不成"));
    assert_eq!(figure(&year, "成功率一:成功/(成功+不成)", "本期件次"), Figure::Rate(won, won + lost));
    assert_eq!(figure(&year, "成功率二:成功/受理", "本期件次"), Figure::Rate(won, count(&year, "已受理")));
    let content = made(&desk, "R06", "2026", None);
    let (glad, fair, not) = (count(&content, "满意"), count(&content, "基本满意"), count(&content, "不满意"));
    assert_eq!(figure(&content, "满意率", "本期件次"), Figure::Rate(glad + fair, glad + fair + not));
    assert_eq!(figure(&content, "参评率", "本期件次"), Figure::Rate(glad + fair + not, count(&content, "应评")));
    let first = made(&desk, "R08", "2026", None);
    let (closed, again) = (count(&first, "初访结案"), count(&first, "90日内重访"));
    assert!(again > 0 && again < closed);
    assert_eq!(figure(&first, "一次性化解率", "本期件次"), Figure::Rate(closed - again, closed));
    let due = made(&desk, "R04", "2026-11", None);
    let judged = count(&due, "工作室评析/应决定") - count(&due, "工作室评析/未到期");
    assert_eq!(figure(&due, "工作室评析/及时率", "本期件次"), Figure::Rate(count(&due, "工作室评析/及时受理"), judged));
}

/// What lies behind a figure is what it counts: of cases as many, of visits and clocks no more.
#[test]
fn every_figure_opens_the_cases_it_counts() {
    let desk = at("zhuren");
    let mut opened = 0;
    for report in reports::REPORTS {
        let made = made(&desk, report.id, "2026", None);
        for row in &made.sheet.rows {
            for (cell, column) in row.cells.iter().zip(made.sheet.columns.iter().skip(1)) {
                let (Figure::Count(n), Some(filter)) = (&cell.figure, &cell.behind) else { continue };
                let page = desk.report_cases(report.money, filter, None, 1000).unwrap_or_else(|e| panic!("{e}"));
                let found = i64::try_from(page.rows.len()).expect("few");
                let place = format!("{} {} {column}", report.id, row.label);
                assert!(found <= *n, "{place}: {found} of {n}");
                assert_eq!(found == 0, *n == 0, "{place}: {found} of {n}");
                let of_cases = format!("{filter:?}").contains("fact: Cases");
                if of_cases && (column.contains("件") || column.contains("案件总数")) {
                    assert_eq!(found, *n, "{place}");
                }
                opened += 1;
            }
        }
    }
    assert!(opened > 600, "{opened}");
    // Windows follow each other without a case twice.
    let made = made(&desk, "R03", "2026", None);
    let filter = made.sheet.cell(1, 1).and_then(|c| c.1.behind.clone()).expect("a filter");
    let (mut after, mut ids) = (None, Vec::new());
    loop {
        let page = desk.report_cases(false, &filter, after, 50).unwrap_or_else(|e| panic!("{e}"));
        ids.extend(page.rows.iter().map(|r| r.id));
        after = page.rows.last().map(|r| r.id);
        if !page.after {
            break;
        }
    }
    let all = ids.len();
    ids.dedup();
    assert_eq!((Figure::Count(i64::try_from(all).expect("few")), ids.len()), (figure(&made, "登记", "本期件次"), all));
}

#[test]
fn rows_of_a_grid_add_up_to_its_total() {
    let desk = at("zhuren");
    for (report, axis) in [("R01", None), ("R01U", None), ("R10", None), ("R11", None), ("R01", Some(Axis::Closed))] {
        let made = made(&desk, report, "2026", axis);
        let total = made.sheet.rows.iter().find(|r| r.rank == Rank::Total).expect("a total");
        for (i, whole) in total.cells.iter().enumerate() {
            let sum: i64 = made
                .sheet
                .rows
                .iter()
                .filter(|r| r.rank == Rank::Plain)
                .filter_map(|r| match r.cells[i].figure {
                    Figure::Count(n) | Figure::Money(n) => Some(n),
                    _ => None,
                })
                .sum();
            match whole.figure {
                Figure::Count(n) | Figure::Money(n) => assert_eq!(sum, n, "{report} {}", made.sheet.columns[i + 1]),
                _ => {}
            }
        }
    }
}

#[test]
fn a_role_counts_what_is_its_own() {
    let conn = Connection::open(studio()).expect("opens");
    let refusal = |login: &str, report: &str| {
        let desk = at(login);
        let period = Period::parse("2026", desk.today()).expect("a period");
        reports::make(&desk, reports::find(report).expect("a report"), period, None)
            .map(|_| ())
            .map_err(|e| e.to_string())
    };
    for report in reports::REPORTS {
        assert!(refusal("admin", report.id).is_err(), "{}", report.id);
        assert_eq!(refusal("caiwu", report.id).is_ok(), report.id == "R13", "{}", report.id);
        assert_eq!(refusal("qiantai", report.id).is_ok(), report.id != "R13", "{}", report.id);
        assert!(refusal("ducha", report.id).is_ok() && refusal("banli", report.id).is_ok(), "{}", report.id);
    }
    assert!(refusal("caiwu", "R03").expect_err("refused").contains("经费类报表"));
    assert_eq!(reports::open_to(&at("caiwu")).len(), 1);
    // The window counts what its own station took in.
    let window = made(&at("qiantai"), "R03", "2026", None);
    assert_eq!(window.scope, "本台(县工作室)");
    let here = number(
        &conn,
        "SELECT count(*) FROM cases WHERE opened LIKE '2026%' AND stage <> 'S00' AND intake = '县工作室'",
    );
    let all = number(&conn, "SELECT count(*) FROM cases WHERE opened LIKE '2026%' AND stage <> 'S00'");
    assert!(here < all);
    assert_eq!(figure(&window, "登记", "本期件次"), Figure::Count(here));
    // A handler counts what he handles, of visits as of cases.
    let own = made(&at("banli"), "R03", "2026", None);
    let his =
        number(&conn, "SELECT count(*) FROM cases WHERE opened LIKE '2026%' AND (handler_id = 1 OR registrar = 3)");
    assert!(his > 0 && his < all);
    assert_eq!(figure(&own, "登记", "本期件次"), Figure::Count(his));
    let visits = made(&at("banli"), "R02", "2026", None);
    let seen = "SELECT count(*) FROM visit v JOIN cases c ON c.id = v.case_id WHERE v.registered AND v.registered_on LIKE '2026%'
                AND (c.handler_id = 1 OR v.registrar = 3)";
    assert_eq!(figure(&visits, "来访总量", "本期件次"), Figure::Count(number(&conn, seen)));
    let paid = made(&at("banli"), "R13", "2026-11", None);
    let part = number(
        &conn,
        "SELECT sum(h.amount) FROM share h, claim k WHERE k.id = h.claim_id AND k.paid_on > '' AND h.staff_id = 1",
    );
    let name = conn.query_row("SELECT name FROM staff WHERE id = 1", [], |r| r.get::<_, String>(0)).expect("a name");
    assert_eq!(figure(&paid, &format!("本期已付,按人员/{name}"), "金额(元)"), Figure::Money(part));
}

/// Sealed cases are in the figure; whoever may not read them sees that there is one, and no more.
#[test]
fn a_sealed_case_is_counted_and_listed_as_sealed() {
    let conn = Connection::open(studio()).expect("opens");
    let sealed =
        number(&conn, "SELECT count(*) FROM cases WHERE sealed = 1 AND opened >= '2026-01-01' AND stage = 'S29'");
    assert!(sealed > 0);
    let listed = |login: &str| {
        let desk = at(login);
        let made = made(&desk, "R03", "2026", None);
        let row = made.sheet.rows.iter().position(|r| r.label == "不予受理").expect("a row");
        let filter = made.sheet.cell(row + 1, 1).and_then(|c| c.1.behind.clone()).expect("a filter");
        desk.report_cases(false, &filter, None, 500).unwrap_or_else(|e| panic!("{e}")).rows
    };
    let hidden = |rows: &[fengqiao::desk::CaseRow]| {
        i64::try_from(rows.iter().filter(|r| r.petitioner == "密封件" && r.gist.is_empty()).count()).expect("few")
    };
    let (supervisor, director) = (listed("ducha"), listed("zhuren"));
    assert_eq!((supervisor.len(), hidden(&supervisor), hidden(&director)), (director.len(), sealed, 0));
    // No row of units names one that only sealed visits complain of.
    let text = reports::table(&made(&at("ducha"), "R01U", "2026", None));
    let accused = "SELECT group_concat(DISTINCT respondent) FROM visit WHERE category = 'B' AND respondent <> ''
                   AND respondent NOT IN (SELECT respondent FROM visit WHERE category <> 'B' AND respondent <> '')";
    let names: Option<String> = conn.query_row(accused, [], |r| r.get(0)).expect("read");
    for name in names.unwrap_or_default().split(',').filter(|n| !n.is_empty()) {
        assert!(!text.contains(name), "{name}");
    }
    assert!(text.contains("密封件(不列单位)") && text.contains("个人(不列姓名)"));
}
