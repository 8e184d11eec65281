//! Every operation at the commands, by every role: who is denied is refused by name with exit code 4 and is
//! shown nothing; who may, is refused for other reasons at most.

use super::Studio;
use super::grants::{MATRIX, PEOPLE, Way, letter, may, staffed};
use fengqiao::domain::flow;
use fengqiao::domain::role::{Operation, Role, label};
use std::collections::HashSet;

use Operation as O;
use Way::{All, Do, Look};

/// Operation, whether it is looked at or done, the stage the case is put at, and the command. `#1` is a case of
/// the clerk and of the handler, `#2` is a sealed one of theirs; FILE, DAYS, KEY are files to read, OUT one to
/// write.
#[rustfmt::skip]
const COMMANDS: &[(Operation, Way, &str, &str)] = &[
    (O::ReadCase,      Look, "", "case list"),
    (O::ReadCase,      Look, "S40", "case show #1"),
    (O::ReadCase,      Look, "", "find 和"),
    (O::ReadCase,      Look, "", "overdue"),
    (O::ReadCase,      Look, "", "visit list"),
    (O::ReadCase,      Look, "S40", "similar #1"),
    (O::ReadCase,      Look, "S40", "team show #1"),
    (O::ReadCase,      Look, "", "export cases --out OUT"),
    (O::ReadCase,      Look, "", "register show todo"),
    (O::ReadCase,      Look, "", "register show listed"),
    (O::Sealed,        Look, "", "case show #2"),
    (O::Sealed,        Look, "", "print #2"),
    (O::Register,      Do,   "", "visit add --set name=和"),
    (O::Register,      Do,   "S10", "case act #1 T03"),
    (O::Register,      Do,   "", "register act leads turn 1"),
    (O::Queue,         Look, "", "queue list"),
    (O::Queue,         Do,   "", "queue take"),
    (O::Queue,         Do,   "", "queue next"),
    (O::Import,        Do,   "", "import FILE"),
    (O::Import,        Look, "", "register show imports"),
    (O::Import,        Do,   "", "register act imports undo 1"),
    (O::ProposeRepeat, Look, "", "register show past"),
    (O::ProposeRepeat, Do,   "S10", "case act #1 T02 --set target=#1 --set same_matter=1"),
    (O::Assess,        Do,   "S20", "case act #1 T04 --set list=身份证 --set told_on=今天"),
    (O::Assess,        Do,   "S20", "case act #1 T06 --set destination=县人社局 --set reason=由其办理 --set told_on=今天"),
    (O::Entrust,       Do,   "S21", "case act #1 T04b --set received_on=今天"),
    (O::Entrust,       Do,   "S20", "case act #1 T22 --set ground=1 --set signed_on=今天 --set reason=自行和解"),
    (O::Assign,        Do,   "S40", "team assign #1 --set handler=2 --set recusal_checked=1 --set reason=请假"),
    (O::Assign,        Do,   "", "team move --from 1 --to 2 --dry-run"),
    (O::Assign,        Look, "", "register show reassignments"),
    (O::Assign,        Do,   "", "register act staff move 1"),
    (O::Work,          Do,   "S40", "case act #1 R07 --set clock=DL-07 --set days=5 --set reason=等待测绘 --set both_agree=1"),
    (O::Work,          Do,   "", "register act supervisions answer 1"),
    (O::Consult,       Do,   "S40", "case act #1 T11 --set questions=四至怎样认定 --set when=+3 --set invited=和文军"),
    (O::Extend,        Do,   "S40", "case act #1 R08 --set reason=期限内可以办完"),
    (O::Close,         Do,   "S63", "case act #1 T18 --set facts=围墙越过界线 --set result=调解不成已告知 --set opinion=同意"),
    (O::Strike,        Do,   "S80", "case act #1 T19 --set verified=1 --set opinion=同意销号"),
    (O::Supervise,     Look, "", "register show supervisions"),
    (O::Supervise,     Do,   "", "register act supervisions issue"),
    (O::Supervise,     Do,   "", "register act supervisions accept 1"),
    (O::RaiseWarning,  Look, "", "register show warnings"),
    (O::RaiseWarning,  Do,   "", "register act warnings raise"),
    (O::RaiseWarning,  Do,   "", "register act warnings dispose 1"),
    (O::Warn,          Do,   "", "register act warnings send 1"),
    (O::Warn,          Do,   "", "register act warnings receipt 1"),
    (O::Warn,          Do,   "", "register act warnings close 1"),
    (O::Warn,          All,  "", "warn sweep"),
    (O::Archive,       Look, "", "register show volumes"),
    (O::Archive,       Look, "", "register show loans"),
    (O::Archive,       Do,   "", "register act volumes lend 1"),
    (O::Archive,       Do,   "", "register act loans back 1"),
    (O::Reopen,        Do,   "S90", "case act #1 R31 --set reason=2 --set detail=找到了新的界址图"),
    (O::SecondReopen,  Do,   "S90", "case act #1 T21 --set opinion=同意重开 --set told_on=今天"),
    (O::Claim,         Do,   "", "register act claims claim"),
    (O::Claim,         Do,   "", "register act claims void 1"),
    (O::ReviewClaim,   Do,   "", "register act claims review 1"),
    (O::ReviewClaim,   Do,   "", "register act duty serve-day"),
    (O::ApproveClaim,  Do,   "", "register act claims approve 1"),
    (O::Pay,           Do,   "", "register act claims pay 1"),
    (O::Ledger,        Look, "", "register show claims"),
    (O::Ledger,        Look, "", "register show ledger"),
    (O::Budget,        Look, "", "register show budget"),
    (O::Budget,        Look, "", "register show totals"),
    (O::Budget,        Do,   "", "register act budget set --set year=2026 --set granted=10000 --set source=县财政专项"),
    (O::Discipline,    Look, "", "register show discipline"),
    (O::Discipline,    Do,   "", "register act discipline check 1"),
    (O::Duty,          Look, "", "register show duty"),
    (O::Duty,          Do,   "", "register act duty plan"),
    (O::Roster,        Look, "", "register show officers"),
    (O::Roster,        Do,   "", "register act officers add"),
    (O::Roster,        Do,   "", "register act staff pledge 1"),
    (O::Stations,      Look, "", "register show stations"),
    (O::Stations,      Do,   "", "register act stations add"),
    (O::HandOver,      Look, "", "register show handovers"),
    (O::HandOver,      Do,   "", "register act handovers send"),
    (O::Lead,          Look, "", "register show leads"),
    (O::Lead,          Do,   "", "register act leads report"),
    (O::Urgent,        Look, "", "register show urgent"),
    (O::Urgent,        Do,   "", "register act urgent raise"),
    (O::OwnData,       Look, "", "register show requests"),
    (O::OwnData,       Do,   "", "register act requests ask"),
    (O::Guidance,      Look, "", "guide 仲裁"),
    (O::Guidance,      Look, "", "register show consultations"),
    (O::Guidance,      Do,   "", "register act guidance answer 1"),
    (O::EditGuidance,  Do,   "", "register act guidance add"),
    (O::Reveal,        Do,   "S40", "case show #1 --reveal 电话通知到场"),
    (O::Reveal,        Do,   "", "export cases --reveal 核对名册 --out OUT"),
    (O::Document,      Do,   "S40", "print #1 接谈登记表"),
    (O::Document,      Do,   "S40", "print #1"),
    (O::Administer,    Do,   "", "user list"),
    (O::Administer,    Do,   "", "user off nobody"),
    (O::Administer,    Do,   "", "ssh-key ducha KEY"),
    (O::Administer,    Do,   "", "calendar import DAYS"),
    (O::Administer,    Do,   "", "backup"),
    (O::Administer,    Do,   "", "register act stations seat 1"),
    (O::Audit,         Do,   "", "check"),
    (O::Report,        Look, "", "report R03"),
    (O::Hotspots,      Look, "", "hotspots"),
];

