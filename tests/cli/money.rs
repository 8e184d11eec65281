//! Money as transcripts: a case from the window to the archive and its subsidy to payment, each refusal on
//! the way, the duty roster and its pay, and the ledger that carries it all.

use crate::support::{FULL, NOW, Studio, Transcript};
use fengqiao::desk::{Clock, Desk};
use fengqiao::domain::forms;
use fengqiao::validation::Draft;

/// Runs with a list of `--set`s.
fn set(studio: &Studio, login: &str, words: &[&str], pairs: &[&str]) -> Transcript {
    let mut arguments = words.to_vec();
    for pair in pairs {
        arguments.extend(["--set", pair]);
    }
    studio.run(login, &arguments)
}

/// A studio with finance, the group's office, a second director, one verified mediator, one official.
fn office() -> Studio {
    let studio = Studio::new();
    let now = format!("{NOW}:00").parse().expect("a time");
    let mut desk = Desk::open(&studio.db, Clock::Fixed(now), "测试").expect("a desk");
    desk.login_as("admin").expect("logged in");
    for (login, name, role) in
        [("caiwu", "杨会计", "finance"), ("bangong", "赵主任", "office"), ("fuzhuren", "和副主任", "director")]
    {
        let user = Draft::default().with("login", login).with("name", name).with("role", role);
        desk.add_user(&user, "fengqiao").expect("a user");
    }
    for (name, official) in [("鲁茸", "0"), ("熊干部", "1")] {
        let person = forms::STAFF.blank().with("name", name).with("profession", "04").with("languages", "1");
        desk.add_staff(&person.with("official", official)).expect("a person");
    }
    studio
}

/// Takes the case of [`FULL`], taken in by `registrar`, to 已结案 and, with `file`, to 已归档.
fn case(studio: &Studio, registrar: &str, file: bool) {
    let mut add = vec!["visit", "add"];
    for pair in FULL {
        add.extend(["--set", pair]);
    }
    studio.run(registrar, &add).ends(0);
    let act = |login: &str, mv: &str, pairs: &[&str]| {
        let told: &[&str] = if matches!(mv, "T07" | "T12" | "T13" | "T14") { &["ways_told=1"] } else { &[] };
        set(studio, login, &["case", "act", "#1", mv], &[pairs, told].concat()).ends(0);
    };
    act(registrar, "T01", &[]);
    act(registrar, "T03", &[]);
    let agreed = ["petitioner_agrees=1", "respondent_agrees=1"];
    let accept =
        ["abstract=邻居扩建围墙越界占用宅基地", "focus=界址在哪里", "liable_clear=1", "liable_unit=建塘镇政府"];
    let more = ["grade=G1", "listed=0", "consult=0", "opinion=同意受理"];
    act("zhuren", "T07", &[&agreed[..], &accept, &more].concat());
    let entrust = [
        "liable_clear=1",
        "principal_kind=1",
        "principal=建塘镇政府",
        "trustee=本工作室",
        "matter=宅基地纠纷调解",
        "powers=调查、调解",
        "until=2027-01-31",
        "payer=3",
        "clerk=杨文华",
        "clerk_phone=0887-8222333",
        "signed_on=2026-11-23",
        "petitioner_statement=1",
    ];
    act("qiantai", "T08", &entrust);
    act("zhuren", "T09", &["handler=李秀英", "recusal_checked=1"]);
    let seen = [
        "kind=3",
        "time=2026-11-23 10:00",
        "place=仓房村",
        "content=量得围墙越过界线两米。",
        "signed=2,3",
        "unsigned_why=勘验无被调查人",
    ];
    act("banli", "R01", &seen);
    let law = [
        "issue=围墙占地归谁使用",
        "laws=民法典  第二百三十六条",
        "application=围墙在界内,妨害了使用。",
        "conclusion=返还请求有依据",
    ];
    act("banli", "R03", &law);
    let advice = [
        "facts=围墙越过使用证载明的界线两米。",
        "opinion=1",
        "detail=建议对方拆除越界围墙",
        "told_how=1",
        "petitioner_answer=1",
        "respondent_answer=2",
    ];
    act("banli", "T12", &advice);
    act(
        "banli",
        "T13",
        &[&agreed[..], &["rights_signed_on=2026-11-23", "mediators=李秀英", "chosen_by=1", "free_told=1"]].concat(),
    );
    let session = [
        "at=2026-11-23 09:30",
        "place=工作室",
        "parties=和志强,建塘镇政府",
        "statements=双方陈述了地界的由来",
        "risks_told=1",
        "result=1",
        "note=同意按测绘结果交界",
        "recorder=杨文华",
        "signed=1",
    ];
    act("banli", "R11", &session);
    let owed = [
        "form=1",
        "parties=和志强,建塘镇政府",
        "facts=院墙越界两米,双方认可测绘结果",
        "issues=界址和补偿",
        "responsibility=对方负主要责任",
        "content=退还越界部分并补偿",
        "obligations=建塘镇政府  补偿款  2026-12-20  1000元",
        "manner=现场交界,转账",
        "reached_on=2026-11-23",
        "mediator=李秀英",
        "recorder=杨文华",
        "court_told=1",
        "parties_signed=1",
        "mediator_signed=1",
        "sealed_by=香格里拉市人民调解委员会",
        "sealed_on=2026-11-23",
    ];
    act("banli", "T14", &owed);
    act("banli", "T17", &["watcher=李秀英"]);
    act("banli", "R12", &["term=1", "performed_on=2026-11-23", "amount=1000元", "proof=汇款单"]);
    act("qiantai", "R20", &["level=1", "way=1", "asked_on=2026-11-23"]);
    act("zhuren", "T18", &["facts=院墙越界两米", "result=已按协议退还并补偿", "performed=2", "opinion=同意结案"]);
    if file {
        act("qiantai", "R30", &["papers=06\t身份证复印件\t2\t2\t卷内"]);
        act("banli", "R32", &["way=2", "performed=1", "satisfied=1", "trouble=0"]);
        act("qiantai", "T20", &["place=档案室1柜", "checker=李秀英"]);
    }
}

