//! Travel, the full ledger, sums, budgets and the discipline sheet through the desk.

use super::money_tests::{claim, filed, pay_out, refused};
use super::register::{self, Ask};
use super::{Desk, Failure};
use crate::validation::Draft;

fn draft(pairs: &[(&str, &str)]) -> Draft {
    pairs.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v))
}

fn travel(case: i64, shares: &str) -> Draft {
    let pairs = [
        ("agreed", "1"),
        ("agreed_by", "县司法局"),
        ("receipt", "司差〔2026〕3号"),
        ("from_on", "2026-11-18"),
        ("to_on", "2026-11-20"),
        ("place", "昆明"),
        ("days", "3"),
        ("rate", "伙食补助100元/人天"),
        ("detail", "调取档案"),
        ("amount", "900元"),
        ("liable", "1"),
        ("payer_kind", "3"),
        ("payer", "建塘镇政府"),
        ("ground", "产生问题的单位"),
    ];
    draft(&pairs).with("case", case.to_string()).with("shares", shares)
}

fn cells(desk: &Desk, name: &str, view: &str) -> Vec<(i64, Vec<String>)> {
    let ask = Ask { view: view.into(), limit: 99, ..Ask::default() };
    let rows = desk.register_rows(register::find(name).expect("a register"), &ask).expect("rows");
    rows.into_iter().map(|l| (l.id, l.cells)).collect()
}

fn cell(name: &str, key: &str, cells: &[String]) -> String {
    let at = register::find(name).expect("a register").columns.iter().position(|c| c.key == key).expect("a column");
    cells[at].clone()
}

#[test]
fn a_journey_needs_its_approval_and_the_channel_of_the_case() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let go = travel(case, "扎西");
    for (key, value, word) in [
        ("agreed", "0", "须经主管部门审核同意"),
        ("to_on", "2026-11-17", "早于出发日期"),
        ("days", "4", "共3天"),
        ("shares", "熊干部", "按本单位差旅办法报销"),
        ("shares", "杨待核", "待核"),
        ("shares", "扎西 900元 12a4", "卡号末4位"),
    ] {
        let no = refused(director.claim_travel(&go.clone().with(key, value)));
        assert!(no.contains(word), "{key}={value}: {no}");
    }
    director.claim(&claim(case, "4000元", "扎西")).expect("the subsidy");
    let no = refused(director.claim_travel(&go.clone().with("payer", "县林草局")));
    assert!(no.contains("同一渠道") && no.contains("建塘镇政府"), "{no}");
    let done = director.claim_travel(&go).expect("claimed");
    assert!(done.text.contains("SB5 900.00元"), "{}", done.text);
    assert!(refused(director.claim_travel(&go)).contains("不重复申报"), "one approval is claimed once");
    let (_, line) = cells(&director, "ledger", "travel").remove(0);
    let note = cell("ledger", "note", &line);
    assert!(note.contains("司差〔2026〕3号") && note.contains("2026-11-18至2026-11-20"), "{note}");
    assert!(note.contains("昆明 3天 伙食补助100元/人天"), "{note}");
    director.conn.execute("UPDATE cases SET number = NULL WHERE id = ?1", [case]).expect("no number");
    let no = refused(director.claim_travel(&go.with("receipt", "司差〔2026〕4号")));
    assert!(no.contains("费随案走"), "{no}");
}

