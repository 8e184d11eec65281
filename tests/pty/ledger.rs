//! A ledger at the terminal, from the key to the rows on the disk.

use super::*;

#[test]
fn a_ledger_is_taken_in_from_the_keyboard() {
    let studio = Studio::new();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("台账.csv");
    let rows: String = (0..40).map(|n| format!("和志强,2024-03-06,第{n}号地块的界线\n")).collect();
    std::fs::write(&path, format!("姓名,来访时间,反映事项\n{rows}李秀英,没有日期,水源\n")).expect("written");
    let mut screen = window(&studio, "zhuren", "1号窗口", SMALL);
    screen.see("没有人等候").keys("\x1b[20~").see("导入台账");
    let number = |text: &str| (1..20).find(|n| text.contains(&format!("{n} 导入台账")));
    let n = number(&screen.text()).expect("it is offered");
    screen.keys(&n.to_string());
    if n == 1 || n > 9 {
        screen.keys(ENTER);
    }
    screen.see("选文件").keys(&path.display().to_string()).keys(ENTER).see("列已齐");
    screen.keys(F2).see("好40 警告0 错1").see("没有写全年份");
    screen.keys(F6).see("已导入第1批:暂存40件");
    assert_eq!(look(&studio, "zhuren").visits(None, 100).expect("visits").len(), 40);
    assert!(folder.path().join("台账.未导入.csv").exists());
}
