//! The whole volume and single PDFs, made beside the desk: it goes on, they queue, they can be stopped.

use super::printing::{Machine, case_with, files, open};
use super::*;
use crate::tables::printed::compare;
use fengqiao::desk::Failure;
use fengqiao::documents::text_of;
use fengqiao::tui::msg::{Reply, Write};

/// The case file of an archived case.
fn open_first(seat: &mut Seat) {
    seat.f(3).types("0001").key(KeyCode::Enter).key(KeyCode::Enter);
    assert!(seat.screen().contains("1概览"), "{}", seat.screen());
}

/// Starts the whole volume of the case in hand.
fn volume(seat: &mut Seat) {
    seat.ctrl('p').item("打印全卷");
}

fn finish(seat: &mut Seat) {
    while seat.jobs.is_busy() {
        seat.jobs.wait();
        seat.hears();
    }
}

fn of_kind(seat: &Seat, kind: &str) -> usize {
    files(seat).iter().filter(|f| f.extension().is_some_and(|e| e == kind)).count()
}

#[test]
fn the_volume_is_made_beside_the_desk_which_goes_on() {
    for (size, name) in [(SMALL, "80"), (WIDE, "120")] {
        let machine = Machine::new();
        machine.hold();
        let mut seat = Seat::new("zhuren", size);
        seat.jobs = machine.jobs();
        open_first(&mut seat);
        volume(&mut seat);
        compare(&format!("screen_printing_{name}"), &seat.screen());
        assert_eq!(of_kind(&seat, "pdf"), 0);
        // The desk goes on: another screen, a search, and the line stays.
        seat.key(KeyCode::Esc).f(11);
        assert!(seat.screen().contains("正在打印0001全卷:转PDF 0/"), "{}", seat.screen());
        seat.key(KeyCode::Esc);
        machine.go();
        finish(&mut seat);
        assert!(seat.screen().contains("打印0001全卷已结束  Ctrl+K看结果"), "{}", seat.screen());
        seat.ctrl('k');
        assert!(seat.screen().contains("都已转成PDF") && seat.screen().contains("0001全卷"), "{}", seat.screen());
        assert_eq!((of_kind(&seat, "pdf"), of_kind(&seat, "part")), (of_kind(&seat, "docx"), 0));
        let all = files(&seat);
        let contents = all.iter().find(|f| f.ends_with("0001-卷内目录.docx")).expect("the contents");
        let text = text_of(&std::fs::read(contents).expect("a file")).expect("text");
        assert!(text.contains("全卷共"), "{text}");
        seat.key(KeyCode::Esc);
        assert!(!seat.screen().contains("Ctrl+K看结果"), "read once: {}", seat.screen());
    }
}

#[test]
fn two_volumes_queue_and_esc_in_the_line_stops_the_first() {
    let machine = Machine::new();
    machine.hold();
    let mut seat = Seat::new("zhuren", SMALL);
    seat.jobs = machine.jobs();
    open_first(&mut seat);
    volume(&mut seat);
    let first = of_kind(&seat, "docx");
    volume(&mut seat);
    assert!(seat.screen().contains("另有1件等着"), "{}", seat.screen());
    seat.ctrl('k');
    compare("screen_printing_stop", &seat.screen());
    // Any other key leaves it running.
    seat.key(KeyCode::Enter);
    assert!(seat.jobs.is_busy() && seat.screen().contains("Ctrl+K停止"), "{}", seat.screen());
    seat.ctrl('k').key(KeyCode::Esc);
    seat.jobs.wait();
    seat.hears();
    assert!(seat.screen().contains("正在打印0001全卷") && !seat.screen().contains("另有"), "{}", seat.screen());
    assert_eq!(of_kind(&seat, "pdf"), 0, "stopped: none");
    assert!(of_kind(&seat, "docx") > first, "its cover is made all the same");
    machine.go();
    finish(&mut seat);
    seat.ctrl('k');
    assert!(seat.screen().contains("都已转成PDF"), "{}", seat.screen());
}

#[test]
fn leaving_stops_the_work_and_leaves_no_half_file() {
    let machine = Machine::new();
    machine.hold();
    let mut seat = Seat::new("zhuren", SMALL);
    seat.jobs = machine.jobs();
    open_first(&mut seat);
    volume(&mut seat);
    assert!(seat.jobs.left().contains("0001全卷没有做完"), "{}", seat.jobs.left());
    seat.jobs = Jobs::with(None, Err("没有".into()));
    assert_eq!((of_kind(&seat, "pdf"), of_kind(&seat, "part")), (0, 0));
    for file in files(&seat) {
        text_of(&std::fs::read(&file).expect("a file")).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    }
    // Another user does not take over what the last one began.
    seat.jobs = machine.jobs();
    volume(&mut seat);
    seat.tell(Msg::Saved(Write::Logout, Ok(Reply::Done(String::new()))));
    assert!(!seat.jobs.is_busy() && seat.model.news.is_empty());
}

#[test]
fn one_document_becomes_a_pdf_and_without_libreoffice_the_docx_stays() {
    let machine = Machine::new();
    let mut seat = Seat::new("zhuren", SMALL);
    let case = case_with(&seat, "entrustment");
    open(&mut seat, case);
    seat.types("4").ctrl('e').types("3");
    assert!(seat.screen().contains("这台机器没有LibreOffice"), "{}", seat.screen());
    assert_eq!((of_kind(&seat, "docx"), of_kind(&seat, "pdf")), (1, 0));
    seat.key(KeyCode::Enter);
    volume(&mut seat);
    assert!(seat.screen().contains("没有LibreOffice") && seat.screen().contains("没有页号"), "{}", seat.screen());
    seat.key(KeyCode::Enter);
    seat.jobs = machine.jobs();
    seat.types("4").ctrl('e').types("3");
    finish(&mut seat);
    assert_eq!(of_kind(&seat, "pdf"), 1);
    assert!(seat.screen().contains("Ctrl+K看结果"), "{}", seat.screen());
}

#[test]
fn work_that_cannot_be_taken_on_says_why() {
    let mut seat = Seat::new("ducha", SMALL);
    let news = fengqiao::tui::msg::JobNews {
        line: String::new(),
        told: String::new(),
        now: Err(Failure::refusal("本案还没有可以制作的文书", "登记之后才有文书")),
    };
    seat.tell(Msg::Job(news));
    assert!(seat.screen().contains("登记之后才有文书"), "{}", seat.screen());
}