#[test]
fn the_ledger_has_a_line_for_each_share_and_all_there_is_to_say() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let id = director.claim(&claim(case, "4000元", "扎西 2500元 1234\n李秀英 1500元")).expect("claimed").id;
    pay_out(&office, id, "记-11-0032");
    let finance = office.desk("caiwu", "财务室");
    let lines = cells(&finance, "ledger", "");
    assert_eq!(lines.len(), 2);
    let line = &lines.iter().find(|(_, c)| cell("ledger", "payee", c) == "扎西").expect("a share").1;
    for (key, want) in [
        ("cause", "房屋宅基地"),
        ("grade", "一般"),
        ("outcome", "书面协议"),
        ("band", "3000-5000"),
        ("amount", "4,000.00"),
        ("share", "2,500.00"),
        ("card", "1234"),
        ("official", "否"),
        ("profession", "人民调解员"),
        ("payer", "建塘镇政府"),
        ("payer_kind", "责任单位"),
        ("claimed", "李秀英 2026-11-23"),
        ("reviewed", "和副主任 2026-11-23"),
        ("approved", "赵主任 2026-11-23"),
        ("paid", "杨会计 2026-11-23"),
        ("voucher", "记-11-0032"),
        ("state", "已支付"),
    ] {
        assert_eq!(cell("ledger", key, line), want, "{key}");
    }
    let facts = finance.register_line(register::find("ledger").expect("经费总账"), lines[0].0).expect("facts");
    assert!(facts.iter().any(|(label, value)| label == "类别依据" && value == "方案六(四)1"), "{facts:?}");
    // A window after the first share begins with the second.
    let ask = Ask { after: Some(lines[0].0), limit: 9, ..Ask::default() };
    let rest = finance.register_rows(register::find("ledger").expect("经费总账"), &ask).expect("rows");
    assert_eq!(rest.iter().map(|l| l.id).collect::<Vec<_>>(), [lines[1].0]);
    for (view, count) in [("cases", 2), ("duty", 0), ("travel", 0), ("fees", 0), ("suits", 0)] {
        assert_eq!(cells(&finance, "ledger", view).len(), count, "{view}");
    }
    let sum = cells(&finance, "totals", "rules").remove(0).1;
    assert_eq!(sum[1..], ["建塘镇政府", "责任单位", "SB1", "1", "4,000.00"]);
    assert!(cells(&finance, "totals", "last").is_empty());
    // The front desk and the administrator see no money.
    for login in ["qiantai", "admin"] {
        let desk = office.desk(login, "窗口");
        assert!(refused(desk.register_rows(register::find("ledger").expect("经费总账"), &ask)).contains("权限"));
    }
}

#[test]
fn a_budget_warns_and_next_year_begins_with_what_was_spent() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let mut group = office.desk("bangong", "司法局");
    let first = draft(&[("year", "2026"), ("granted", "3000元"), ("source", "县财政专项")]);
    assert!(refused(director.set_budget(&first)).contains("权限"), "the office alone sets it");
    let public = claim(case, "4000元", "扎西").with("liable", "2").with("payer_kind", "5").with("payer", "");
    let public = public.with("finance", "1");
    let done = director.claim(&public).expect("a claim is never stopped");
    assert!(done.text.contains("2026年预算还没有列入"), "{}", done.text);
    group.set_budget(&first).expect("set");
    assert!(refused(group.set_budget(&first)).contains("已列入"));
    office.desk("fuzhuren", "主任室").review_claim(done.id, &super::money_tests::ok("同意")).expect("reviewed");
    let text = group.approve_claim(done.id, &super::money_tests::ok("同意")).expect("approved").text;
    assert!(text.contains("已超出1,000.00元"), "{text}");
    let this = |desk: &Desk| cells(desk, "budget", "").into_iter().find(|(y, _)| *y == 2026).expect("this year").1;
    assert_eq!(this(&group)[1..], ["3,000.00", "首年拨专项", "0.00", "4,000.00", "-1,000.00", "0.0%"]);
    let pay = draft(&[("voucher", "记-11-0033"), ("paid_on", "2026-11-23")]);
    office.desk("caiwu", "财务室").pay_claim(done.id, &pay).expect("paid");
    let more = draft(&[("granted", "8000元"), ("source", "县财政专项"), ("reason", "追加")]);
    group.amend_budget(2026, &more).expect("amended");
    assert_eq!(this(&group)[1..], ["8,000.00", "首年拨专项", "4,000.00", "0.00", "4,000.00", "50.0%"]);
    let next = cells(&group, "budget", "").remove(0);
    assert_eq!((next.0, next.1[1].as_str(), next.1[2].as_str()), (2027, "未列入", "4,000.00"));
    let form = group.register_form(register::find("budget").unwrap().act("set").unwrap(), None, None).expect("a form");
    assert_eq!((form.get("year"), form.get("granted")), ("2027", "4,000.00"));
    let other = form.with("source", "县财政").with("granted", "9000元");
    assert!(refused(group.set_budget(&other)).contains("上年实际支出4,000.00元"));
    group.set_budget(&other.with("note", "新增两个网点")).expect("set with its reason");
}

