//! What each screen shows, at both sizes that count.

use super::*;
use fengqiao::validation::Draft;

/// Compares with the stored picture of that name.
pub(super) fn picture(name: &str, seat: &Seat) {
    let (width, height) = seat.model.size;
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), seat.screen());
    });
}

/// The clerk with the newest open case in hand: its visit is saved and waits for the rest of the form.
fn with_case(size: (u16, u16)) -> Seat {
    let mut seat = Seat::new("qiantai", size);
    seat.f(11).key(KeyCode::Enter).types("2").key(KeyCode::Enter);
    assert!(seat.screen().contains("2 登记 已保存"), "{}", seat.screen());
    seat
}

#[test]
fn the_desk_with_each_pane() {
    for size in [SMALL, WIDE] {
        picture("desk_queue", &Seat::new("qiantai", size));
        let mut seat = with_case(size);
        picture("desk_registration", &seat);
        picture("desk_team", seat.f(7));
        picture("desk_clocks", seat.f(8));
    }
}

#[test]
fn a_visitor_called_and_half_registered() {
    for size in [SMALL, WIDE] {
        let mut seat = Seat::new("qiantai", size);
        seat.f(6).key(KeyCode::Tab).key(KeyCode::Tab).ctrl('u').types("533422198506150021");
        picture("desk_wrong_number", seat.key(KeyCode::Tab));
    }
}

#[test]
fn the_case_file_page_by_page() {
    let mut seat = Seat::new("zhuren", SMALL);
    // An overdue case of a whole team.
    seat.f(3).types("2026〕0011").key(KeyCode::Enter);
    for page in 1..=7 {
        seat.types(&page.to_string());
        picture(&format!("case_file_{page}"), &seat);
    }
    picture("moves", seat.types("1").f(4));
}

#[test]
fn the_supervisors_day() {
    for size in [SMALL, WIDE] {
        let mut seat = Seat::new("ducha", size);
        picture("supervise", &seat);
        picture("supervise_filter", seat.f(8));
    }
    let mut seat = Seat::new("ducha", SMALL);
    picture("supervision_form", seat.f(5));
}

#[test]
fn finding() {
    let mut seat = Seat::new("qiantai", SMALL);
    picture("find", seat.f(3).types("和"));
    picture("cases", seat.key(KeyCode::Esc).f(11));
}

/// A county with stations, and a case on its way from one to another.
#[test]
fn stations_and_levels() {
    let mut seat = Seat::new("zhuren", SMALL);
    for (name, level, industry) in
        [("小中甸镇接待窗口", "township", ""), ("联合村联系点", "village", ""), ("劳动争议绿色通道", "channel", "4")]
    {
        let form =
            [("name", name), ("level", level), ("industry", industry), ("place", "533401102"), ("keeper", "和文军")];
        let form = form.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
        seat.desk.add_station(&form).expect("a station");
    }
    picture("register_stations", seat.register("接待网点"));
    picture("register_stations_line", seat.key(KeyCode::Enter));
    picture("register_levels", seat.key(KeyCode::Esc).key(KeyCode::Esc).register("分级统计").types("3"));
    let case = seat.desk.case_called("2026〕0011").expect("a case").id.to_string();
    let form =
        [("case", case.as_str()), ("station", "2"), ("reason", "双方都在镇上,就近办理"), ("papers", "登记表1份")];
    let form = form.iter().fold(Draft::default(), |d, (k, v)| d.with(k, *v));
    seat.desk.send_handover(&form).expect("sent");
    picture("register_handovers", seat.key(KeyCode::Esc).register("移交"));
    picture("register_handovers_moves", seat.f(4));
}

#[test]
fn the_registers() {
    for size in [SMALL, WIDE] {
        let mut seat = Seat::new("ducha", size);
        picture("registers_menu", seat.f(9));
        picture("register_todo", seat.key(KeyCode::Esc).register("待我办"));
        picture("register_listed", seat.key(KeyCode::Esc).register("包案看板"));
        // While a search is typed, F-keys still act and letters are text.
        seat.types("／");
        picture("register_search", seat.types("省"));
        picture("register_search_f1", seat.f(1));
    }
}

