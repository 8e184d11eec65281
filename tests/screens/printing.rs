//! Papers by one key and the signed scan: from the key to the file on the disk.

use super::*;
use crate::tables::printed::compare;
use fengqiao::documents::{self, catalogue, text_of};
use fengqiao::domain::flow;
use fengqiao::tui::keymap::{Action, KEYS};
use fengqiao::tui::msg::{Reply, Write};
use fengqiao::tui::papers::{AT_HAND, At, Kind};
use std::os::unix::fs::PermissionsExt;

/// A converter and a viewer of a test: PDFs of one page; while the file `hold` lies beside it, it waits.
pub struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    pub fn new() -> Machine {
        let machine = Machine { folder: tempfile::tempdir().expect("a folder") };
        machine.program(
            "soffice",
            r#"while [ $# -gt 0 ]; do
case "$1" in
--outdir) out="$2"; shift ;;
*.docx) while [ -e "$(dirname "$0")/hold" ]; do sleep 0.02; done
  name=$(basename "$1" .docx); printf '1 0 obj<</Type/Page>>' > "$out/$name.pdf" ;;
esac
shift
done"#,
        );
        machine
    }

    fn program(&self, name: &str, body: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
        path
    }

    pub fn hold(&self) -> &Machine {
        std::fs::write(self.folder.path().join("hold"), "").expect("written");
        self
    }

    pub fn go(&self) {
        std::fs::remove_file(self.folder.path().join("hold")).expect("held");
    }

    pub fn jobs(&self) -> Jobs {
        Jobs::with(Some(self.folder.path().join("soffice")), Err("没有".into()))
    }
}

fn seat(login: &str, size: (u16, u16)) -> Seat {
    Seat::new(login, size)
}

/// A case that has what the document is made of.
pub fn case_with(seat: &Seat, id: &str) -> i64 {
    let has = |case: &i64| {
        documents::list(&seat.desk, *case).is_ok_and(|(_, l)| l.iter().any(|l| l.sheet.id == id && l.paper.is_some()))
    };
    (1..=60).find(has).unwrap_or_else(|| panic!("no case with {id}"))
}

/// Opens the case file.
pub fn open(seat: &mut Seat, case: i64) {
    let title = seat.desk.case_title(case).expect("a title");
    seat.f(3).types(&title).key(KeyCode::Enter).key(KeyCode::Enter);
    assert!(seat.screen().contains("1概览"), "{}", seat.screen());
}

/// The files below 文书, by name, in order.
pub fn files(seat: &Seat) -> Vec<PathBuf> {
    let mut list = Vec::new();
    let mut ahead = vec![seat.folder.path().join("文书")];
    while let Some(folder) = ahead.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() { ahead.push(entry.path()) } else { list.push(entry.path()) }
        }
    }
    list.sort();
    list
}

/// The one file that a key made, as text; the box says where it lies.
fn made(seat: &mut Seat, title: &str) -> String {
    let screen = seat.screen();
    assert!(screen.contains(&format!("已制作{title}")) && screen.contains("知道了"), "{title}\n{screen}");
    // The path may be longer than the box: it is read as it was given.
    let told = format!("{:?}", seat.model.modals.last());
    let all = files(seat);
    let named = |f: &&PathBuf| told.contains(f.to_str().expect("a path")) && f.to_string_lossy().contains(title);
    let file = all.iter().find(named).unwrap_or_else(|| panic!("{title} in {all:?}\n{told}"));
    let text = text_of(&std::fs::read(file).expect("a file")).expect("a document");
    assert!(!text.contains("{{"), "{text}");
    seat.key(KeyCode::Enter);
    assert!(!seat.screen().contains("已制作"), "{}", seat.screen());
    text
}

#[test]
fn every_row_of_one_key_has_its_key_and_its_document() {
    for (at, kind) in AT_HAND {
        if let Kind::Document(id) = kind {
            assert!(catalogue::find(id).is_some(), "{id}");
        }
        match at {
            At::Place(scope) => {
                let key = KEYS.iter().find(|k| k.scope == *scope && k.action == Action::Paper);
                let key = key.unwrap_or_else(|| panic!("{scope:?} has no key"));
                let title = match kind {
                    Kind::Ticket => "取号单",
                    Kind::Document(id) => catalogue::find(id).map_or("", |s| s.title),
                };
                assert!(key.long.contains(title), "{scope:?}: {} does not name {title}", key.long);
            }
            At::Page(page) => assert!(fengqiao::tui::pane::case_file::TABS.contains(page), "{page}"),
            At::Register(id) => assert!(fengqiao::desk::register::find(id).is_some(), "{id}"),
            At::Done(done) => assert!(flow::find(done).is_some() || ["take", "supervise"].contains(done), "{done}"),
        }
    }
}

