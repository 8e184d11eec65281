//! Documents of the volume itself and of 结案, 销号, 经费 (方案五(八), 六(一), 六(四)).

use crate::documents::sheet::{FORM, From, LETTER, Line as L, Part as P, Sheet};

#[rustfmt::skip]
pub const FRONT: &[Sheet] = &[
    Sheet { id: "cover", title: "卷宗封面", heading: "人民调解卷宗", item: "00", basis: "方案五(八);人民调解法27", from: From::Over, body: &[
        P::Table(&[
            L::Pairs(&[("调委会名称", "{{studio}} {{agreement.sealed_by}}")]),
            L::Tall("卷名", "{{case.petitioner}}与{{case.respondent}}{{case.dispute}}纠纷\n{{case.gist}}", 3),
            L::Pairs(&[("卷号", "{{volume.number}}")]),
            L::Pairs(&[("案号", "{{case.number}}")]),
            L::Pairs(&[("人民调解员", "{{case.handler}} {{case.members}}")]),
            L::Pairs(&[("接谈号", "{{case.docket}}"), ("结果", "{{case.stage}} {{case.outcome}}")]),
            L::Pairs(&[("调解日期自", "{{case.accepted_on}}"), ("至", "{{case.closed_on}}")]),
            L::Pairs(&[("立卷人", "{{volume.filer}}"), ("立卷日期", "{{volume.filed_on}}")]),
            L::Pairs(&[("保管期限", "{{case.retention}}"), ("页数", "{{volume.pages}}")]),
            L::Pairs(&[("存放处", "{{volume.place}}"), ("依据", "{{case.retention_why}}")]),
            L::Tall("备注", "{{volume.note}}", 2),
        ]),
    ], ..FORM },
    Sheet { id: "contents", title: "卷内目录", item: "00", basis: "方案五(八)", from: From::Over, body: &[
        P::Number("卷号:{{volume.number}}　案号:{{case.title}}"),
        P::Table(&[
            L::List("contents", &[("序号", "{{no}}", 1), ("文书名称", "{{title}}", 7), ("页号", "{{page}}", 1), ("备注", "{{note}}", 3)]),
        ]),
        P::Text("全卷共{{volume.pages}}页(不含封面、目录、封底)。"),
    ], ..FORM },
];

