//! The petitioner's side as transcripts: own data asked for and handed over, slips, legal questions.

use crate::support::Studio;

/// A registered case of 和志强; its 接谈号.
fn registered(studio: &Studio) -> String {
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    case
}

#[test]
fn own_data_is_asked_for_identified_and_handed_over() {
    let studio = Studio::new();
    let case = registered(&studio);
    let ask = |tail: &str| {
        let tail = format!("tail={tail}");
        let set = [
            "--set",
            "kind=复制",
            "--set",
            "person=和志强",
            "--set",
            "asker=本人",
            "--set",
            "identified=1",
            "--set",
            &tail,
        ];
        let head = ["register", "act", "requests", "登记申请", "--case", &case];
        studio.run("qiantai", &[&head[..], &set[..]].concat())
    };
    let wrong = ask("9999").ends(3);
    assert!(wrong.err.contains("tail") && wrong.err.contains("后四位不符"), "{wrong}");
    let early = studio.run("qiantai", &["print", &case, "--slip", "own-data"]).ends(4);
    assert!(early.err.contains("没有本人查阅或复制的申请"), "{early}");
    let done = ask("0026").ends(0);
    assert!(done.out.contains("信〔2026〕001号") && done.out.contains("2026-12-08前答复"), "{done}");
    let list = studio.run("qiantai", &["register", "show", "requests", "--format", "json"]).ends(0);
    assert!(list.out.contains("剩15天") && !list.out.contains("和志强"), "{list}");
    let paper = studio.run("qiantai", &["register", "act", "requests", "give", "1", "--set", "way=2"]).ends(0);
    assert!(paper.out.starts_with("香格里拉市人民调解工作室\n本人信息副本\n"), "{paper}");
    assert!(paper.out.contains("证件号码: 533422198506150026"), "{paper}");
    let twice = studio.run("qiantai", &["register", "act", "requests", "give", "1", "--set", "way=2"]).ends(4);
    assert!(twice.err.contains("已经答复"), "{twice}");
}

#[test]
fn a_case_says_which_slips_can_be_made_and_what_the_others_wait_for() {
    let studio = Studio::new();
    let case = registered(&studio);
    let list = studio.run("qiantai", &["print", &case]).ends(0);
    assert!(list.out.contains("ways 其他途径告知单\n"), "{list}");
    assert!(list.out.contains("materials 材料收据  还不能:信访人没有交过材料"), "{list}");
    let ways = studio.run("qiantai", &["print", &case, "--slip", "ways"]).ends(0);
    assert!(ways.out.contains("民法典第188") && ways.out.contains("不收任何费用"), "{ways}");
    studio.run("qiantai", &["print", &case, "--slip", "个人信息告知单"]).ends(0);
    let none = studio.run("qiantai", &["print", "--slip", "ways"]).ends(2);
    assert!(none.err.contains("要写明案号"), "{none}");
    studio.run("qiantai", &["queue", "take", "--set", "name=扎西"]).ends(0);
    let ticket = studio.run("qiantai", &["print", "--ticket", "a1"]);
    assert_eq!(ticket.code, 4, "{ticket}");
    let ticket = studio.run("qiantai", &["print", "--ticket", "A001"]).ends(0);
    assert!(ticket.out.contains("号码: A001") && !ticket.out.contains("扎西"), "{ticket}");
}

#[test]
fn a_question_is_looked_up_read_and_counted() {
    let studio = Studio::new();
    let many = studio.run("qiantai", &["guide", "仲裁"]).ends(0);
    assert!(many.out.contains("劳动争议仲裁") && many.out.contains("土地承包经营纠纷"), "{many}");
    let unclear = studio.run("qiantai", &["guide", "仲裁", "--count", "2"]).ends(4);
    assert!(unclear.err.contains("不知道记哪一份"), "{unclear}");
    let one = studio.run("qiantai", &["guide", "sqgsrd", "--count", "2", "--note", "工地摔伤"]).ends(0);
    assert!(one.out.contains("申请工伤认定(其他劳动争议)") && one.out.contains("工伤保险条例第17条"), "{one}");
    assert!(one.err.contains("已记咨询:申请工伤认定,2人"), "{one}");
    let none = studio.run("qiantai", &["guide", "没有这样的事"]).ends(4);
    assert!(none.err.contains("没有与“没有这样的事”相符"), "{none}");
    let wrong = studio.run("qiantai", &["guide", "sqgsrd", "--count", "0"]).ends(3);
    assert!(wrong.err.contains("people"), "{wrong}");
    let counts = studio.run("ducha", &["register", "show", "consultations", "--view", "counts"]).ends(0);
    assert!(counts.out.contains("1次 2人"), "{counts}");
    let refused = studio.run("qiantai", &["register", "act", "guidance", "retire", "1", "--set", "reason=x"]).ends(4);
    assert!(refused.err.contains("没有“咨询摘要编写”的权限"), "{refused}");
}
