//! Endings by agreement: written, by word of mouth, in instalments that are not paid, confirmed by a
//! court, made enforceable by a notary.

use super::Walk;

#[test]
fn a_written_agreement_is_performed() {
    let mut walk = Walk::begin(&[]);
    walk.assigned(&[], &[]).looked_into().in_session(&[]);
    let owed =
        ["obligations=建塘镇政府\t退还越界部分\t2026-11-23", "obligations=建塘镇政府\t补偿款\t2026-12-10\t5000元"];
    walk.act("banli", "T14", &owed).act("banli", "T17", &[]);
    walk.refused("zhuren", "T18", &[], "还有1期没有履行");
    walk.refused("banli", "R12", &["term=1", "performed_on=今天", "proof=现场交界"], "第1期已经履行");
    walk.on("2026-12-08");
    walk.act("banli", "R12", &["term=2", "performed_on=今天", "amount=5000元", "proof=汇款单"]);
    walk.refused("zhuren", "T18", &[], "还没有问过满意度");
    walk.closed(&[]);
    walk.refused("qiantai", "T20", &[], "卷内还缺2件");
    walk.filed(true, &[]).paid("SB1", &[]);
    walk.unpaid("一案一结");
    walk.ends("written", "S90");
}

#[test]
fn an_agreement_by_word_of_mouth_is_kept() {
    let mut walk = Walk::begin(&[]);
    walk.assigned(&[], &[]).looked_into().in_session(&[]);
    let oral = [
        "form=2",
        "obligations=建塘镇政府\t当面道歉\t2026-11-23",
        "confirmed_how=当面复述无异议,在登记表上按印",
        "parties_signed=",
        "mediator_signed=",
        "sealed_by=",
        "sealed_on=",
    ];
    walk.act("banli", "T14", &oral);
    walk.closed(&["result=当面道歉并恢复往来", "performed=1"]).filed(true, &[]).paid("SB1", &["amount=3000元"]);
    walk.ends("oral", "S90");
}

#[test]
fn instalments_that_stay_away_go_to_enforcement() {
    let mut walk = Walk::begin(&[]);
    walk.assigned(&[], &[]).looked_into().in_session(&[]);
    walk.act(
        "banli",
        "T14",
        &[
            "content=分三期补偿六千元",
            "obligations=建塘镇政府\t补偿款\t2026-11-25\t2000元",
            "obligations=建塘镇政府\t补偿款\t2026-12-05\t2000元",
            "obligations=建塘镇政府\t补偿款\t2026-12-15\t2000元",
        ],
    );
    walk.act("banli", "R14", &["event=1", "court=香格里拉市人民法院", "on=今天"]).act("banli", "T17", &[]);
    walk.on("2026-11-25");
    walk.refused("banli", "R12", &["term=1", "performed_on=今天", "amount=2500元", "proof=汇款单"], "第1期只欠2000元");
    walk.act("banli", "R12", &["term=1", "performed_on=今天", "amount=2000元", "proof=汇款单"]);
    walk.on("2026-12-03");
    walk.act("banli", "R14", &["event=3", "court=香格里拉市人民法院", "on=今天", "number=(2026)云3401民特7号"]);
    walk.on("2026-12-10");
    let late = walk.say("ducha", &["overdue"], 0);
    assert!(late.contains("第2期"), "{late}");
    walk.act("banli", "R13", &["term=2", "kind=4", "reason=对方称资金未到,限期三日", "on=今天"]);
    walk.act("banli", "R13", &["term=2", "kind=2", "reason=催告无果,申请强制执行", "on=今天"]);
    walk.act("banli", "R13", &["term=3", "kind=2", "reason=对方明确不再支付", "on=今天"]);
    walk.closed(&["result=付一期,其余转法院执行", "performed=5"]).filed(true, &[]).paid("SB1", &["amount=4000元"]);
    walk.ends("enforced", "S90");
}

#[test]
fn a_court_confirms_within_thirty_days() {
    let mut walk = Walk::begin(&[]);
    walk.assigned(&[], &[]).looked_into().in_session(&[]);
    walk.act("banli", "T14", &["obligations=建塘镇政府\t退还越界部分\t2026-12-20"]);
    let event = |n: &'static str| [n, "court=香格里拉市人民法院", "on=今天"];
    walk.refused("banli", "R14", &event("event=3"), "还没有记过双方共同申请");
    walk.on("2026-12-24");
    walk.refused("banli", "R14", &event("event=1"), "已超过30日");
    walk.on("2026-12-23");
    walk.act("banli", "R14", &event("event=1")).act("banli", "R14", &event("event=2"));
    walk.act("banli", "T17", &[]);
    walk.on("2026-12-30");
    walk.act("banli", "R14", &[&event("event=3")[..], &["number=(2026)云3401民特9号"]].concat());
    walk.act("banli", "R12", &["term=1", "performed_on=今天", "proof=现场交界"]);
    walk.closed(&[]).filed(true, &[]).paid("SB1", &[]);
    walk.ends("confirmed", "S90");
}

#[test]
fn a_notary_makes_a_payment_enforceable() {
    let mut walk = Walk::begin(&[]);
    // 需赋强公证的是疑难复杂案件 (方案六(四)1).
    walk.assigned(&["grade=G2", "difficulty=5", "consult=1"], &[]);
    walk.looked_into().counselled().in_session(&[]);
    walk.act("banli", "T14", &["obligations=建塘镇政府\t补偿款\t2026-12-10\t8000元"]);
    let event = |n: &'static str| [n, "office=香格里拉市公证处", "consent=1", "on=今天"];
    walk.act("banli", "R15", &event("event=1")).act("banli", "T17", &[]);
    walk.on("2026-11-30");
    walk.act("banli", "R15", &[&event("event=2")[..], &["number=(2026)云迪证字第88号"]].concat());
    walk.act("banli", "R12", &["term=1", "performed_on=今天", "amount=8000元", "proof=汇款单"]);
    walk.closed(&[]).filed(true, &[]).paid("SB2", &[]);
    let case = walk.case.clone();
    let fee = [
        "rule=SB6",
        "liable=1",
        "poor=0",
        "payee=香格里拉市公证处",
        "amount=600元",
        "receipt=公证费发票0088",
        "detail=赋予强制执行效力公证",
        "payer_kind=3",
        "payer=建塘镇政府",
        "ground=责任方承担",
    ];
    walk.register("banli", &["claims", "fee", "--case", &case], &fee, 0);
    walk.ends("notarised", "S90");
}
