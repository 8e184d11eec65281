//! Finding, over real files; the office of these tests also serves those of lists.

use super::*;
use crate::desk::visits::VisitWrite;
use crate::desk::{CaseFilter, Clock, Failure};
use crate::domain::role::Role;
use crate::store::listing::fixture;
use crate::validation::Draft;

#[path = "lists_tests.rs"]
mod lists;

const MAN: &str = "533401199001010012";
const WOMAN: &str = "533422198506150026";
const OLD: &str = "533423197212310030";

struct Office {
    desk: Desk,
    _folder: tempfile::TempDir,
}

impl Office {
    fn open() -> Office {
        let folder = tempfile::tempdir().expect("a folder");
        let now = "2026-11-23T16:42:00".parse().expect("a time");
        let mut desk = Desk::create(&folder.path().join("desk.db"), Clock::Fixed(now), "1号窗").expect("a desk");
        for (id, login, role, staff) in [
            (1, "前台", Role::Reception, None),
            (2, "主任", Role::Director, None),
            (3, "承办", Role::Handler, Some(1)),
            (4, "督查", Role::Supervisor, None),
            (5, "管理员", Role::Admin, None),
        ] {
            fixture::user(&desk.conn, id, login, role.code(), staff).expect("a user");
        }
        desk.actor = None;
        let mut office = Office { desk, _folder: folder };
        office.become_role(Role::Reception);
        office
    }

    fn become_role(&mut self, role: Role) {
        let (user, staff) = match role {
            Role::Reception => (1, None),
            Role::Director => (2, None),
            Role::Handler => (3, Some(1)),
            Role::Supervisor => (4, None),
            _ => (5, None),
        };
        let login = role.code().to_string();
        self.desk.actor = Some(Actor { user, name: login.clone(), login, role, staff });
    }

    fn save(&mut self, draft: Draft) -> (i64, i64) {
        let write = VisitWrite { draft, ..VisitWrite::default() };
        let saved = self.desk.save_visit(&write).expect("saved");
        (saved.case, saved.visit)
    }

    fn add(&mut self, name: &str, document: &str, phone: &str, summary: &str) -> i64 {
        self.save(draft(name, document, phone, summary)).0
    }

    fn found(&self, query: &str) -> Vec<i64> {
        self.desk.find(query, 40).expect(query).iter().map(|h| h.case).collect()
    }

    fn why(&self, query: &str) -> Vec<String> {
        self.desk.find(query, 40).expect(query).into_iter().map(|h| h.why).collect()
    }

    fn number(&mut self, case: i64, number: &str) {
        let column = if number.starts_with("JT") { "docket" } else { "number" };
        fixture::set(&self.desk.conn, case, &format!("{column} = '{number}'")).expect("set");
        self.desk.write(|w| Ok(crate::store::search::index_number(w.tx, case, number)?)).expect("indexed");
    }
}

fn draft(name: &str, document: &str, phone: &str, summary: &str) -> Draft {
    let mut draft = Draft::default()
        .with("name", name)
        .with("people", "1")
        .with("gist", "求助")
        .with("source", "4")
        .with("summary", summary);
    match document {
        "" => draft.set("no_document", "2"),
        number => draft.set("document_no", number),
    }
    match phone {
        "" => draft.set("no_phone", "1"),
        number => draft.set("phone", number),
    }
    draft
}

const WATER: &str = "村里水电站占用我家的宅基地三年没有补偿款至今未付清楚";
const ROAD: &str = "修路时施工队把承包地的界桩推倒之后一直没有人来恢复";