fn claim(studio: &Studio, pairs: &[&str]) -> Transcript {
    claim_by(studio, "banli", pairs)
}

fn claim_by(studio: &Studio, login: &str, pairs: &[&str]) -> Transcript {
    set(studio, login, &["register", "act", "claims", "claim", "--case", "0001"], pairs)
}

fn step(studio: &Studio, login: &str, act: &str, pairs: &[&str]) -> Transcript {
    set(studio, login, &["register", "act", "claims", act, "1"], pairs)
}

#[test]
fn before_the_archive_nothing_is_claimed() {
    let studio = office();
    case(&studio, "qiantai", false);
    let early = claim(&studio, &["shares=鲁茸"]).ends(4);
    assert!(early.err.contains("归档后才能申报(一案一结)"), "{early}");
    let none = studio.run("zhuren", &["register", "show", "ledger", "--format", "json"]).ends(0);
    assert_eq!(none.out, "[]\n");
}

#[test]
fn a_subsidy_is_claimed_reviewed_approved_and_paid_by_four_people() {
    let studio = office();
    case(&studio, "qiantai", true);
    // Who must not be paid, what is not payable, who must not pay.
    for (pair, code, word) in [
        ("shares=熊干部", 4, "公务员法44"),
        ("shares=扎西", 4, "待核"),
        ("shares=鲁茸 100元", 3, "不符"),
        ("amount=8000元", 3, "3000元至5000元"),
        ("payer=和志强", 4, "不得由信访人承担"),
        ("payer_kind=5", 3, "由该单位承担"),
    ] {
        let base: &[&str] = if pair.starts_with("shares") { &[] } else { &["shares=鲁茸"] };
        let no = claim(&studio, &[base, &[pair]].concat()).ends(code);
        assert!(no.err.contains(word), "{pair}\n{no}");
    }
    let done = claim(&studio, &["shares=鲁茸 4000元 6789", "amount=4000元"]).ends(0);
    assert!(done.out.contains("SB1 4,000.00元,建塘镇政府付,待主任审核"), "{done}");
    let twice = claim(&studio, &["shares=鲁茸"]).ends(4);
    assert!(twice.err.contains("一案一结"), "{twice}");

    let early = step(&studio, "caiwu", "pay", &["voucher=记-11-0032", "paid_on=2026-11-23"]).ends(4);
    assert!(early.err.contains("待审核"), "{early}");
    let wrong = step(&studio, "banli", "review", &["opinion=同意"]).ends(4);
    assert!(wrong.err.contains("没有“经费审核”的权限"), "{wrong}");
    step(&studio, "zhuren", "review", &["opinion=同意"]).ends(0);
    step(&studio, "bangong", "approve", &["opinion=同意"]).ends(0);
    step(&studio, "caiwu", "pay", &["voucher=记-11-0032", "paid_on=2026-11-23"]).ends(0);
    let again = step(&studio, "caiwu", "pay", &["voucher=记-11-0033", "paid_on=2026-11-23"]).ends(4);
    assert!(again.err.contains("已支付"), "{again}");

    let ledger = studio.run("caiwu", &["register", "show", "ledger", "--format", "json"]).ends(0);
    let line = &ledger.json()[0];
    for (key, want) in [
        ("number", "经〔2026〕0001号"),
        ("case", "香格里拉信调〔2026〕0001号"),
        ("cause", "房屋宅基地"),
        ("grade", "一般"),
        ("rule", "SB1"),
        ("kind", "一般案件"),
        ("outcome", "书面协议"),
        ("closed_on", "2026-11-23"),
        ("band", "3000-5000"),
        ("volume", "（2026）香格里拉人调卷字第0001号"),
        ("amount", "4,000.00"),
        ("payer_kind", "责任单位"),
        ("payer", "建塘镇政府"),
        ("payee", "鲁茸"),
        ("profession", "人民调解员"),
        ("official", "否"),
        ("share", "4,000.00"),
        ("card", "6789"),
        ("claimed", "李秀英 2026-11-23"),
        ("reviewed", "和志刚 2026-11-23"),
        ("approved", "赵主任 2026-11-23"),
        ("paid", "杨会计 2026-11-23"),
        ("voucher", "记-11-0032"),
        ("state", "已支付"),
    ] {
        assert_eq!(line[key], want, "{key}\n{ledger}");
    }
    let csv = studio.run("caiwu", &["register", "show", "ledger", "--view", "案件补助", "--format", "csv"]).ends(0);
    assert!(csv.out.starts_with("id,number,case,rule,payee,share,state,kind,cause,grade,outcome,"), "{csv}");
    let totals = studio.run("bangong", &["register", "show", "totals", "--format", "json"]).ends(0).json();
    assert_eq!((&totals[0]["payer"], &totals[0]["paid"]), (&"建塘镇政府".into(), &"4,000.00".into()));
}