/// Raised at the desk by keys, told of in the header and first of all that waits, then reported.
#[test]
fn an_urgent_matter() {
    for size in [SMALL, WIDE] {
        let mut seat = Seat::new("qiantai", size);
        assert!(!seat.screen().contains("紧急"), "the word is there only when there is one");
        seat.register("重大紧急").f(4);
        picture("register_urgent_acts", &seat);
        seat.types("1");
        for typed in ["", "", "16:25", "群体性", "两村因水源争执,约三十人聚在水口", "仓房村水口", "30", "已请村委劝离"]
        {
            seat.ctrl('u').types(typed).key(KeyCode::Tab);
        }
        picture("register_urgent_form", &seat);
        picture("register_urgent", seat.f(2));
    }
}

#[test]
fn the_petitioners_side() {
    // A question at the window: found by initials, read, answered.
    let mut seat = Seat::new("qiantai", SMALL);
    seat.register("咨询摘要").ctrl('f').types("gsrd");
    picture("guidance_search", &seat);
    picture("guidance_read", seat.key(KeyCode::Enter).key(KeyCode::Enter));
    picture("guidance_acts", seat.key(KeyCode::Esc).f(4));
    picture("guidance_answer", seat.types("1"));
    seat.f(2);
    assert!(seat.screen().contains("已记咨询:申请工伤认定,1人"), "{}", seat.screen());
    picture("guidance_paper", seat.f(4).types("2").f(2));
    // A case in hand: its slips, one of them, a request for his own data.
    let mut seat = Seat::new("zhuren", SMALL);
    seat.f(3).types("2026〕0011").key(KeyCode::Enter);
    picture("slips", seat.ctrl('p'));
    picture("slip_ways", seat.item("其他途径告知单"));
    seat.key(KeyCode::Esc).register("本人信息申请");
    picture("own_data_ask", seat.f(5).types("1"));
}

#[test]
fn a_caseload_is_looked_at_and_then_moved() {
    let mut seat = Seat::new("zhuren", SMALL);
    seat.register("人员库");
    picture("register_staff", &seat);
    picture("register_staff_line", seat.key(KeyCode::Enter));
    seat.key(KeyCode::Esc).f(4).item("批量改派");
    picture("caseload_form", seat.key(KeyCode::Tab).types("扎西顿珠,和文军"));
    picture("caseload_preview", seat.f(2));
    // The form stands behind what it told, as it was typed.
    seat.key(KeyCode::Esc);
    assert!(seat.screen().contains("扎西顿珠,和文军"), "{}", seat.screen());
    seat.key(KeyCode::Tab).types("0").key(KeyCode::Tab).types("1").key(KeyCode::Tab).types("李秀英调离");
    picture("caseload_moved", seat.f(2));
    seat.key(KeyCode::Esc);
    assert!(!seat.screen().contains("接收人"), "the form is done with: {}", seat.screen());
    seat.key(KeyCode::Esc).register("批量改派");
    picture("register_reassignments", &seat);
}

#[test]
fn before_the_desk() {
    let mut seat = Seat::first(SMALL);
    picture("first_start", &seat);
    seat.types("香格里拉市人民调解工作室").key(KeyCode::Tab).types("xgll");
    picture("first_start_division", &seat);
    let mut seat = Seat::new("", SMALL);
    picture("login", seat.types("qiantai").key(KeyCode::Tab).types("mima"));
    picture("login_wrong", seat.key(KeyCode::Enter));
}

#[test]
fn the_lock_and_the_help() {
    let mut seat = with_case(SMALL);
    picture("help", seat.f(1));
    picture("lock", seat.key(KeyCode::Esc).f(10));
}

#[test]
fn administration() {
    let mut seat = Seat::new("admin", SMALL);
    picture("manage", &seat);
    picture("manage_new_user", seat.f(5));
}