#[test]
fn numbers_in_every_way_they_are_said() {
    let mut o = Office::open();
    let old = o.add("和志强", MAN, "13800000000", WATER);
    let new = o.add("李秀英", WOMAN, "13900001111", ROAD);
    o.number(old, "香格里拉信调〔2025〕0131号");
    o.number(new, "香格里拉信调〔2026〕0131号");
    o.number(new, "JT-20261123-012");
    for typed in [
        "香格里拉信调〔2026〕0131号",
        "香格里拉信调[2026]131号",
        "2026-0131",
        "2026-131",
        "20260131",
        "jt-20261123-012",
        "20261123-012",
        "２０２６－０１３１",
    ] {
        assert_eq!(o.found(typed), vec![new], "{typed}");
        assert_eq!(o.desk.case_called(typed).expect(typed).id, new);
    }
    for typed in ["0131", "131"] {
        assert_eq!(o.found(typed), vec![new, old], "{typed}");
        assert_eq!(o.desk.case_called(typed).expect(typed).id, new);
    }
    assert_eq!(o.found("2025"), vec![old]);
    assert_eq!(o.found("202611"), vec![new]);
    assert_eq!(o.found("德钦信调〔2026〕0131号"), Vec::<i64>::new());
    assert!(o.desk.case_called("德钦信调〔2026〕0131号").is_err());
    assert_eq!(o.found(&format!("#{old}")), vec![old]);
    assert_eq!(o.desk.case_called(&format!("#{old}")).expect("by row").id, old);
    assert!(matches!(o.desk.case_called("0999"), Err(Failure::Refusal { .. })));
}

#[test]
fn documents_and_telephones_and_their_tails() {
    let mut o = Office::open();
    let a = o.add("和志强", MAN, "13800000000", WATER);
    let b = o.add("李秀英", WOMAN, "0887-8221234", ROAD);
    assert_eq!((o.found(MAN), o.why(MAN)), (vec![a], vec!["证件".to_string()]));
    assert_eq!((o.found("0026"), o.why("0026")), (vec![b], vec!["证件尾号".to_string()]));
    assert_eq!(o.found("026"), vec![b]);
    assert_eq!(o.found("26"), Vec::<i64>::new());
    assert_eq!(o.found("533422"), vec![b]);
    assert_eq!((o.found("138 0000 0000"), o.why("13800000000")), (vec![a], vec!["电话".to_string()]));
    assert_eq!((o.found("1234"), o.why("8221234")), (vec![b], vec!["电话尾号".to_string()]));
    assert_eq!(o.found("08878221234"), vec![b]);
    assert_eq!(o.found("0887-822"), vec![b]);
}

#[test]
fn names_initials_in_every_reading_rare_and_tibetan() {
    let mut o = Office::open();
    let he = o.add("和志强", MAN, "", WATER);
    let longer = o.add("和志强生", WOMAN, "", ROAD);
    let again = o.add("和志强", OLD, "", ROAD);
    assert_eq!(o.found("和志强"), vec![again, he, longer]);
    assert_eq!(o.found("hzq")[..2], [again, he]);
    assert_eq!(o.found("HZQS"), vec![longer]);
    assert_eq!(o.found("志强").len(), 3);
    for (name, either) in [
        ("单志强", ["szq", "dzq"]),
        ("仇志强", ["qzq", "czq"]),
        ("曾志强", ["zzq", "czq"]),
        ("解志强", ["xzq", "jzq"]),
        ("区志强", ["ozq", "qzq"]),
    ] {
        let case = o.add(name, "", "", ROAD);
        for typed in either {
            assert!(o.found(typed).contains(&case), "{name} {typed}");
        }
    }
    let rare = o.add("𠮷田", "", "", ROAD);
    assert_eq!(o.found("𠮷"), vec![rare]);
    let dotted = o.add("扎西·次仁", "", "", ROAD);
    for typed in ["扎西次仁", "扎西•次仁", "次仁", "西·次", "zxcr"] {
        assert_eq!(o.found(typed), vec![dotted], "{typed}");
    }
    let native = o.save(draft("卓玛", "", "", ROAD).with("name_native", "བཀྲ་ཤིས་ཚེ་རིང་")).0;
    for typed in ["བཀྲ་ཤིས", "ཚེ་རིང", "བཀྲ་ཤིས་ཚེ་རིང་"] {
        assert_eq!(o.found(typed), vec![native], "{typed}");
    }
    let hit = &o.desk.find("扎西次仁", 1).expect("found")[0];
    assert_eq!((hit.petitioner.as_str(), hit.why.as_str()), ("扎＊＊", "姓名"));
}