#[test]
fn one_person_does_not_do_two_of_the_four_steps_and_a_returned_claim_is_sent_again() {
    let studio = office();
    case(&studio, "zhuren", true);
    // The second director registered nothing and handles nothing here: the case is not his to claim for.
    let known = ["shares=鲁茸", "amount=4000元"];
    let other = claim_by(&studio, "fuzhuren", &known).ends(4);
    assert!(other.err.contains("自己经手"), "{other}");
    claim_by(&studio, "zhuren", &known).ends(0);
    let own = step(&studio, "zhuren", "review", &["opinion=同意"]).ends(4);
    assert!(own.err.contains("申报、审核、审批、支付须由不同的人办理"), "{own}");
    step(&studio, "fuzhuren", "review-back", &["reason=分配说明不清"]).ends(0);
    let kind = step(&studio, "zhuren", "amend-fee", &["amount=4500元"]).ends(4);
    assert!(kind.err.contains("选相应的“改后重报”"), "{kind}");
    // The form comes back as it was filled in; what is set replaces a part of it.
    step(&studio, "zhuren", "amend", &["amount=4500元", "shares=鲁茸 4500元 6789"]).ends(0);
    step(&studio, "fuzhuren", "review", &["opinion=同意"]).ends(0);
    let line = studio.run("bangong", &["register", "line", "claims", "1"]).ends(0);
    assert!(line.out.contains("4,500.00元") && line.out.contains("肆仟伍佰元整"), "{line}");
}

#[test]
fn duty_is_planned_confirmed_and_paid_without_the_official() {
    let studio = office();
    let plan = ["day=2026-11-23", "people=鲁茸", "people=熊干部", "station=接待大厅"];
    set(&studio, "qiantai", &["register", "act", "duty", "plan"], &plan).ends(0);
    let again = set(&studio, "qiantai", &["register", "act", "duty", "plan"], &plan[..2]).ends(3);
    assert!(again.err.contains("鲁茸2026-11-23") && again.err.contains("一人一天只排一次"), "{again}");
    let early = set(&studio, "banli", &["register", "act", "duty", "claim"], &["month=2026-11"]).ends(4);
    assert!(early.err.contains("没有已确认到岗而未申报的值班"), "{early}");
    set(&studio, "qiantai", &["register", "act", "duty", "serve-day"], &["day=2026-11-23"]).ends(4);
    set(&studio, "zhuren", &["register", "act", "duty", "serve-day"], &["day=2026-11-23"]).ends(0);
    let done = set(&studio, "banli", &["register", "act", "duty", "claim"], &["month=2026-11"]).ends(0);
    assert!(done.out.contains("SB4 200.00元,同级财政(县级)付"), "{done}");
    assert!(done.out.contains("未列入:熊干部是公职人员") && done.out.contains("预算还没有列入"), "{done}");
    let shown = studio.run("ducha", &["register", "show", "duty", "--format", "json"]).ends(0).json();
    assert_eq!((&shown[0]["person"], &shown[0]["pay"]), (&"鲁茸".into(), &"经〔2026〕0001号 待审核".into()));
    assert_eq!(shown[1]["pay"], "公职人员不领");
    let gone = set(&studio, "qiantai", &["register", "act", "duty", "remove", "1"], &["reason=误排"]).ends(4);
    assert!(gone.err.contains("已列入经〔2026〕0001号,不能改动"), "{gone}");
    let sheet =
        studio.run("caiwu", &["register", "show", "ledger", "--view", "值班", "--format", "json"]).ends(0).json();
    assert_eq!((&sheet[0]["payee"], &sheet[0]["band"]), (&"鲁茸".into(), &"200/人天".into()));
}