fn note() -> Draft {
    draft(&[("verdict", "1"), ("conclusion", "卷内补有会商纪要,等级无误")])
}

#[test]
fn what_stands_out_is_found_named_without_blame_and_checked_by_another() {
    let (office, case) = filed("1", "G2");
    let mut director = office.desk("zhuren", "主任室");
    let id = director.claim(&claim(case, "12000元", "扎西")).expect("claimed").id;
    pay_out(&office, id, "记-11-0032");
    let watch = office.desk("ducha", "督查室");
    let facts = |desk: &Desk| {
        cells(desk, "discipline", "open").into_iter().map(|(_, c)| format!("{} {}", c[0], c[3])).collect::<Vec<_>>()
    };
    assert_eq!(facts(&watch), ["等级依据 按重大疑难复杂申报,卷内没有会商记录"]);
    director
        .conn
        .execute("UPDATE cases SET stage = 'S40', is_open = 1, rev = rev + 1 WHERE id = ?1", [case])
        .expect("reopened");
    assert!(facts(&watch)[0].contains("依据变动 支付后案件重开"), "{:?}", facts(&watch));
    director.conn.execute("UPDATE staff SET official = '1' WHERE name = '扎西'", []).expect("verified");
    assert!(facts(&watch)[0].contains("公职身份 支付后核为公职人员,此前已付1笔"), "{:?}", facts(&watch));
    let own: Result<_, Failure> = office.desk("bangong", "司法局").check_finding(1, &note());
    assert!(refused(own).contains("经办过这笔申报"), "who approved it does not check it");
    director.conn.execute("UPDATE claim SET approved_by = claimed_by WHERE id = ?1", [id]).expect("past the desk");
    assert!(facts(&watch)[0].contains("四人分办"), "{:?}", facts(&watch));
    assert!(facts(&watch).iter().all(|f| ["虚报", "冒领", "违"].iter().all(|w| !f.contains(w))));

    let sheet = register::find("discipline").expect("纪律检查");
    let found = cells(&watch, "discipline", "open");
    let check = sheet.act("check").expect("核对");
    let grade = found.last().expect("the grade").0;
    let no: Result<_, Failure> = office.desk("caiwu", "财务室").register_act(check, Some(grade), &note());
    assert!(refused(no).contains("权限"), "finance looks only");
    let mut watch = office.desk("ducha", "督查室");
    watch.register_act(check, Some(grade), &note()).expect("checked");
    assert!(refused(watch.register_act(check, Some(grade), &note())).contains("已由王建国"));
    assert_eq!(cells(&watch, "discipline", "checked").remove(0).1[4], "核对无误");
}

#[test]
fn a_case_claimed_again_and_a_day_counted_twice_are_looked_at() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let id = director.claim(&claim(case, "4000元", "扎西")).expect("claimed").id;
    let back = draft(&[("reason", "缺票据")]);
    office.desk("fuzhuren", "主任室").return_claim(id, &back).expect("returned");
    director.void_claim(id, &back).expect("given up");
    director.claim(&claim(case, "4000元", "扎西")).expect("claimed anew");
    director.claim_travel(&travel(case, "扎西\n李秀英")).expect("a journey");
    let plan = draft(&[("day", "2026-11-19"), ("people", "扎西"), ("note", "补排")]);
    office.desk("qiantai", "窗口").plan_duty(&plan).expect("planned");
    director.serve_day(&draft(&[("day", "2026-11-19")])).expect("confirmed");
    director.claim_duty(&draft(&[("month", "2026-11"), ("finance", "1")])).expect("duty pay");
    let found: Vec<String> =
        cells(&director, "discipline", "").into_iter().map(|(_, c)| format!("{} {}", c[0], c[3])).collect();
    let want = ["重复申领 扎西2026-11-19既值班又出差(经〔2026〕0003号)", "重复申领 本案作废经〔2026〕0001号后再次申报"];
    assert_eq!(found, want);
    // The other way round: the journey is claimed after the duty.
    let again = travel(case, "扎西").with("receipt", "司差〔2026〕9号");
    director.claim_travel(&again).expect("another journey");
    assert_eq!(cells(&director, "discipline", "").len(), 3);
}

