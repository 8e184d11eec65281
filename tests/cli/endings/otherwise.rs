//! Endings without an agreement: guided to court, arbitration or review, failed, declined, withdrawn,
//! merged.

use super::Walk;

/// Told of the limits, then guided: the opinion was heard, mediation was not wanted.
fn guided(walk: &mut Walk, limit: &[&str], guide: &[&str]) {
    walk.looked_into().act("banli", "R06", &[]).act("banli", "T12", &["petitioner_answer=2"]);
    walk.refused("banli", "T15", guide, "还没有向信访人提示期限");
    walk.act("banli", "R16", limit);
    let slip = walk.say("banli", &["print", "#1", "--slip", "limits"], 0);
    assert!(slip.contains("届满"), "{slip}");
    walk.act("banli", "T15", guide).act("qiantai", "R20", &["level=2"]);
    walk.refused("zhuren", "T18", &["performed=", "result=已导入法定途径"], "须有受理回执或信访人书面选择");
}

#[test]
fn a_lawsuit() {
    let mut walk = Walk::begin(&[]);
    walk.assigned(&[], &[]);
    guided(&mut walk, &[], &[]);
    walk.act("zhuren", "T18", &["performed=", "result=已向法院起诉", "receipt=(2026)云3401民初12号"]);
    walk.filed(false, &[]).paid("SB3", &["amount=2000元"]);
    walk.ends("lawsuit", "S90");
}

#[test]
fn an_arbitration() {
    let mut walk = Walk::begin(&[
        "gist=被拖欠工资",
        "summary=2026年5月至8月在工地务工,被拖欠三个月工资一万二千元,多次讨要未果。",
        "claims=支付拖欠工资",
        "dispute=11",
        "content=04",
        "respondent=迪庆某建筑公司",
    ]);
    walk.assigned(&["liable_unit=迪庆某建筑公司", "abstract=务工三个月工资未付一万二千元", "focus=拖欠的数额"], &[]);
    let limit = ["route=G03", "start=2026-08-31", "fact=最后一笔工资应付之日", "told_on=今天"];
    let guide = ["route=2", "organ=香格里拉市劳动人事争议仲裁委员会", "papers=仲裁申请书、考勤表"];
    guided(&mut walk, &limit, &guide);
    walk.act("zhuren", "T18", &["performed=", "result=仲裁委已受理", "receipt=香劳仲案〔2026〕31号"]);
    walk.filed(false, &[]).paid("SB3", &["amount=1800元"]);
    walk.ends("arbitration", "S90");
}

#[test]
fn a_review() {
    let mut walk = Walk::begin(&["nature=2", "gist=征地补偿协议不履行", "dispute=08"]);
    walk.assigned(&["nature=2"], &[]);
    let limit = ["route=G07", "start=2026-10-10", "fact=收到补偿决定", "told_on=今天"];
    let guide = ["route=3", "organ=香格里拉市人民政府行政复议机构", "papers=复议申请书、补偿决定"];
    guided(&mut walk, &limit, &guide);
    walk.act("zhuren", "T18", &["performed=", "result=信访人书面选择自行申请复议", "own_choice=1"]);
    walk.filed(false, &[]).paid("SB3", &["amount=1000元"]);
    walk.ends("review", "S90");
}

#[test]
fn a_mediation_that_fails() {
    let mut walk = Walk::begin(&[]);
    walk.assigned(&[], &[]).looked_into().in_session(&["result=4", "note=补偿数额分歧过大"]);
    walk.act("banli", "T16", &[]);
    walk.unpaid("归档后才能申报");
    walk.closed(&["performed=", "result=调解不成,已告知仲裁、复议、诉讼途径"]).filed(false, &[]);
    let case = walk.case.clone();
    let said = walk.register("banli", &["claims", "claim", "--case", &case], &["shares=李秀英", "amount=4000元"], 3);
    assert!(said.contains("SB3"), "more than the least of the band: {said}");
    walk.paid("SB3", &["amount=2500元"]);
    walk.ends("failed", "S90");
}

#[test]
fn declined_with_a_warning() {
    let mut walk = Walk::begin(&["sued=1", "procedure_detail=香格里拉市人民法院已立案"]);
    walk.act("qiantai", "T01", &[]).act("qiantai", "T03", &[]).act("zhuren", "T05", &[]);
    let warned = walk.say("zhuren", &["register", "show", "warnings"], 0);
    assert!(warned.contains("A7") && warned.contains("建塘镇政府"), "{warned}");
    walk.register("zhuren", &["warnings", "receipt", "1"], &["signed=杨文华", "signed_on=今天"], 0);
    walk.register("zhuren", &["warnings", "dispose", "1"], &["disposal=镇政府已派人向当事人说明诉讼程序"], 0);
    walk.register("zhuren", &["warnings", "close", "1"], &["closed_on=今天"], 0);
    walk.act("qiantai", "R30", &[]).act("qiantai", "R37", &[]);
    walk.unpaid("只能办理自己经手的");
    walk.ends("declined", "S29");
}

#[test]
fn withdrawn_by_the_petitioner() {
    let mut walk = Walk::begin(&[]);
    walk.assigned(&[], &[]).act("banli", "R01", &[]).act("banli", "T22", &[]);
    walk.refused("banli", "R03", &[], "案件现在是“撤回”");
    walk.act("qiantai", "R30", &[]).act("qiantai", "R37", &[]);
    walk.unpaid("归档后才能申报");
    walk.ends("withdrawn", "X10");
}

#[test]
fn merged_into_the_case_in_hand() {
    let mut walk = Walk::begin(&[]);
    walk.assigned(&[], &[]);
    walk.on("2026-11-26").visit(&["repeat_answer=1", "petitioned_on=2026-11-26"]);
    walk.act("qiantai", "T01", &[]).act("qiantai", "T02", &["target=0001", "same_matter=1"]);
    walk.refused("qiantai", "T03", &[], "案件现在是“并案”");
    walk.unpaid("只能办理自己经手的");
    let original = walk.run("zhuren", &["case", "show", "0001", "--format", "json"]).ends(0);
    assert_eq!(original.json()["visits"], 2, "{original}");
    walk.ends("merged", "X20");
}