#[test]
fn words_of_the_narrative_of_any_length() {
    let mut o = Office::open();
    let water = o.add("甲某", "", "", WATER);
    let road = o.add("乙某", "", "", ROAD);
    let mixed = o.add("丙某", "", "", "电站的水渠漏水,KTV噪声扰民,合同编号2019-77,𠮷祥巷");
    for (typed, cases) in [
        ("水", vec![mixed, water]),
        ("楚", vec![water]),
        ("宅基", vec![water]),
        ("水电站", vec![water]),
        ("水电站占用我家的宅基地三年没有补偿款", vec![water]),
        ("没有", vec![road, water]),
        ("没有 界桩", vec![road]),
        ("没有 界桩 水", vec![]),
        ("ktv", vec![mixed]),
        ("ＫＴＶ噪声", vec![mixed]),
        ("漏水,K", vec![mixed]),
        ("2019-77", vec![mixed]),
        ("𠮷祥", vec![mixed]),
        ("基宅", vec![]),
        ("站水电", vec![]),
    ] {
        assert_eq!(o.found(typed), cases, "{typed}");
    }
    assert_eq!(o.desk.find("没有", 1).expect("one").len(), 1);
    assert_eq!(o.why("界桩"), vec!["概况".to_string()]);
}

#[test]
fn no_input_is_an_error() {
    let mut o = Office::open();
    o.add("和志强", MAN, "13800000000", WATER);
    for typed in [
        "",
        " ",
        "a AND",
        "AND",
        "OR",
        "\"",
        "\"\"",
        "*",
        "水*",
        "NEAR(",
        "NEAR(水 电, 2)",
        "words:水",
        "-水",
        "^",
        "(",
        "'",
        "%",
        "_",
        "\\",
        "#",
        "#x",
        "暂存",
        "JT-",
        "〔〕",
        "水\" OR \"路",
        "\u{0}",
        "😀",
        "་",
        "2026-",
        "99999999999999999999999999",
    ] {
        o.desk.find(typed, 40).expect(typed);
        o.desk.earlier(typed, typed, typed, None).expect(typed);
    }
    assert!(o.desk.find(&"水电站".repeat(400), 40).expect("long").is_empty());
}

#[test]
fn an_amended_visit_is_found_by_its_new_words_only() {
    let mut o = Office::open();
    let first = draft("和志强", MAN, "13800000000", WATER);
    let (case, visit) = o.save(first.clone());
    let keys = fixture::counts(&o.desk.conn, case).expect("counts");
    let second = VisitWrite {
        visit: Some((visit, 1)),
        draft: draft("李秀英", WOMAN, "13800000000", ROAD),
        ..VisitWrite::default()
    };
    o.desk.save_visit(&second).expect("amended");
    for gone in ["和志强", "hzq", MAN, "0012", "水电站", "志强"] {
        assert_eq!(o.found(gone), Vec::<i64>::new(), "{gone}");
    }
    for there in ["李秀英", "lxy", WOMAN, "13800000000", "界桩"] {
        assert_eq!(o.found(there), vec![case], "{there}");
    }
    let back = VisitWrite { visit: Some((visit, 2)), draft: first, ..VisitWrite::default() };
    o.desk.save_visit(&back).expect("amended back");
    assert_eq!(fixture::counts(&o.desk.conn, case).expect("counts"), keys, "nothing is left behind");
}

#[test]
fn a_key_of_another_visit_of_the_case_survives_the_amendment() {
    let mut o = Office::open();
    let (case, _) = o.save(draft("和志强", MAN, "", WATER));
    fixture::set(&o.desk.conn, case, "stage = 'S10'").expect("set");
    let write = VisitWrite { attach: Some(case), draft: draft("和志强", MAN, "", ROAD), ..VisitWrite::default() };
    let second = o.desk.save_visit(&write).expect("attached");
    o.become_role(Role::Director);
    let amended = VisitWrite {
        visit: Some((second.visit, second.rev)),
        draft: draft("李秀英", WOMAN, "", ROAD),
        ..VisitWrite::default()
    };
    o.desk.save_visit(&amended).expect("amended");
    assert_eq!((o.found("和志强"), o.found("李秀英")), (vec![case], vec![case]));
}