#[test]
fn the_number_taken_is_printed_by_the_key_that_the_line_names() {
    let mut seat = seat("qiantai", SMALL);
    seat.f(5).types("次仁").f(2);
    let told = seat.screen();
    assert!(told.contains("Ctrl+E打印取号单"), "{told}");
    seat.ctrl('e');
    let text = made(&mut seat, "取号单");
    assert!(text.contains("号码: ") && !text.contains("次仁"), "a number, no name: {text}");
    // Without an offer it is the selected number's.
    seat.key(KeyCode::Home).ctrl('e');
    made(&mut seat, "取号单");
    assert!(files(&seat).len() >= 2, "{:?}", files(&seat));
}

#[test]
fn each_page_of_the_case_file_makes_its_paper() {
    for (page, id, title, words) in [
        ("2", "material_receipt", "材料收据", "交来下列材料"),
        ("3", "evidence_receipt", "证据收据", "原件用完退还"),
        ("4", "entrustment", "委托函", "委托你方按人民调解方式办理"),
        ("5", "limits", "期限提示单", "下列期限请不要错过"),
    ] {
        let mut seat = seat("zhuren", SMALL);
        let case = case_with(&seat, id);
        open(&mut seat, case);
        seat.types(page).ctrl('e');
        let text = made(&mut seat, title);
        let code = seat.desk.case_title(case).expect("a title");
        assert!(text.contains(words) && text.contains(&code), "{title}\n{text}");
        let kept = seat.desk.documents_of(case).expect("a list");
        assert!(
            kept.iter().any(|d| d.document == id && d.version == 1 && d.sha256.len() == 64),
            "kept as from the menu"
        );
    }
}

#[test]
fn the_deadlines_at_the_desk_say_what_the_slip_of_limits_waits_for() {
    let mut seat = seat("zhuren", WIDE);
    seat.f(8).ctrl('e');
    let told = seat.screen();
    assert!(told.contains("期限提示单") && (told.contains("提示期限") || told.contains("已制作")), "{told}");
}

#[test]
fn a_supervision_issued_is_printed_by_the_key_that_the_line_names() {
    let mut seat = seat("ducha", SMALL);
    seat.f(5).f(2);
    if !seat.screen().contains("Ctrl+E") {
        // So late, it is decided above the supervisor: by whom is still asked.
        seat.types("1").f(2);
    }
    let told = seat.screen();
    assert!(told.contains("Ctrl+E打印督办单"), "{told}");
    seat.ctrl('e');
    let text = made(&mut seat, "督办单");
    assert!(text.contains("反馈人(签名)") && text.contains("年　　月　　日"), "{text}");
    // And later, from the same row or the register.
    seat.ctrl('e');
    made(&mut seat, "督办单");
    seat.register("督办").ctrl('e');
    made(&mut seat, "督办单");
}

#[test]
fn the_register_of_warnings_prints_the_letter_of_its_line() {
    let mut seat = seat("zhuren", SMALL);
    seat.register("预警").ctrl('e');
    let text = made(&mut seat, "预警通报函");
    assert!(text.contains("现予通报"), "{text}");
    let mut none = self::seat("zhuren", SMALL);
    none.register("人员库").ctrl('e');
    assert!(none.screen().contains("没有一键出的文书"), "{}", none.screen());
}

#[test]
fn what_was_just_done_offers_its_paper_and_another_key_withdraws_it() {
    for (at, kind) in AT_HAND {
        let (At::Done(mv), Kind::Document(id)) = (at, kind) else { continue };
        let Some(mv) = flow::find(mv) else { continue };
        let title = catalogue::find(id).expect("a document").title;
        let mut seat = seat("zhuren", SMALL);
        let case = case_with(&seat, id);
        open(&mut seat, case);
        let write = Write::Act { case, rev: 1, mv: mv.id, draft: Default::default() };
        seat.tell(Msg::Saved(write.clone(), Ok(Reply::Done("已办".into()))));
        assert!(seat.screen().contains(&format!("已办;Ctrl+E打印{title}")), "{}\n{}", mv.id, seat.screen());
        seat.ctrl('e');
        made(&mut seat, title);
        seat.tell(Msg::Saved(write, Ok(Reply::Done("已办".into()))));
        seat.key(KeyCode::Down);
        assert_eq!(seat.model.offer, None);
    }
}

