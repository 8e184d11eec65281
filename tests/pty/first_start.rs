//! First start: three questions make a studio, and the file is private.

use super::*;
use std::os::unix::fs::PermissionsExt;

#[test]
fn three_questions_make_a_studio() {
    let studio = Studio::empty();
    let mut screen = window(&studio, "", "1号窗口", WIDE);
    screen.see("首次启动").see("工作室名称");
    screen.keys("香格里拉市人民调解工作室\t").see("香格里拉市人民调解工作室");
    screen.keys("xgll").see("香格里拉市");
    screen.keys(ENTER).see("云南省迪庆藏族自治州香格里拉市");
    // The administrator's name is there; a short password is told beside the field and not taken.
    screen.keys("\tduan").keys(F2).see("! ").see("首次启动");
    screen.keys("miaotian").keys(F2).see("F7导入日历");
    assert!(!screen.text().contains("duanmiaotian"));
    let mode = std::fs::metadata(&studio.db).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(look(&studio, "admin").studio(), "香格里拉市人民调解工作室");
}
