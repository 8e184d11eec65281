//! A day at the desk: number, visit, moves, team, deadlines.

use crate::support::{FULL, Studio};

#[test]
fn a_number_is_taken_called_and_served() {
    let studio = Studio::new();
    let taken = studio.run("qiantai", &["queue", "take", "--set", "name=和志强", "--format", "json"]).ends(0);
    assert_eq!((&taken.json()["number"], &taken.json()["name"]), (&"A001".into(), &"和＊＊".into()), "{taken}");
    studio.run("qiantai", &["queue", "take", "--set", "priority=孕妇或带婴儿"]).ends(0);
    let next = studio.run("qiantai", &["queue", "next", "--window", "窗口1", "--format", "json"]).ends(0);
    assert_eq!((&next.json()["number"], &next.json()["window"]), (&"A002".into(), &"窗口1".into()), "{next}");
    studio.run("qiantai", &["queue", "hold", "2", "--window", "窗口1"]).ends(0);
    studio.run("qiantai", &["queue", "next", "--window", "窗口1"]).ends(0);
    studio.run("qiantai", &["queue", "serve", "A001", "--window", "窗口1"]).ends(0);
    let list = studio.run("ducha", &["queue", "list", "--format", "json"]).ends(0).json();
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    studio.run("qiantai", &["queue", "finish", "1", "--window", "窗口1"]).ends(0);
    let gone = studio.run("qiantai", &["queue", "recall", "A001"]).ends(4);
    assert!(gone.err.contains("队列里没有A001"), "{gone}");
    studio.run("qiantai", &["queue", "next"]).ends(4);
}

#[test]
fn a_short_save_tells_what_is_missing_and_a_bad_one_stores_nothing() {
    let studio = Studio::new();
    let bad = studio.run("qiantai", &["visit", "add", "--set", "name=和志强", "--set", "phone=123"]).ends(3);
    assert!(bad.err.contains("document_no: 请填写证件号码") && bad.err.contains("phone: 联系电话"), "{bad}");
    let mut short = vec!["visit", "add", "--format", "json"];
    for pair in &FULL[..6] {
        short.extend(["--set", pair]);
    }
    let saved = studio.run("qiantai", &short).ends(0);
    let missing = saved.json()["missing"].as_array().expect("a list").len();
    assert!(missing > 10, "{saved}");
    let refused = studio.run("qiantai", &["case", "act", "#1", "登记"]).ends(4);
    assert!(refused.err.contains("登记表还有"), "{refused}");
    let list = studio.run("qiantai", &["visit", "list"]).ends(0);
    assert!(list.out.contains("和＊＊") && !list.out.contains("志强"), "{list}");
}

#[test]
fn a_script_that_tries_again_stores_a_visit_once() {
    let studio = Studio::new();
    let add = |login: &str, once: &str, gist: &str| {
        let gist = format!("gist={gist}");
        let mut words = vec!["visit", "add", "--once", once, "--format", "json"];
        for pair in FULL[..6].iter().copied().filter(|p| !p.starts_with("gist=")).chain([gist.as_str()]) {
            words.extend(["--set", pair]);
        }
        studio.run(login, &words)
    };
    let first = add("qiantai", "台账-17", "宅基地边界").ends(0).json();
    let again = add("qiantai", "台账-17", "宅基地边界").ends(0).json();
    assert_eq!((&first["visit"], &first["case_id"]), (&again["visit"], &again["case_id"]));
    assert!(again["text"].as_str().is_some_and(|t| t.contains("已存过")), "{again}");
    let other = add("qiantai", "台账-17", "水源争执").ends(3);
    assert!(other.err.contains("once: 这个词已用于另一次来访"), "{other}");
    // Another clerk's words are his own; without a word every call is a visit.
    add("zhuren", "台账-17", "宅基地边界").ends(0);
    add("qiantai", "台账-18", "宅基地边界").ends(0);
    let long = add("qiantai", &"长".repeat(65), "宅基地边界").ends(3);
    assert!(long.err.contains("须有1到64个字"), "{long}");
    let empty = add("qiantai", " ", "宅基地边界").ends(3);
    assert!(empty.err.contains("须有1到64个字"), "{empty}");
    add("qiantai", "", "宅基地边界").ends(3);
    let list = studio.run("qiantai", &["visit", "list", "--format", "json"]).ends(0).json();
    assert_eq!(list.as_array().map(Vec::len), Some(3));
}