#[test]
fn a_terminal_without_boxes_and_one_too_small() {
    let mut seat = Seat::new("qiantai", SMALL);
    seat.model.theme.ascii = true;
    picture("ascii", seat.f(5));
    let mut seat = Seat::new("qiantai", SMALL);
    seat.model.theme.plain = true;
    picture("plain", &seat);
    seat.tell(Msg::Resize(40, 10));
    picture("too_small", &seat);
}

/// Reports stand last in the menu of the registers.
fn report<'a>(seat: &'a mut Seat, id: &str) -> &'a mut Seat {
    seat.f(9).key(KeyCode::End).key(KeyCode::Enter);
    let place = fengqiao::reports::open_to(&seat.desk).iter().position(|r| r.id == id).expect("a report");
    for _ in 0..place {
        seat.key(KeyCode::Down);
    }
    seat.key(KeyCode::Enter)
}

#[test]
fn the_reports() {
    for size in [SMALL, WIDE] {
        let mut seat = Seat::new("ducha", size);
        picture("reports_menu", seat.f(9).key(KeyCode::End).key(KeyCode::Enter));
        picture("report_r03", report(seat.key(KeyCode::Esc), "R03"));
        picture("report_r03_cases", seat.key(KeyCode::Enter));
        // Enter leads on into the case, Esc back to the same figure.
        seat.key(KeyCode::Enter);
        assert!(seat.screen().contains("概览"), "{}", seat.screen());
        seat.key(KeyCode::Esc);
        assert!(seat.screen().contains("登记 本期件次"), "{}", seat.screen());
        seat.key(KeyCode::Esc);
    }
    let mut seat = Seat::new("ducha", SMALL);
    report(&mut seat, "R01");
    for _ in 0..9 {
        seat.key(KeyCode::Tab);
    }
    picture("report_scrolled", &seat);
    picture("report_chart", seat.f(8));
    picture("report_trend", seat.f(8).f(4));
    picture("report_definitions", seat.key(KeyCode::Esc).f(7));
    seat.key(KeyCode::Esc).key(KeyCode::Left);
    assert!(seat.screen().contains("2026年10月"), "{}", seat.screen());
    seat.f(6);
    assert!(seat.screen().contains("按结案日"), "{}", seat.screen());
    seat.f(5).types("2026-W4");
    picture("report_period", seat.types("7"));
    seat.key(KeyCode::Enter);
    assert!(seat.screen().contains("2026年第47周(11-16至11-22)"), "{}", seat.screen());
    seat.f(5).types("前天").key(KeyCode::Enter);
    assert!(seat.screen().contains("看不懂期间"), "{}", seat.screen());
}

/// F2 asks for a file, says where it went, and never writes over one.
#[test]
fn a_report_is_written_to_a_file() {
    for size in [SMALL, WIDE] {
        let mut seat = Seat::new("ducha", size);
        report(&mut seat, "R03");
        picture("report_file", seat.f(2));
        seat.f(2);
        let folder = seat.desk.path().parent().expect("a folder").join("报表");
        let file = folder.join("R03-受理与办结-2026-11.xlsx");
        assert!(std::fs::read(&file).expect("the file").starts_with(b"PK"));
        assert!(seat.screen().contains("受理与办结已写成文件:"), "{}", seat.screen());
        // The same name again: refused beside the field, with a name that is free.
        seat.key(KeyCode::Esc).f(2).f(2);
        assert!(seat.screen().contains("没有覆盖"), "{}", seat.screen());
        seat.ctrl('u').types("R03.csv").f(2).key(KeyCode::Esc);
        let text = std::fs::read_to_string(folder.join("R03.csv")).expect("the file");
        assert!(text.starts_with("\u{feff}项目,本期件次"), "{text}");
        seat.f(2).ctrl('u').types("R03.doc").f(2);
        assert!(seat.screen().contains("看不出格式"), "{}", seat.screen());
        assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 2);
    }
}