#[test]
fn a_sum_over_three_times_the_median_of_five_is_looked_at() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let id = director.claim(&claim(case, "5000元", "扎西")).expect("claimed").id;
    let fill = "INSERT INTO payee (year, staff_id, amount) SELECT 2026, id, 100000 FROM staff WHERE name <> '扎西'";
    director.conn.execute(fill, []).expect("others were paid");
    let people: i64 = director.conn.query_row("SELECT count(*) FROM payee", [], |r| r.get(0)).expect("a number");
    for name in ["阿一", "阿二"].into_iter().take(usize::try_from(4 - people).unwrap_or(0)) {
        let person = [("name", name), ("profession", "04"), ("full_time", "0"), ("languages", "1"), ("official", "0")];
        let staff = office.desk("admin", "机房").add_staff(&draft(&person)).expect("added").id;
        director.conn.execute("INSERT INTO payee VALUES (2026, ?1, 100000)", [staff]).expect("paid");
    }
    pay_out(&office, id, "记-11-0032");
    let found: Vec<String> = cells(&director, "discipline", "").into_iter().map(|(_, c)| c[3].clone()).collect();
    assert_eq!(found, ["扎西2026年已领5,000.00元,5名领款人的中位数1,000.00元,待核对"]);
}

#[test]
fn a_voucher_is_used_once_a_year() {
    let (office, case) = filed("1", "G1");
    let mut director = office.desk("zhuren", "主任室");
    let first = director.claim(&claim(case, "4000元", "扎西")).expect("claimed").id;
    pay_out(&office, first, "记-11-0032");
    let second = director.claim_travel(&travel(case, "扎西")).expect("claimed").id;
    office.desk("fuzhuren", "主任室").review_claim(second, &super::money_tests::ok("同意")).expect("reviewed");
    office.desk("bangong", "司法局").approve_claim(second, &super::money_tests::ok("同意")).expect("approved");
    let mut finance = office.desk("caiwu", "财务室");
    let pay = draft(&[("voucher", "记-11-0032"), ("paid_on", "2026-11-23")]);
    assert!(refused(finance.pay_claim(second, &pay)).contains("已用于另一笔申报"));
    assert!(refused(finance.pay_claim(second, &pay.clone().with("paid_on", "2026-11-22"))).contains("早于申报日期"));
    // Numbers of vouchers begin anew with the year.
    let last = "UPDATE claim SET paid_on = '2025-11-23' WHERE id = ?1";
    finance.conn.execute(last, [first]).expect("paid last year");
    finance.pay_claim(second, &pay).expect("paid");
    // Whatever writes past the desk is found.
    finance.conn.execute("UPDATE claim SET paid_on = '2026-11-23' WHERE id = ?1", [first]).expect("this year");
    finance.conn.execute("UPDATE claim SET voucher = '记-11-0032 ' WHERE id = ?1", [first]).expect("changed");
    finance.conn.execute("UPDATE claim SET voucher = '记-11-0032' WHERE id = ?1", [first]).expect("and back");
    let found: Vec<String> = cells(&finance, "discipline", "").into_iter().map(|(_, c)| c[3].clone()).collect();
    assert_eq!(found, ["凭证记-11-0032用于两笔支付"]);
}