/// Operations without a command, and why.
const WITHOUT: &[(Operation, &str)] = &[(
    O::AmendVisit,
    "a registered visit is corrected on its form at the screen; and src/desk tries it for every role",
)];

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

/// A studio with three cases, and the files that the commands read.
fn office() -> Studio {
    let studio = staffed();
    for _ in 1..=3 {
        studio.full_visit();
    }
    let files = [("ledger.csv", "姓名,诉求\n"), ("key.pub", KEY), ("days.csv", "2027-01-01,放假,元旦,official\n")];
    for (name, text) in files {
        std::fs::write(studio.db.with_file_name(name), text).expect("a file");
    }
    studio
}

/// Puts the cases where a row wants them: handled by the first of the roster, the second one sealed.
fn put(studio: &Studio, stage: &str, handler: i64) {
    let conn = rusqlite::Connection::open(&studio.db).expect("the file");
    let stage = if stage.is_empty() { "S40" } else { stage };
    let open = !matches!(stage, "S80" | "S90");
    conn.execute("UPDATE cases SET handler_id = ?1, stage = 'S40', is_open = 1, sealed = (id = 2)", [handler])
        .expect("put");
    conn.execute("UPDATE cases SET stage = ?1, is_open = ?2 WHERE id = 1", (stage, open)).expect("put");
}

