//! Stations as their users see them: set up, staffed, a number at the window, a case handed up.

use crate::support::{FULL, Studio, Transcript};

/// Runs with `--set` before each pair.
fn set(studio: &Studio, login: &str, start: &[&str], pairs: &[&str]) -> Transcript {
    let mut arguments = start.to_vec();
    for pair in pairs {
        arguments.extend(["--set", pair]);
    }
    studio.run(login, &arguments)
}

fn add(studio: &Studio, name: &str, level: &str) -> Transcript {
    let pairs = [&format!("name={name}"), &format!("level={level}"), "place=小中甸镇", "keeper=和文军"];
    set(studio, "zhuren", &["register", "act", "stations", "设立网点"], &pairs)
}

#[test]
fn a_township_window_has_its_own_numbers_and_hands_its_case_up() {
    let studio = Studio::new();
    let made = add(&studio, "小中甸镇接待窗口", "乡镇接待窗口").ends(0);
    assert!(made.out.contains("取号用B开头"), "{made}");
    // A name that means nothing is answered with those there are; nothing is stored.
    let user = ["user", "add", "--password-stdin"];
    let who = ["login=zhen", "name=杨文华", "role=前台"];
    let wrong = [&who[..], &["station=中甸窗口"]].concat();
    let mut arguments = user.to_vec();
    wrong.iter().for_each(|pair| arguments.extend(["--set", pair]));
    let refused = studio.run_with("admin", &arguments, "fengqiao\n").ends(3);
    assert!(refused.err.contains("station: 没有网点“中甸窗口”;现有:县工作室、小中甸镇接待窗口"), "{refused}");
    let right = [&who[..], &["station=小中甸镇接待窗口"]].concat();
    let mut arguments = user.to_vec();
    right.iter().for_each(|pair| arguments.extend(["--set", pair]));
    studio.run_with("admin", &arguments, "fengqiao\n").ends(0);
    let users = studio.run("admin", &["user", "list", "--format", "json"]).ends(0).json();
    let at = |login: &str| users.as_array().expect("a list").iter().find(|u| u["login"] == login).cloned();
    assert_eq!(at("zhen").expect("a user")["station"], "小中甸镇接待窗口");
    assert_eq!(at("qiantai").expect("a user")["station"], "县工作室");

    studio.run("qiantai", &["queue", "take"]).ends(0);
    let taken = studio.run("zhen", &["queue", "take", "--format", "json"]).ends(0);
    assert_eq!(taken.json()["number"], "B001", "{taken}");
    studio.run("zhen", &["queue", "next"]).ends(0);
    let none = studio.run("zhen", &["queue", "next"]).ends(4);
    assert!(none.err.contains("没有等候的来访人"), "{none}");
    let served = studio.run("zhen", &["queue", "serve", "1", "--format", "json"]).ends(0);
    assert_eq!(served.json()["number"], "B001", "{served}");

    let visit = set(&studio, "zhen", &["visit", "add", "--format", "json"], FULL).ends(0);
    let case = format!("#{}", visit.json()["case_id"]);
    studio.run("zhen", &["case", "act", &case, "T01"]).ends(0);
    let same = ["station=小中甸镇接待窗口", "reason=试试", "papers=无"];
    let send = ["register", "act", "handovers", "send", "--case", &case];
    let refused = set(&studio, "zhen", &send, &same).ends(3);
    assert!(refused.err.contains("station: 案件就在小中甸镇接待窗口"), "{refused}");
    let up = ["station=县工作室", "reason=镇里调解不成", "papers=登记表1份"];
    let sent = set(&studio, "zhen", &send, &up).ends(0);
    assert!(sent.out.contains("等待接收"), "{sent}");
    let twice = set(&studio, "zhen", &send, &up).ends(4);
    assert!(twice.err.contains("已移交县工作室,等待接收"), "{twice}");
    let waits = studio.run("qiantai", &["register", "show", "todo", "--format", "json"]).ends(0).json();
    assert!(waits.as_array().expect("lines").iter().any(|l| l["what"] == "待接收移交"), "{waits}");

    let receive = ["register", "act", "handovers", "接收", "1"];
    let early = set(&studio, "zhen", &receive, &["receipt=收1"]).ends(4);
    assert!(early.err.contains("移交给县工作室的"), "{early}");
    set(&studio, "qiantai", &receive, &["receipt=收〔2026〕001号"]).ends(0);
    let show = studio.run("qiantai", &["case", "show", &case]).ends(0);
    assert!(show.out.contains("首接网点") && show.out.contains("已接收:收〔2026〕001号"), "{show}");
    let list = studio.run("qiantai", &["case", "list", "--format", "json"]).ends(0).json();
    assert_eq!((&list[0]["intake"], &list[0]["station"]), (&"小中甸镇接待窗口".into(), &"县工作室".into()));
    let history = studio.run("ducha", &["register", "show", "handovers", "--view", "全部", "--case", &case]).ends(0);
    assert!(history.out.contains("镇里调解不成"), "{history}");

    let levels = studio.run("ducha", &["register", "show", "levels", "--format", "json"]).ends(0).json();
    let town = levels.as_array().expect("lines").iter().find(|l| l["name"] == "小中甸镇接待窗口").expect("a line");
    assert_eq!((&town["cases"], &town["up"], &town["visits"]), (&"1".into(), &"1".into(), &"1".into()), "{town}");
    let line = studio.run("ducha", &["register", "line", "levels", &town["id"].to_string()]).ends(0);
    assert!(line.out.contains("收案中移交到过比首接网点高的一级的"), "{line}");
    studio.run("admin", &["check"]).ends(0);
}

#[test]
fn a_station_is_closed_only_when_nothing_is_left_there() {
    let studio = Studio::new();
    add(&studio, "联合村联系点", "村联系点").ends(0);
    let bad = add(&studio, "劳动争议通道", "行业绿色通道").ends(3);
    assert!(bad.err.contains("industry: 请选择行业"), "{bad}");
    studio.run("admin", &["user", "station", "qiantai", "联合村联系点"]).ends(0);
    let close = ["register", "act", "stations", "close", "2"];
    let refused = set(&studio, "zhuren", &close, &["reason=撤并"]).ends(4);
    assert!(refused.err.contains("还有用户:和丽英"), "{refused}");
    studio.run("admin", &["user", "station", "qiantai", "县工作室"]).ends(0);
    set(&studio, "zhuren", &close, &["reason=撤并"]).ends(0);
    let gone = studio.run("admin", &["user", "station", "qiantai", "2"]).ends(4);
    assert!(gone.err.contains("已关闭"), "{gone}");
    let denied = set(&studio, "qiantai", &["register", "act", "stations", "reopen", "2"], &["reason=再用"]).ends(4);
    assert!(denied.err.contains("前台没有“接待网点”的权限"), "{denied}");
    set(&studio, "zhuren", &["register", "act", "stations", "reopen", "2"], &["reason=再用"]).ends(0);
}