/// Takes a case to 已受理.
fn accepted(studio: &Studio) -> String {
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    studio.run("qiantai", &["case", "act", &case, "提交评析"]).ends(0);
    let mut accept = vec!["case", "act", &case, "受理"];
    for pair in [
        "abstract=邻居扩建围墙越界占用宅基地",
        "focus=界址在哪里",
        "petitioner_agrees=1",
        "respondent_agrees=1",
        "liable_clear=1",
        "liable_unit=建塘镇政府",
        "grade=G1",
        "listed=0",
        "consult=0",
        "ways_told=1",
        "opinion=同意受理",
    ] {
        accept.extend(["--set", pair]);
    }
    let done = studio.run("zhuren", &accept).ends(0);
    assert!(done.out.contains("香格里拉信调〔2026〕0001号"), "{done}");
    case
}

#[test]
fn a_case_goes_from_the_window_to_its_handler() {
    let studio = Studio::new();
    accepted(&studio);
    let refused = studio
        .run("qiantai", &["team", "assign", "0001", "--set", "handler=李秀英", "--set", "recusal_checked=1"])
        .ends(4);
    assert!(refused.err.contains("不能“指派承办”"), "{refused}");
    let mut entrust = vec!["case", "act", "0001", "T08"];
    for pair in [
        "liable_clear=1",
        "principal_kind=1",
        "principal=建塘镇政府",
        "powers=调查、调解、提出处理意见",
        "until=2026-12-31",
        "payer=1",
        "clerk=和文军",
        "clerk_phone=13900000000",
        "petitioner_statement=1",
    ] {
        entrust.extend(["--set", pair]);
    }
    studio.run("qiantai", &entrust).ends(0);
    let candidates = studio.run("zhuren", &["team", "candidates", "0001", "--format", "json"]).ends(0).json();
    let last = candidates.as_array().and_then(|l| l.last()).expect("candidates");
    assert_eq!(last["name"], "和文军", "who shares the unit in dispute comes last");
    let assign = |name: &str| {
        let handler = format!("handler={name}");
        studio.run(
            "zhuren",
            &["team", "assign", "0001", "--set", &handler, "--set", "recusal_checked=1", "--set", "reason=请假"],
        )
    };
    let assign_first =
        studio.run("zhuren", &["team", "assign", "0001", "--set", "handler=李秀英", "--set", "recusal_checked=1"]);
    assign_first.ends(0);
    let recused = assign("和文军").ends(4);
    assert!(recused.err.contains("应当回避:与被访单位同一单位"), "{recused}");
    assign("扎西").ends(0);
    let team = studio.run("zhuren", &["team", "show", "0001", "--format", "json"]).ends(0).json();
    assert_eq!((&team[0]["name"], &team[0]["load"]), (&"扎西".into(), &1.into()));
    a_caseload_moves(&studio);
}

