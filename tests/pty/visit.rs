//! A visit from the number at the door to the supervisor's note, each person at a terminal of his own.

use super::*;

/// The form after the name, as far as the 60-second save.
const FAST: &str = "\t\t533422198506150026\t13800000000\t\t宅基地边界被占\t4";

/// The rest of the form, from 民族 on.
const REST: &[&str] = &[
    "nxz\r1\t0\t",              // 民族 语言 翻译
    "\txgll\r东到老槐树\t\t\t", // 户籍地 常住地 住址 职业 照顾
    "\t\t\t\t1\t\t",            // 方式 形式 时间 日期 初访 全国
    "建塘镇政府\txgll\r",
    "2026年3月邻居扩建围墙占用宅基地约二十平方米,多次协商未果,要求恢复原界。\t",
    "恢复宅基地原界\t宅基地使用证载明四至,邻居围墙越界。\t",
    "C\t2\t02\r\t03\r1\t", // 分类 目的 内容 二级 纠纷 性质
    "0\t0\t0\t0\t0\t",     // 其他程序
    "\t\t\t2\t1\t0\t\t1\t\t1",
];

const ACCEPTANCE: &[&str] = &[
    "邻居扩建围墙占用宅基地,多次协商未果。\t",
    "宅基地四至界线\t",
    "\t1\t1\t1\t\t\t", // 性质 同意 同意 明确 单位 疑难
    "yb\r\t0\t",       // 等级 评估 包案
    "\t\t0\t1\t同意受理,三十日内办结",
];

const ENTRUSTMENT: &[&str] = &["1\t1\t\t\t\t调查、调解\t", "+60\t1\t和建国\t13800000001\t\t1"];

fn type_all(screen: &mut Screen, parts: &[&str]) {
    for part in parts {
        screen.keys(part);
    }
}

/// F4, the move of that name by its number in the menu, its form.
fn choose(screen: &mut Screen, label: &str) {
    let number = |text: &str| (1..10).find(|n| text.contains(&format!("{n} {label}  ")));
    screen.keys(F4).shows(label, |text| number(text).is_some());
    let n = number(&screen.text()).expect("it is there");
    screen.keys(&n.to_string()).see("F2确定").see(&format!(" {label}  "));
}

#[test]
fn from_the_number_to_the_note() {
    let studio = Studio::new();
    let mut desk = window(&studio, "qiantai", "1号窗口", WIDE);
    desk.see("来访队列").see("没有人等候");
    desk.keys(F5).see("证件或电话");
    desk.keys("和志强\t").keys(F2).see("已取号A001");
    desk.keys(F6).see("请 A001 到1号窗口").see("和志强");

    // The 60-second save, then the rest: F2 on what is saved leads to the first thing missing.
    desk.keys(FAST).keys(F2).see("已保存,登记前还差").see("1985-06-15");
    desk.keys(F2).see("光标在");
    type_all(&mut desk, REST);
    desk.keys(F2).see("登记表完整");
    choose(&mut desk, "登记");
    desk.keys(F2).see("已办:登记,JT-20261123-001");
    choose(&mut desk, "提交评析");
    desk.keys(F2).gone("F2确定");

    // The director works in a process of his own, and finds the case by initials.
    let mut director = window(&studio, "zhuren", "主任室", WIDE);
    director.see("来访队列").keys(F3).see("查找");
    director.keys("hzq").see("和＊").keys(ENTER).see("概览");
    choose(&mut director, "受理");
    type_all(&mut director, ACCEPTANCE);
    director.keys(F2).gone("F2确定").see("已办:受理");
    choose(&mut director, "办理委托");
    type_all(&mut director, ENTRUSTMENT);
    director.keys(F2).gone("F2确定");
    choose(&mut director, "指派承办");
    director.keys(ENTER).see("回避:与被访单位同一单位").see("李秀英");
    director.keys(DOWN).keys(ENTER).gone("回避:与被访单位");
    director.keys("\t1").keys(F2).gone("F2确定").see("待承办人扎西办理");
    director.keys("5").see("调解期限").see("12-23");

    // The window at the front notices without a key.
    desk.see("调解期限");

    // A month later the supervisor sees it at 80 cells and writes his note.
    let later = [("FENGQIAO_NOW", "2026-12-25T09:00")];
    let mut supervisor = window_with(&studio, "ducha", "督查", SMALL, &[], &later);
    supervisor.see("枫桥 督查").see("调解期限").see("逾期");
    supervisor.keys(F5).see("督办要求").see("扎西");
    supervisor.keys("\t\t\t\t请于一周内召开调解会并报送记录").keys(F2).gone("F2确定").see("督办");
    let case = look(&studio, "ducha").case_called("#1").expect("the case").id;
    let notes = look(&studio, "ducha").supervisions(case).expect("notes");
    assert_eq!(notes.len(), 1, "{notes:?}");
}

#[test]
fn the_same_person_again_joins_the_open_case_with_one_key() {
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    let mut desk = window(&studio, "qiantai", "1号窗口", WIDE);
    desk.see("来访队列").keys("\x14").see("来访人姓名");
    // The document alone tells; the name has only begun.
    desk.keys("和\t\t533422198506150026").see("来访记录1件").see("JT-20261123-001").see("第2次来访");
    desk.keys("\x07").see("本次来访并入 JT-20261123-001");
    desk.keys("\x1b[A").see("> 证件类型").keys("\x1b[A").see(">*姓名或单位").keys("志强");
    desk.keys("\t\t\t13800000000\t\t又来催办围墙的事\t4").keys(F2).see("已保存");
    let found = look(&studio, "qiantai").case_called("#1").expect("the case");
    assert_eq!((found.visits, found.id), (2, 1));
}