#[test]
fn what_led_to_a_merged_case_leads_to_the_original() {
    let mut o = Office::open();
    let original = o.add("和志强", MAN, "13800000000", WATER);
    let repeated = o.add("和志强", MAN, "13900001111", ROAD);
    o.number(repeated, "JT-20261123-007");
    o.desk
        .write(|w| {
            crate::store::visit::attach_all(w.tx, repeated, original)?;
            Ok(crate::store::search::move_keys(w.tx, repeated, original)?)
        })
        .expect("merged");
    for typed in ["和志强", "1111", "20261123-007", "界桩", "水电站", MAN] {
        assert_eq!(o.found(typed), vec![original], "{typed}");
    }
    assert_eq!(fixture::counts(&o.desk.conn, repeated).expect("counts").0, 0);
}

#[test]
fn a_sealed_case_shows_nothing_but_that_it_is_there() {
    let mut o = Office::open();
    let sealed = o.add("和志强", MAN, "13800000000", WATER);
    fixture::set(&o.desk.conn, sealed, "sealed = 1, stage = 'S10'").expect("set");
    for role in [Role::Reception, Role::Supervisor] {
        o.become_role(role);
        let hit = &o.desk.find("和志强", 5).expect("found")[0];
        assert_eq!((hit.petitioner.as_str(), hit.gist.as_str(), hit.why.as_str()), ("密封件", "", ""));
        let row = &o.desk.list_cases(&CaseFilter::default(), None, 5, false).expect("list").rows[0];
        assert_eq!((row.petitioner.as_str(), row.gist.as_str()), ("密封件", ""));
        let earlier = &o.desk.earlier("", MAN, "", None).expect("earlier")[0];
        assert_eq!((earlier.petitioner.as_str(), earlier.gist.as_str(), earlier.attaches), ("密封件", "", false));
        assert!(o.desk.reveal(sealed, "电话通知").is_err());
    }
    o.become_role(Role::Director);
    assert_eq!(o.desk.find("和志强", 5).expect("found")[0].petitioner, "和＊＊");
}

#[test]
fn a_handler_finds_his_own_and_the_administrator_nothing() {
    let mut o = Office::open();
    let own = o.add("和志强", MAN, "13800000000", WATER);
    let other = o.add("和志强", MAN, "13800000000", WATER);
    fixture::set(&o.desk.conn, own, "handler_id = 1, stage = 'S40'").expect("set");
    o.become_role(Role::Handler);
    let taken_in = o.add("和志华", "", "", WATER);
    for (typed, cases) in
        [("和志强", vec![own]), ("水电站", vec![taken_in, own]), ("0012", vec![own]), ("和志", vec![taken_in, own])]
    {
        assert_eq!(o.found(typed), cases, "{typed}");
    }
    let ids = |o: &Office, f: CaseFilter| {
        o.desk.list_cases(&f, None, 9, false).expect("list").rows.iter().map(|r| r.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&o, CaseFilter::default()), vec![taken_in, own]);
    assert_eq!(o.desk.recent(1).expect("recent")[0].case, taken_in);
    let earlier = o.desk.earlier("", MAN, "", None).expect("earlier");
    assert_eq!(
        earlier.iter().map(|e| (e.case, e.gist.is_empty())).collect::<Vec<_>>(),
        vec![(other, true), (own, false)]
    );
    o.become_role(Role::Admin);
    assert!(o.desk.find("和志强", 5).is_err() && o.desk.earlier("和志强", "", "", None).is_err());
}

#[test]
fn a_walk_stops_at_its_budget_and_says_so() {
    let mut o = Office::open();
    let adjoining = o.add("甲某", "", "", "水电站");
    for _ in 0..60 {
        o.add("乙某", "", "", "水电不通,去电站问过");
    }
    let query = narrative::Query::new("水电站").expect("words");
    let walk = |entries, reads| {
        let mut cases = Vec::new();
        let budget = narrative::Budget { entries, reads };
        let partial = narrative::walk(&o.desk.conn, &query, budget, None, |case| {
            cases.push(case);
            Ok(true)
        });
        (cases, partial.expect("walked"))
    };
    assert_eq!(walk(100_000, 1000), (vec![adjoining], false));
    assert_eq!(walk(100_000, 50), (vec![], true));
    let found = o.desk.search("水电站", 40).expect("found");
    assert_eq!((found.hits.len(), found.partial), (1, false));
}