#[rustfmt::skip]
pub const BACK: &[Sheet] = &[
    Sheet { id: "listing", title: "包案方案", heading: "党政领导包案化解方案", item: "16", basis: "方案六(一)一案一策", from: From::Each("listing"), body: &[
        P::Number("案号:{{case.number}}"),
        P::Table(&[
            L::Pairs(&[("信访人", "{{visit.name}}"), ("责任单位", "{{case.unit}}")]),
            L::Pairs(&[("包案领导", "{{listing.leader}}"), ("职务", "{{listing.post}}"), ("级别", "{{listing.level}}")]),
            L::Pairs(&[("包案来源", "{{listing.source}}"), ("批准日期", "{{listing.approved_on}}")]),
            L::Pairs(&[("专调小组", "{{case.handler}} {{case.members}}")]),
            L::Tall("基本情况", "{{visit.summary}}", 3),
            L::Tall("化解目标", "{{listing.goal}}", 2),
            L::List("listing.plan", &[("序", "{{no}}", 1), ("步骤", "{{step}}", 6), ("责任人", "{{who}}", 2), ("时限", "{{due}}", 3)]),
            L::Pairs(&[("挂牌督办", "{{listing.posted}} {{listing.posted_by}}"), ("经费包干额", "{{listing.budget}}")]),
            L::Pairs(&[("销号期限", "{{clock.DL-18.due}}{{clock.DL-18b.due}}")]),
            L::Tall("包案领导意见", "\n>包案领导(签名):　　　　　　　　　年　　月　　日", 3),
        ]),
    ], ..FORM },
    Sheet { id: "closing", title: "结案报告表", item: "17a", basis: "方案六(一)", from: From::Each("closing"), body: &[
        P::Number("卷号:{{volume.number}}　填表日期:{{volume.filed_on}}"),
        P::Table(&[
            L::Pairs(&[("案号", "{{case.number}}")]),
            L::Pairs(&[("案件来源", "{{visit.source}}"), ("责任单位", "{{case.unit}}")]),
            L::Pairs(&[("承办单位", "{{studio}}")]),
            L::Pairs(&[("承办人", "{{case.handler}}"), ("对方当事人", "{{case.respondent}}")]),
            L::Pairs(&[("受案时间", "{{case.accepted_on}}"), ("结案时间", "{{case.closed_on}}")]),
            L::Pairs(&[("当事人", "{{visit.name}}"), ("电话", "{{visit.phone}}")]),
            L::Pairs(&[("地址", "{{visit.residence}} {{visit.address}}")]),
            L::Tall("纠纷事实", "{{closing.facts}}", 4),
            L::Tall("结果", "{{closing.result}}", 4),
            L::Pairs(&[("履行情况", "{{closing.performed}}"), ("受理回执号", "{{closing.receipt}}")]),
            L::Tall("领导意见", "{{closing.opinion}}\n>主任(签名):　　　　　　　　　{{closing.kept_on}}", 3),
        ]),
    ], ..FORM },
    Sheet { id: "satisfaction", title: "满意度评价表", item: "17b", basis: "信访工作条例33;方案六(一)", from: From::Each("satisfaction"), body: &[
        P::Number("案号:{{case.title}}"),
        P::Table(&[
            L::Pairs(&[("信访人", "{{visit.name}}"), ("承办人", "{{case.handler}}")]),
            L::Pairs(&[("办理结果", "{{case.stage}}"), ("日期", "{{satisfaction.asked_on}}")]),
            L::Pairs(&[("评价", "{{satisfaction.level}}"), ("询问方式", "{{satisfaction.way}}")]),
            L::Tall("意见", "{{satisfaction.words}}", 4),
            L::Tall("评价人", ">信访人(签名或按指印):　　　　　　　　　年　　月　　日", 2),
            L::Tall("询问人", ">询问人{{satisfaction.kept_by}}(签名):　　　　　　{{satisfaction.kept_on}}", 1),
        ]),
        P::Text("评价由信访人自愿作出,不影响其任何权利。"),
    ], ..FORM },
    Sheet { id: "strike", title: "销号审批表", heading: "包案化解销号审批表", item: "17c", basis: "方案六(一)限时销号", from: From::Each("strike"), body: &[
        P::Number("案号:{{case.number}}"),
        P::Table(&[
            L::Pairs(&[("信访人", "{{visit.name}}"), ("责任单位", "{{case.unit}}")]),
            L::Pairs(&[("包案领导", "{{listing.leader}}"), ("级别", "{{case.listing_level}}"), ("承办人", "{{case.handler}}")]),
            L::Pairs(&[("包案批准", "{{listing.approved_on}}"), ("销号期限", "{{clock.DL-18.due}}{{clock.DL-18b.due}}")]),
            L::Tall("化解目标", "{{listing.goal}}", 2),
            L::Pairs(&[("化解结果", "{{strike_request.result}}")]),
            L::Tall("佐证材料", "{{strike_request.proof}}", 3),
            L::Tall("申请人", ">承办人{{strike_request.kept_by}}(签名):　　　　{{strike_request.kept_on}}", 1),
            L::Tall("督查意见", "已核佐证:{{strike.verified}}\n{{strike.opinion}}\n>督查{{strike.kept_by}}(签名):　　　　{{strike.kept_on}}", 3),
            L::Tall("包案领导意见", "\n>包案领导(签名):　　　　　　　　　年　　月　　日", 2),
        ]),
    ], ..FORM },
    Sheet { id: "claim", title: "经费申报审批表", item: "18", basis: "方案六(四)", from: From::Claims, body: &[
        P::Number("{{claim.number}}"),
        P::Table(&[
            L::Pairs(&[("案号", "{{case.number}}")]),
            L::Pairs(&[("类别", "{{claim.rule}}")]),
            L::Pairs(&[("案件等级", "{{case.grade}}"), ("案件结果", "{{case.stage}} {{case.outcome}}")]),
            L::Pairs(&[("申报金额", "{{claim.amount}}"), ("大写", "{{claim.amount|大写}}")]),
            L::Pairs(&[("付款方", "{{claim.payer}}"), ("类型", "{{claim.payer_kind}}")]),
            L::Pairs(&[("承担依据", "{{claim.ground}}")]),
            L::Pairs(&[("评分", "{{claim.factors}}")]),
            L::List("claim.shares", &[("序", "{{no}}", 1), ("领款人", "{{name}}", 3), ("金额", "{{amount}}", 4), ("卡号末4位", "{{card}}", 2), ("签名", "", 2)]),
            L::Tall("申报人", ">申报人{{claim.claimed_by}}(签名):　　　　{{claim.claimed_on}}", 1),
            L::Tall("审核意见", "\n>审核人{{claim.reviewed_by}}(签名):　　　　　　　年　　月　　日", 2),
            L::Tall("审批意见", "\n>审批人{{claim.approved_by}}(签名):　　　　　　　年　　月　　日", 2),
            L::Pairs(&[("支付凭证", "{{claim.voucher}}"), ("支付日期", "{{claim.paid_on}}")]),
            L::Pairs(&[("状态", "{{claim.state}}"), ("备注", "{{claim.note}}")]),
        ]),
        P::Text("公职人员不得领取任何办案补助(方案六(四)6)。申报、审核、审批、支付由不同的人办理。"),
    ], ..FORM },
    Sheet { id: "volume_note", title: "卷宗情况说明", item: "19", basis: "方案五(八)", from: From::Over, on_demand: true, body: &[
        P::Number("卷号:{{volume.number}}"),
        P::Text("本卷为{{case.petitioner}}与{{case.respondent}}纠纷一案({{case.title}})的卷宗,共 {{volume.pages}} 页,保管期限{{case.retention}}({{case.retention_why}})。"),
        P::Text("缺页、复印、另存等情况:"),
        P::Text("{{volume.note}}"),
        P::Paste("其他需要说明的情况", 8),
        P::Close("立卷人:{{volume.filer}}\n检查人:{{volume.checker}}\n{{volume.filed_on}}"),
    ], ..LETTER },
    Sheet { id: "back", title: "封底", heading: "卷宗封底", item: "20", basis: "方案五(八)", from: From::Over, body: &[
        P::Table(&[
            L::Pairs(&[("卷号", "{{volume.number}}")]),
            L::Pairs(&[("案号", "{{case.title}}")]),
            L::Pairs(&[("全卷页数", "{{volume.pages}}"), ("保管期限", "{{case.retention}}")]),
            L::Pairs(&[("立卷人", "{{volume.filer}}"), ("立卷日期", "{{volume.filed_on}}")]),
            L::Pairs(&[("检查人", "{{volume.checker}}"), ("存放处", "{{volume.place}}")]),
            L::Tall("签名", ">立卷人(签名):　　　　　　检查人(签名):＿＿＿＿＿＿\n>　　　　年　　月　　日", 3),
        ]),
    ], ..FORM },
];