/// 扎西 has one case, in which 和文军 must stand aside.
fn a_caseload_moves(studio: &Studio) {
    let look = ["team", "move", "--from", "扎西", "--to", "和文军,李秀英", "--dry-run", "--format", "json"];
    let seen = studio.run("zhuren", &look).ends(0);
    assert!(seen.err.contains("什么也没有改:可改派1件"), "{seen}");
    let line = &seen.json()[0];
    assert_eq!(
        (&line["petitioner"], &line["to"], &line["part"]),
        (&"和＊＊".into(), &"李秀英".into(), &"handler".into())
    );
    studio.run("ducha", &look).ends(4);
    let team = || studio.run("zhuren", &["team", "show", "0001", "--format", "json"]).ends(0).json();
    assert_eq!(team()[0]["name"], "扎西");
    let unread = ["team", "move", "--from", "扎西", "--to", "李秀英", "--reason", "调离"];
    assert!(studio.run("zhuren", &unread).ends(3).err.contains("已核对回避"));
    let carry = |to: &str| {
        let line = ["team", "move", "--from", "扎西", "--to", to, "--reason", "调离", "--recusal-checked"];
        studio.run("zhuren", &line).ends(0)
    };
    let stays = carry("和文军");
    assert!(stays.out.contains("与被访单位同一单位") && stays.err.contains("没有改派,留下1件"), "{stays}");
    let done = carry("李秀英");
    assert!(done.err.contains("已改派1件;交接清单1号"), "{done}");
    assert_eq!(team()[0]["name"], "李秀英");
    let paper = studio.run("ducha", &["team", "paper", "1"]).ends(0);
    assert!(paper.out.contains("移交人扎西(签字)") && paper.out.contains("接收人李秀英(签字)"), "{paper}");
    assert!(studio.run("zhuren", &["team", "paper", "9"]).ends(4).err.contains("没有9号交接清单"));
    let gone = studio.run("zhuren", &["register", "act", "staff", "leave", "2", "--set", "why=调离"]).ends(0);
    assert!(gone.out.contains("已离任:扎西"), "{gone}");
}

#[test]
fn a_case_is_shown_masked_and_a_reveal_leaves_its_reason() {
    let studio = Studio::new();
    accepted(&studio);
    let shown = studio.run("zhuren", &["case", "show", "0001", "--format", "json"]).ends(0);
    let json = shown.json();
    assert_eq!((&json["petitioner"], &json["stage"], &json["handler"]), (&"和＊＊".into(), &"S30".into(), &"".into()));
    for secret in ["和志强", "533422198506150026", "13800000000", "老槐树"] {
        assert!(!shown.out.contains(secret), "{secret}\n{shown}");
    }
    let open = studio.run("zhuren", &["case", "show", "0001", "--reveal", "电话通知到场", "--format", "json"]).ends(0);
    assert!(open.out.contains("13800000000"), "{open}");
    let after = studio.run("zhuren", &["case", "show", "0001"]).ends(0);
    assert!(after.out.contains("电话通知到场") && after.out.contains("和＊＊"), "{after}");
}

#[test]
fn a_stale_rev_is_a_conflict() {
    let studio = Studio::new();
    let case = studio.full_visit();
    let rev = studio.run("qiantai", &["case", "show", &case, "--format", "json"]).ends(0).json()["rev"].to_string();
    studio.run("qiantai", &["case", "act", &case, "T01", "--rev", &rev]).ends(0);
    let late = studio.run("qiantai", &["case", "act", &case, "T03", "--rev", &rev]).ends(5);
    assert!(late.err.starts_with("冲突:"), "{late}");
}

#[test]
fn finding_and_listing_carry_the_keys_of_the_contract() {
    let studio = Studio::new();
    accepted(&studio);
    for arguments in [&["find", "0001", "--format", "json"][..], &["case", "list", "--format", "json"]] {
        let run = studio.run("zhuren", arguments).ends(0);
        let json = run.json();
        for key in ["case", "petitioner", "stage", "grade", "handler", "opened"] {
            assert!(json[0].get(key).is_some(), "{key}\n{run}");
        }
        assert_eq!(json[0]["petitioner"], "和＊＊", "{run}");
    }
    let overdue = studio.run("ducha", &["overdue", "--within", "30", "--format", "json"]).ends(0);
    let json = overdue.json();
    for key in ["case", "petitioner", "rule", "label", "handler", "unit", "due_raw", "due", "days_left", "light"] {
        assert!(json[0].get(key).is_some(), "{key}\n{overdue}");
    }
    assert_eq!(json[0]["rule"], "DL-06", "{overdue}");
    let none = studio.run("ducha", &["overdue", "--format", "json"]).ends(0);
    assert_eq!(none.out, "[]\n");
    let nothing = studio.run("zhuren", &["find", "没有这样的事"]).ends(0);
    assert_eq!((nothing.out.as_str(), nothing.err.contains("没有找到")), ("", true));
}