fn words(studio: &Studio, login: &str, command: &str) -> Vec<String> {
    let at = |name: &str| studio.db.with_file_name(name).display().to_string();
    let word = |word: &str| match word {
        "FILE" => at("ledger.csv"),
        "KEY" => at("key.pub"),
        "DAYS" => at("days.csv"),
        "OUT" => at(&format!("{login}{}.csv", command.len())),
        word => word.to_string(),
    };
    command.split(' ').map(word).collect()
}

/// The words a refusal of this row may have: of its operation or move, and, about a case, of reading it.
fn refusals(operation: Operation, command: &str) -> Vec<String> {
    let mut named = vec![label(operation).to_string()];
    if let Some(mv) = command.split(' ').nth(3).filter(|_| command.starts_with("case act")) {
        named.push(flow::find(mv).expect("a move").label.to_string());
    }
    if command.contains("#") || operation == O::Reveal {
        named.push(label(O::ReadCase).to_string());
    }
    let mut list: Vec<String> = named.iter().map(|n| format!("没有“{n}”的权限")).collect();
    match operation {
        O::Sealed => list.push("检举控告件已密封".into()),
        O::Warn => list.push("由主任、督查".into()),
        _ => {}
    }
    if operation == O::Sealed {
        list.push("检举控告件登记后即密封".into());
    }
    list
}

/// Any refusal for want of a permission.
const ANY: &[&str] = &["”的权限", "只能办理自己经手的", "不是您承办的", "由主任、督查或", "密封"];

