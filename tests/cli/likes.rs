//! Cases like one, proposals and hot spots from the command line.

use crate::support::Studio;

const LAND: &str = "summary=邻居翻建房屋把围墙砌过界石,占用我家宅基地两米,多次协商未果,要求恢复原界。";

/// A studio with so many registered matters of a wall on a neighbour's land.
fn walls(n: usize) -> (Studio, Vec<String>) {
    let studio = Studio::new();
    let mut cases = Vec::new();
    for i in 0..n {
        let name = format!("name=丁{}", ["一", "二", "三", "四", "五"][i]);
        let mut arguments = vec!["visit", "add", "--format", "json"];
        let changed = ["name=", "document_no=", "summary="];
        let kept = crate::support::FULL.iter().filter(|p| !changed.iter().any(|c| p.starts_with(c)));
        for pair in kept.copied().chain([name.as_str(), "no_document=2", "household=533401", LAND]) {
            arguments.extend(["--set", pair]);
        }
        let json = studio.run("qiantai", &arguments).ends(0).json();
        let case = format!("#{}", json["case_id"]);
        studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
        cases.push(case);
    }
    (studio, cases)
}

#[test]
fn what_is_like_a_case_is_listed_and_what_it_suggests_is_said() {
    let (studio, cases) = walls(4);
    let table = studio.run("zhuren", &["similar", &cases[3]]).ends(0);
    assert!(table.err.contains("相近的案件都还没有结案"), "{table}");
    assert!(table.out.contains("房屋宅基地") && table.out.contains("宅基地使用证"), "{table}");
    let json = studio.run("zhuren", &["similar", &cases[3], "--limit", "2", "--format", "json"]).ends(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(2));
    assert_eq!((&json[0]["dispute"], &json[0]["days"]), (&"03".into(), &serde_json::Value::Null));
    let text = "隔壁砌围墙越过界石占用宅基地";
    let made = studio.run("qiantai", &["propose", "--text", text, "--format", "json"]).ends(0).json();
    assert_eq!((&made[0]["field"], &made[0]["code"]), (&"content".into(), &"02".into()));
    assert_eq!((&made[0]["same"], &made[0]["of"]), (&4.into(), &4.into()));
    let piped = studio.run_with("qiantai", &["propose", "--text", "-"], text).ends(0);
    assert!(piped.out.contains("房屋宅基地") && piped.out.contains("宅基地"), "{piped}");
    let own = studio.run("zhuren", &["propose", "--case", &cases[0], "--format", "json"]).ends(0).json();
    assert_eq!((&own[1]["code"], &own[1]["of"]), (&"03".into(), &3.into()), "the case itself left out");
    let fared = studio.run("zhuren", &["propose", "--measure", "4", "--format", "json"]).ends(0).json();
    assert_eq!((&fared[1]["asked"], &fared[1]["right"]), (&4.into(), &4.into()));
    let apart = studio.run("zhuren", &["propose", "--measure", "4", "--apart", "--format", "json"]).ends(0).json();
    assert_eq!((&apart[1]["asked"], &apart[1]["proposed"]), (&4.into(), &0.into()));
}

#[test]
fn a_month_is_counted_and_the_rule_told() {
    let (studio, _) = walls(2);
    let table = studio.run("ducha", &["hotspots"]).ends(0);
    for words in ["2026年11月1日至23日登记2件(上期0件 去年同期0件)", "没有明显上升", "泊松检验"]
    {
        assert!(table.err.contains(words), "{table}");
    }
    let json = studio.run("ducha", &["hotspots", "--month", "上月", "--format", "json"]).ends(0);
    assert_eq!(json.json(), serde_json::json!([]));
}

#[test]
fn what_is_asked_wrongly_is_answered_with_the_remedy() {
    let (studio, cases) = walls(1);
    for (login, arguments, code, words) in [
        ("zhuren", &["similar", "0999"][..], 4, "没有案号为“0999”的案件"),
        ("banli", &["similar", &cases[0]], 4, "只能办理自己经手的"),
        ("admin", &["similar", &cases[0]], 4, "没有“查看案件”的权限"),
        ("qiantai", &["propose"], 2, "请写 --text、--case、--measure 中的一个"),
        ("qiantai", &["propose", "--text", "土地"], 3, "text: 太短"),
        ("ducha", &["hotspots", "--month", "2026-Q4"], 3, "month: “2026-Q4”不是一个月,请写如 2026-11"),
        ("ducha", &["hotspots", "--month", "2027-01"], 3, "month: 这个月还没有到"),
        ("qiantai", &["hotspots"], 4, "没有“热点”的权限"),
    ] {
        let run = studio.run(login, arguments).ends(code);
        assert!(run.err.contains(words), "{run}");
    }
    let none = studio.run("qiantai", &["propose", "--text", "医院手术后留下后遗症要求鉴定"]).ends(0);
    assert!(none.err.contains("依据不足,没有建议"), "{none}");
}
