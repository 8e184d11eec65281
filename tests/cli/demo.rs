//! The demo studio through the commands.

use crate::support::Studio;

#[test]
fn the_demo_is_whole_and_its_users_work() {
    let studio = Studio::empty();
    // An empty file, as mktemp leaves it, may be filled.
    std::fs::write(&studio.db, "").expect("an empty file");
    let made = studio.run("", &["demo", "--cases", "60", "--seed", "7", "--no-open"]).ends(0);
    assert_eq!(made.out, format!("{}\n", studio.db.display()), "{made}");
    assert!(made.err.contains("qiantai zhuren banli ducha caiwu admin bangongshi,密码 fengqiao"), "{made}");
    let check = studio.run("admin", &["check", "--format", "json"]).ends(0);
    assert!(check.json().as_array().expect("a list").iter().all(|f| f["ok"] == true), "{check}");
    let list = studio.run("zhuren", &["case", "list", "--limit", "1000", "--format", "json"]).ends(0).json();
    assert_eq!(list.as_array().map(Vec::len), Some(60));
    let overdue = studio.run("ducha", &["overdue", "--within", "10", "--format", "json"]).ends(0).json();
    let left: Vec<i64> = overdue.as_array().expect("a list").iter().filter_map(|r| r["days_left"].as_i64()).collect();
    assert!(!left.is_empty() && left.iter().all(|d| *d <= 10), "{left:?}");
    let late = left.iter().take_while(|d| **d < 0).count();
    assert!(late > 0 && left[..late].is_sorted() && left[late..].iter().all(|d| *d >= 0), "{left:?}");
    // Each register has lines, and whoever approves money is among the users.
    for (user, register) in [("zhuren", "todo"), ("zhuren", "volumes"), ("zhuren", "listed"), ("zhuren", "leads")] {
        let lines = studio.run(user, &["register", "show", register, "--format", "json"]).ends(0).json();
        assert!(lines.as_array().is_some_and(|l| !l.is_empty()), "{register}: {lines}");
    }
    studio.run("bangongshi", &["register", "show", "claims"]).ends(0);
    let again = studio.run("", &["demo", "--no-open"]).ends(4);
    assert!(again.err.contains("没有改动"), "{again}");
}

#[test]
fn a_form_is_read_from_json_and_set_comes_first() {
    let studio = Studio::new();
    let person = r#"{"name":"鲁茸","profession":"04","languages":"1,2","full_time":1,"employer":null}"#;
    studio.run_with("zhuren", &["staff", "add", "--from", "-", "--set", "name=鲁茸此里"], person).ends(0);
    let list = studio.run("zhuren", &["staff", "list", "--format", "csv"]).ends(0);
    assert!(list.out.contains(",鲁茸此里,04,1,0,\"1,2\""), "{list}");
    let wrong = studio.run_with("zhuren", &["staff", "add", "--from", "-"], "不是JSON").ends(2);
    assert!(wrong.err.contains("不是JSON对象"), "{wrong}");
}