#[test]
fn the_day_slip_is_a_paper_with_the_head_of_the_journal() {
    for (login, pane) in [("zhuren", "home"), ("ducha", "supervise"), ("admin", "manage")] {
        let mut seat = seat(login, SMALL);
        seat.ctrl('y');
        let text = made(&mut seat, "日结单");
        assert!(text.contains("流水末条: ") && text.contains("fengqiao check --head"), "{pane}\n{text}");
    }
    let mut front = seat("qiantai", SMALL);
    front.ctrl('y');
    assert!(front.screen().contains("日结单") || front.screen().contains("不能办理"), "{}", front.screen());
}

#[test]
fn the_signed_scan_is_attached_listed_and_opened_and_a_changed_one_is_told() {
    let machine = Machine::new();
    let mut seat = seat("zhuren", SMALL);
    let case = case_with(&seat, "acceptance");
    open(&mut seat, case);
    let pick = |seat: &mut Seat, text: &str| {
        seat.ctrl('p');
        for _ in 0..60 {
            if seat.screen().lines().any(|l| l.contains('>') && l.contains(text)) {
                seat.key(KeyCode::Enter);
                return;
            }
            seat.key(KeyCode::Down);
        }
        panic!("no {text}\n{}", seat.screen());
    };
    pick(&mut seat, "受理告知书");
    made(&mut seat, "受理告知书");
    pick(&mut seat, "受理告知书  已制作v1");
    compare("screen_made_before", &seat.screen());
    seat.types("3");
    let scan = machine.folder.path().join("扫描 件.pdf");
    std::fs::write(&scan, "签字").expect("written");
    seat.types("/没有.pdf").f(2);
    assert!(seat.screen().contains("读不了扫描件"), "{}", seat.screen());
    seat.ctrl('u').types(&format!("'{}'", scan.display())).f(2);
    assert!(seat.screen().contains("已附受理告知书v1的签字扫描件"), "{}", seat.screen());
    // Where there is no screen, it is told, with the place of the file.
    pick(&mut seat, "受理告知书  已签v1 扫描件原样");
    seat.types("4");
    assert!(seat.screen().contains("没有图形界面"), "{}", seat.screen());
    seat.key(KeyCode::Enter);
    // With a viewer it is opened.
    let seen = machine.folder.path().join("seen");
    let viewer = machine.program("viewer", &format!("printf %s \"$1\" > '{}'", seen.display()));
    seat.jobs = Jobs::with(None, Ok(vec![viewer.display().to_string()]));
    pick(&mut seat, "受理告知书  已签v1 扫描件原样");
    seat.types("4");
    seat.jobs.wait();
    assert_eq!(std::fs::read_to_string(&seen).expect("opened"), scan.display().to_string());
    // A viewer that fails is told in the line, not over what is typed.
    seat.jobs = Jobs::with(None, Ok(vec!["false".into()]));
    pick(&mut seat, "受理告知书  已签v1 扫描件原样");
    seat.types("2");
    seat.jobs.wait();
    assert!(seat.hears().screen().contains("打开文件没有成功  Ctrl+K看结果"), "{}", seat.screen());
    seat.ctrl('k');
    assert!(seat.screen().contains("查看程序false没有打开文件"), "{}", seat.screen());
    seat.key(KeyCode::Esc);
    std::fs::write(&scan, "涂改").expect("written");
    pick(&mut seat, "受理告知书  已签v1 扫描件已被改动");
    assert!(seat.screen().contains("扫描件已被改动:与附上时的指纹不同"), "{}", seat.screen());
    seat.key(KeyCode::Esc);
    std::fs::remove_file(&scan).expect("gone");
    pick(&mut seat, "受理告知书  已签v1 扫描件找不到");
    seat.key(KeyCode::Down).key(KeyCode::Down).key(KeyCode::Down);
    assert!(seat.screen().contains("请放回原处"), "{}", seat.screen());
}
