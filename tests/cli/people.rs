//! Login, roster and users.

use crate::support::Studio;

#[test]
fn nobody_acts_without_a_name_and_a_role_that_may() {
    let studio = Studio::new();
    let nobody = studio.run("", &["find", "和志强"]).ends(4);
    assert!(nobody.err.contains("没有说明以谁的身份办理"), "{nobody}");
    let unknown = studio.run("shei", &["find", "和志强"]);
    assert!(matches!(unknown.code, 3 | 4), "{unknown}");
    let reception = studio.run("qiantai", &["user", "list"]).ends(4);
    assert!(reception.err.contains("管理员"), "{reception}");
    let admin = studio.run("admin", &["case", "list"]).ends(4);
    assert!(admin.err.starts_with("不能办理:"), "{admin}");
}

#[test]
fn the_roster_is_listed_with_codes_for_machines_and_words_for_people() {
    let studio = Studio::new();
    let list = studio.run("qiantai", &["staff", "list", "--format", "json"]).ends(0).json();
    assert_eq!(
        (&list[0]["name"], &list[0]["profession"], &list[0]["load"]),
        (&"李秀英".into(), &"01".into(), &0.into())
    );
    let table = studio.run("qiantai", &["staff", "list"]).ends(0);
    assert!(table.out.contains("律师") && table.out.contains("汉语、藏语"), "{table}");
    let csv = studio.run("qiantai", &["staff", "list", "--format", "csv"]).ends(0);
    assert!(csv.out.starts_with("id,name,profession,"), "{csv}");
}

#[test]
fn a_wrong_key_names_the_near_ones_and_nothing_is_stored() {
    let studio = Studio::new();
    let run = studio.run("admin", &["staff", "add", "--set", "nam=鲁茸", "--set", "profession=04"]).ends(3);
    assert!(run.err.contains("nam: “人员”没有这一项;相近的有:name(姓名)"), "{run}");
    let run = studio
        .run(
            "admin",
            &[
                "staff",
                "add",
                "--set",
                "name=鲁茸",
                "--set",
                "profession=人民调解员",
                "--set",
                "languages=1",
                "--set",
                "languages=2",
            ],
        )
        .ends(0);
    assert!(run.out.contains("已加入人员库:鲁茸"), "{run}");
    studio.run("admin", &["staff", "off", "鲁茸"]).ends(0);
    let left = studio.run("admin", &["staff", "list", "--format", "json"]).ends(0).json();
    assert_eq!(left.as_array().map(Vec::len), Some(3));
}

#[test]
fn a_user_is_made_with_a_password_from_stdin() {
    let studio = Studio::new();
    let make =
        ["user", "add", "--password-stdin", "--set", "login=caiwu", "--set", "name=杨金花", "--set", "role=财务"];
    studio.run_with("admin", &make, "chang-mima-2026\n").ends(0);
    let list = studio.run("admin", &["user", "list", "--format", "json"]).ends(0).json();
    let made = list.as_array().expect("a list").iter().find(|u| u["login"] == "caiwu").expect("the new one");
    assert_eq!((&made["role"], &made["active"]), (&"finance".into(), &true.into()));
    studio.run("admin", &["user", "off", "caiwu"]).ends(0);
    assert_ne!(studio.run("caiwu", &["staff", "list"]).code, 0);
}

#[test]
fn a_new_file_passes_its_check() {
    let studio = Studio::new();
    let run = studio.run("admin", &["check", "--format", "json"]).ends(0);
    assert!(run.json().as_array().expect("a list").iter().all(|f| f["ok"] == true), "{run}");
    studio.run("qiantai", &["check"]).ends(4);
}