/// The rows of a part of the table, by every role.
fn part(nth: usize) {
    let studio = office();
    let (mut wrong, mut denied) = (Vec::new(), 0);
    let rows = COMMANDS.iter().enumerate().filter(|(i, _)| i % PARTS == nth);
    for (_, (operation, way, stage, command)) in rows {
        let no = refusals(*operation, command);
        for (login, role) in PEOPLE {
            put(&studio, stage, 1);
            let words = words(&studio, login, command);
            let run = studio.run(login, &words.iter().map(String::as_str).collect::<Vec<_>>());
            let row = format!("{} {}“{}”", role.label(), letter(*role, *operation), label(*operation));
            if may(*role, *operation, *way) {
                if ANY.iter().any(|a| run.err.contains(a)) || run.code == 2 {
                    wrong.push(format!("{row} was refused\n{run}"));
                }
            } else {
                denied += 1;
                let named = no.iter().any(|n| run.err.contains(n.as_str()));
                if run.code != 4 || !run.out.is_empty() || !named {
                    wrong.push(format!("{row} was not refused\n{run}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(denied > COMMANDS.len() / PARTS, "{denied}");
}

const PARTS: usize = 4;

#[test]
fn every_command_answers_every_role_by_the_matrix_1() {
    part(0);
}

#[test]
fn every_command_answers_every_role_by_the_matrix_2() {
    part(1);
}

#[test]
fn every_command_answers_every_role_by_the_matrix_3() {
    part(2);
}

#[test]
fn every_command_answers_every_role_by_the_matrix_4() {
    part(3);
}

/// What is only for his own ends at the cases of another handler.
#[test]
fn a_handler_does_nothing_with_the_case_of_another() {
    let studio = office();
    let mut wrong = Vec::new();
    for (operation, _, stage, command) in COMMANDS.iter().filter(|c| c.3.contains("#1")) {
        put(&studio, stage, 2);
        let words = words(&studio, "banli", command);
        let run = studio.run("banli", &words.iter().map(String::as_str).collect::<Vec<_>>());
        if run.code != 4 || !run.out.is_empty() || !ANY.iter().any(|a| run.err.contains(a)) {
            wrong.push(format!("“{}” was not refused\n{run}", label(*operation)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_operation_has_a_command_or_a_reason_why_not() {
    for (operation, _) in MATRIX {
        let has = COMMANDS.iter().any(|c| c.0 == *operation);
        let without = WITHOUT.iter().any(|w| w.0 == *operation && !w.1.is_empty());
        assert!(has != without, "{operation:?} “{}”", label(*operation));
        // Whoever only looks at it is told apart from who does it, where somebody only looks.
        let looks = MATRIX.iter().any(|m| m.0 == *operation && m.1.contains('V'));
        let done = COMMANDS.iter().any(|c| c.0 == *operation && c.1 != Look);
        let only_read = [O::ReadCase, O::Sealed, O::Ledger, O::Report, O::Hotspots].contains(operation);
        assert!(without || !looks || done || only_read, "{operation:?} is only looked at");
    }
}

/// A 检举控告 case is known to nobody but the director by any list, search, paper or file.
#[test]
fn a_sealed_case_is_shown_to_the_director_alone() {
    let studio = office();
    // Registered, so that nothing but the seal keeps its papers back.
    studio.run("zhuren", &["case", "act", "#2", "T01"]).ends(0);
    put(&studio, "", 1);
    let conn = rusqlite::Connection::open(&studio.db).expect("the file");
    for table in ["cases", "visit"] {
        let key = if table == "cases" { "id" } else { "case_id" };
        conn.execute(&format!("UPDATE {table} SET gist = '村账目不公开' WHERE {key} = 2"), []).expect("written");
    }
    let mut shown = HashSet::new();
    for command in [
        "case show #2",
        "case show #2 --reveal 电话通知到场",
        "case list",
        "case list --format json",
        "find 和",
        "find 村账目",
        "visit list",
        "visit list --format json",
        "overdue",
        "similar #2",
        "team show #2",
        "print #2",
        "print #2 接谈登记表",
        "print #2 --copy sifa",
        "print #2 --slip progress",
        "register show todo",
        "export cases --out OUT",
        "export visits --out OUT",
        "export visits --reveal 核对名册 --out OUT",
    ] {
        for (login, role) in PEOPLE {
            let words = words(&studio, login, command);
            let run = studio.run(login, &words.iter().map(String::as_str).collect::<Vec<_>>());
            let file = words.iter().position(|w| w == "--out").map(|at| &words[at + 1]);
            let written = file.and_then(|f| std::fs::read_to_string(f).ok()).unwrap_or_default();
            // What was asked for is said again by who did not find it.
            let said = run.err.replace("没有找到“村账目”", "");
            let found = [&run.out, &said, &written].iter().any(|text| text.contains("村账目"));
            if *role == Role::Director {
                shown.extend(found.then_some(command));
                let no = ["即密封", "已密封", "”的权限"].iter().any(|n| run.err.contains(n));
                assert!(!no, "{run}");
            } else {
                let of_it = command.contains("#2");
                assert!(!found, "{login}\n{run}{written}");
                let sealed = ["密封", "没有“查看案件”的权限"].iter().any(|n| run.err.contains(n));
                assert!(!of_it || run.code == 4 && run.out.is_empty() && sealed, "{login}\n{run}");
            }
            if let Some(file) = file {
                let _ = std::fs::remove_file(file);
            }
        }
    }
    for command in ["case show #2", "case list", "visit list", "export cases --out OUT"] {
        assert!(shown.contains(command), "{command} does not show it to the director either: {shown:?}");
    }
}
