//! 导入台账 on the screen: the file, its columns, the verdicts, the storing, and taking it back.

use super::pictures::picture;
use super::*;

const LEDGER: &str = "\u{FEFF}群众,身份证号,联系电话,来访时间,反映事项,办理情况
和志强,533422198506150026,13800000000,2024-03-06,宅基地边界被邻居占用,在办
李秀英,5.33422E+17,13800000001,2024-03-07,水源分配有争执,在办
扎西顿珠,533422850601003,13800000002,2024.3.8,征地补偿款没有发到手,在办
杨文军,,13800000003,3.9,承包地被占,在办
余建国,,,2023年5月6日,车祸赔偿没有谈拢,已办结
";

/// Waits until the work beside the screen is through.
fn wait(seat: &mut Seat) {
    while seat.screen().contains("已到第") {
        seat.tell(Msg::Settled);
        std::thread::yield_now();
    }
}

fn opened(seat: &mut Seat, path: &Path) {
    seat.f(9).item("导入台账").types(&path.display().to_string()).key(KeyCode::Enter);
}

#[test]
fn from_the_file_to_the_rows_and_back() {
    for size in [SMALL, WIDE] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("台账.csv");
        std::fs::write(&path, LEDGER).expect("written");
        let mut seat = Seat::new("zhuren", size);
        let before = seat.desk.visits(None, 500).expect("visits").len();
        seat.f(9).item("导入台账");

        // Without a column that says who, nothing is judged.
        seat.types(&path.display().to_string()).key(KeyCode::Enter);
        seat.f(2);
        assert!(seat.screen().contains("没有“姓名”这一列"), "{}", seat.screen());
        seat.key(KeyCode::Enter).key(KeyCode::Enter);
        seat.types("xm");
        seat.key(KeyCode::Enter);
        assert!(seat.screen().contains("列已齐"), "{}", seat.screen());

        seat.f(2);
        wait(&mut seat);
        assert!(seat.screen().contains("共5行:好1 警告2 错2"), "{}", seat.screen());
        seat.key(KeyCode::Enter);
        assert!(seat.screen().contains("第3行"), "{}", seat.screen());
        seat.key(KeyCode::Esc).key(KeyCode::Tab);
        assert!(seat.screen().contains("历史证件") && !seat.screen().contains("丢失"), "{}", seat.screen());
        seat.f(5);
        assert!(seat.screen().contains("有2行错,整份不能导入"), "{}", seat.screen());
        assert_eq!(seat.desk.visits(None, 500).expect("visits").len(), before, "nothing is stored yet");

        seat.key(KeyCode::Enter).f(6);
        wait(&mut seat);
        assert_eq!(seat.desk.visits(None, 500).expect("visits").len(), before + 2);
        let rejects = std::fs::read_to_string(folder.path().join("台账.未导入.csv")).expect("rejects");
        assert!(rejects.contains("李秀英") && rejects.contains("杨文军") && !rejects.contains("和志强"), "{rejects}");

        // The undo stands with the batches.
        seat.key(KeyCode::Esc).register("导入批次").f(4).key(KeyCode::Enter).types("选错了文件").f(2);
        assert!(seat.screen().contains("已撤销第1批"), "{}", seat.screen());
        assert_eq!(seat.desk.visits(None, 500).expect("visits").len(), before);

        // What a column means is asked but once.
        seat.key(KeyCode::Esc);
        opened(&mut seat, &path);
        assert!(seat.screen().contains("列已齐"), "{}", seat.screen());
    }
}

#[test]
fn who_may_not_import_is_not_offered_it_and_a_path_is_completed() {
    let mut seat = Seat::new("ducha", SMALL);
    assert!(!seat.f(9).screen().contains("导入台账"));

    let folder = tempfile::tempdir().expect("a folder");
    for name in ["2024年台账.csv", "2024年台账.xlsx", "图.png"] {
        std::fs::write(folder.path().join(name), LEDGER).expect("written");
    }
    let mut seat = Seat::new("qiantai", WIDE);
    seat.f(9).item("导入台账").types(&format!("{}/20", folder.path().display())).key(KeyCode::Tab);
    let text = seat.screen();
    assert!(text.contains("2024年台账.csv") && text.contains("2024年台账.xlsx") && !text.contains("图.png"), "{text}");
    seat.types("c").key(KeyCode::Tab).key(KeyCode::Enter);
    assert!(seat.screen().contains("表头在第1行"), "{}", seat.screen());

    // A file that is none is told, and the path stays to be mended.
    seat.key(KeyCode::Esc).types("x").key(KeyCode::Enter);
    assert!(seat.screen().contains("不认识的文件类型") || seat.screen().contains("读不了文件"), "{}", seat.screen());
}

#[test]
fn a_file_that_changed_after_it_was_judged_is_judged_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("台账.csv");
    let head = "姓名,来访时间,反映事项\n";
    std::fs::write(&path, format!("{head}和志强,2024-03-06,宅基地边界\n")).expect("written");
    let mut seat = Seat::new("qiantai", SMALL);
    opened(&mut seat, &path);
    seat.f(2);
    wait(&mut seat);
    std::fs::write(&path, format!("{head}和志强,2024-03-06,别的事\n")).expect("written");
    seat.f(5);
    wait(&mut seat);
    assert!(seat.screen().contains("文件在核对之后改动过"), "{}", seat.screen());
    // As the screen says: judged again by F2, without going back.
    seat.key(KeyCode::Enter).f(2);
    wait(&mut seat);
    seat.f(5);
    wait(&mut seat);
    assert!(seat.screen().contains("已导入第1批"), "{}", seat.screen());
}

/// The fixture with a fault of each kind, and a small one that goes in.
#[test]
fn what_an_import_shows_from_the_file_to_the_undo() {
    for size in [SMALL, WIDE] {
        let mut seat = Seat::new("zhuren", size);
        seat.f(9).item("导入台账");
        picture("import_file", seat.types("tests/fixtures/台").key(KeyCode::Tab));
        picture("import_columns", seat.types("xlsx").key(KeyCode::Enter));
        picture("import_meaning", seat.key(KeyCode::Enter));
        seat.key(KeyCode::Esc).f(2);
        wait(&mut seat);
        picture("import_wrong", &seat);
        picture("import_row", seat.key(KeyCode::Enter));
        picture("import_warnings", seat.key(KeyCode::Esc).key(KeyCode::Tab));
        picture("import_all", seat.key(KeyCode::Tab));

        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("台账.csv");
        std::fs::write(&path, LEDGER.replacen("群众", "姓名", 1)).expect("written");
        let mut seat = Seat::new("zhuren", size);
        opened(&mut seat, &path);
        seat.f(2);
        wait(&mut seat);
        seat.f(6);
        wait(&mut seat);
        picture("import_done", &seat);
        picture("import_batches", seat.key(KeyCode::Esc).register("导入批次"));
        picture("import_undo", seat.f(4).key(KeyCode::Enter).types("选错了文件"));
        picture("import_undone", seat.f(2));
    }
}
