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

/// Carries an act of a register out; what it prints.
fn act(studio: &Studio, login: &str, arguments: &[&str], pairs: &[&str]) -> crate::support::Transcript {
    let mut line = vec!["register", "act"];
    line.extend(arguments);
    for pair in pairs {
        line.extend(["--set", pair]);
    }
    studio.run(login, &line)
}

#[test]
fn people_are_verified_trained_and_sign_from_the_command_line() {
    let studio = Studio::new();
    let verify = ["official=否", "ground=8", "evidence=律师执业证", "verified_on=2026-11-20"];
    let run = act(&studio, "zhuren", &["staff", "公职核验", "1"], &verify).ends(0);
    assert!(run.out.contains("李秀英公职人员:否"), "{run}");
    let open =
        studio.run("ducha", &["register", "show", "人员库", "--view", "待核", "--format", "json"]).ends(0).json();
    let names: Vec<&str> = open.as_array().expect("a list").iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, ["扎西", "和文军"]);
    let lesson = ["people=李秀英", "people=扎西", "mode=集中授课", "topic=法律政策", "hours=6", "place=县司法局"];
    let run = act(&studio, "zhuren", &["training", "train"], &lesson).ends(0);
    assert!(run.out.contains("已记培训2人:李秀英、扎西"), "{run}");
    let twice = act(&studio, "zhuren", &["training", "train"], &lesson).ends(4);
    assert!(twice.err.contains("已经记过培训:李秀英、扎西"), "{twice}");
    act(&studio, "zhuren", &["staff", "pledge", "2"], &["signed=1"]).ends(0);
    let line = studio.run("ducha", &["register", "line", "staff", "2"]).ends(0);
    assert!(line.out.contains("6学时") && line.out.contains("2026-11-23签"), "{line}");
    let refused = act(&studio, "qiantai", &["staff", "pledge", "3"], &["signed=1"]).ends(4);
    assert!(refused.err.contains("人员库与领导小组"), "{refused}");
    let stale = act(&studio, "zhuren", &["staff", "amend", "1"], &["industry=法律服务"]).ends(0);
    assert!(stale.out.contains("已修改:李秀英"), "{stale}");
    let lost = act(&studio, "zhuren", &["staff", "amend", "1"], &["industry=医疗", "rev=1"]).ends(5);
    assert!(lost.err.contains("和志刚 已于 2026-11-23 16:42 改动"), "{lost}");
}

#[test]
fn the_leading_group_is_registered_and_masked() {
    let studio = Studio::new();
    let head = ["body=领导小组", "post=组长", "name=杨文华", "employer=县司法局", "duty=局长", "phone=13800000000"];
    act(&studio, "zhuren", &["officers", "add"], &head).ends(0);
    let wrong = act(&studio, "zhuren", &["officers", "add"], &["body=1", "post=4", "name=木文", "employer=县司法局"]);
    assert!(wrong.ends(3).err.contains("post: 领导小组设组长、副组长、成员"));
    let list = studio.run("ducha", &["register", "show", "officers"]).ends(0);
    assert!(list.out.contains("138****0000") && list.out.contains("组长"), "{list}");
}
