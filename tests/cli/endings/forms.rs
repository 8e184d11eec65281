//! The usual form of each step, as a clerk would type it; what is known is filled in by the program.

const ACCEPT: &[&str] = &[
    "ways_told=1",
    "abstract=邻居扩建围墙越界占用宅基地",
    "focus=界址在哪里",
    "petitioner_agrees=1",
    "respondent_agrees=1",
    "liable_clear=1",
    "liable_unit=建塘镇政府",
    "grade=G1",
    "listed=0",
    "consult=0",
    "opinion=同意受理",
];
const ENTRUST: &[&str] = &[
    "liable_clear=1",
    "principal_kind=1",
    "principal=建塘镇政府",
    "powers=调查、调解、提出处理意见",
    "until=+60",
    "payer=3",
    "clerk=杨文华",
    "clerk_phone=0887-8222333",
    "petitioner_statement=1",
];
const INVESTIGATION: &[&str] = &[
    "kind=2",
    "time=今天 10:00",
    "place=仓房村村委会",
    "investigator=李秀英",
    "subject=和志强(信访人)",
    "content=双方到场指认宅基地四至,量得围墙越界两米。",
    "recorder=杨文华",
    "signed=1,2,3",
];
const EVIDENCE: &[&str] = &[
    "kind=2",
    "name=宅基地使用证",
    "provider=和志强",
    "original=2",
    "copies=1",
    "received_on=今天",
    "kept_at=卷宗柜2-3",
];
const ANALYSIS: &[&str] = &[
    "issue=围墙占地归谁使用",
    "laws=民法典\t第二百三十六条",
    "application=使用证载明四至,围墙在界内,妨害了使用。",
    "conclusion=返还请求有依据",
];
const PUBLICITY: &[&str] = &["on=今天", "audience=双方当事人", "laws=民法典物权编相邻关系", "way=1"];
const WAYS: &[&str] = &["ways=1,3", "voluntary=1", "free=1", "told_on=今天", "signed=1"];
const OPINION: &[&str] = &[
    "ways_told=1",
    "request=退还宅基地",
    "facts=围墙越过使用证载明的界线两米。",
    "reasons=使用证合法有效,围墙妨害使用。",
    "opinion=1",
    "detail=建议拆除越界围墙并适当补偿",
    "laws=民法典\t第二百三十六条",
    "told_on=今天",
    "told_how=1",
    "petitioner_answer=1",
    "respondent_answer=1",
];
const START: &[&str] = &[
    "ways_told=1",
    "petitioner_agrees=1",
    "respondent_agrees=1",
    "rights_signed_on=今天",
    "mediators=李秀英",
    "chosen_by=1",
    "free_told=1",
];
const SESSION: &[&str] = &[
    "at=今天 14:30",
    "place=工作室调解室",
    "parties=和志强,建塘镇政府",
    "statements=双方各自陈述了地界的由来和要求。",
    "risks_told=1",
    "result=1",
    "note=同意按测绘结果交界",
    "recorder=杨文华",
    "signed=1",
];
const AGREEMENT: &[&str] = &[
    "ways_told=1",
    "form=1",
    "parties=和志强,建塘镇政府",
    "facts=院墙越界两米,双方认可测绘结果",
    "issues=界址和补偿",
    "responsibility=对方负主要责任",
    "content=退还越界部分并补偿",
    "obligations=建塘镇政府\t退还越界部分\t今天",
    "manner=现场交界,转账",
    "reached_on=今天",
    "mediator=李秀英",
    "recorder=杨文华",
    "court_told=1",
    "parties_signed=1",
    "mediator_signed=1",
    "sealed_by=香格里拉市人民调解委员会",
    "sealed_on=今天",
];
const GUIDE: &[&str] = &[
    "route=1",
    "organ=香格里拉市人民法院",
    "papers=起诉状、身份证、宅基地使用证",
    "limits_told=1",
    "aid_told=1",
    "own_choice=1",
    "signed_on=今天",
];
const LIMITS: &[&str] = &["route=G01", "start=2026-03-10", "fact=知道围墙越界之日", "told_on=今天"];
const TERMINATION: &[&str] =
    &["reason=3", "detail=补偿数额分歧过大,两次调解未能一致", "ways=1,3", "risk=1", "told_on=今天"];
const CLOSING: &[&str] =
    &["facts=院墙越过使用证界线两米", "result=双方按协议交界并补偿", "performed=2", "opinion=同意结案"];
const FILING: &[&str] = &["place=档案室1柜", "checker=李秀英"];
const DECLINE: &[&str] = &[
    "reason=N02",
    "advice=该纠纷法院已经受理,请按法院程序参加诉讼",
    "notified=建塘镇政府\t函",
    "risk=1",
    "told_on=今天",
];

const COUNCIL: &[&str] = &[
    "kind=1",
    "held_at=今天 15:00",
    "place=工作室会议室",
    "host=和志刚",
    "participants=李秀英\t工作室\t律师\t支持返还",
    "participants=扎西\t工作室\t调解员\t先组织调解",
    "participants=杨文华\t市自然资源局\t测绘\t以测绘结果为准",
    "conclusion=以测绘结果为准组织调解",
    "grade=G2",
];

/// The pairs of a step: its usual form, with `changes` in place of what they name. `key=` alone drops a
/// field that the usual form holds.
pub fn filled<'a>(mv: &str, changes: &[&'a str]) -> Vec<&'a str> {
    let usual: &[&str] = match mv {
        "T05" => DECLINE,
        "T07" => ACCEPT,
        "T08" => ENTRUST,
        "T09" => &["handler=李秀英", "recusal_checked=1"],
        "T11" => &["questions=使用证与现状不符时以何为准", "when=+1", "invited=李秀英、扎西、杨文华"],
        "T11b" => COUNCIL,
        "T12" => OPINION,
        "T13" => START,
        "T14" => AGREEMENT,
        "T15" => GUIDE,
        "T16" => TERMINATION,
        "T17" => &["watcher=李秀英"],
        "T18" => CLOSING,
        "T20" | "R37" => FILING,
        "T22" => &["ground=1", "signed_on=今天", "reason=双方自行和解"],
        "R01" => INVESTIGATION,
        "R02" => EVIDENCE,
        "R03" => ANALYSIS,
        "R04" => PUBLICITY,
        "R06" => WAYS,
        "R11" => SESSION,
        "R16" => LIMITS,
        "R20" => &["level=1", "way=1", "asked_on=今天"],
        "R21" => &["summary=事项已经办结,请审定"],
        "R30" => &["papers=06\t身份证复印件\t2\t1\t卷内"],
        "R32" => &["day=今天", "way=2", "performed=1", "satisfied=1", "trouble=0"],
        _ => &[],
    };
    let key = |pair: &str| pair.split('=').next().unwrap_or_default().to_string();
    let kept = usual.iter().filter(|pair| !changes.iter().any(|c| key(c) == key(pair)));
    kept.chain(changes).copied().filter(|pair| !pair.ends_with('=')).collect()
}
