//! Forms of 经费 (方案六(四)): what is claimed, and each step of 申报、审核、审批、支付.

use crate::domain::{codes, payer};
use crate::validation::{Choice, Column, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

/// Factors within a band (方案六(四): 数量、质量、难易、社会影响、规范化).
const SCORE: K = K::Number(0, 20);
const SHARES: &[Column] = &[
    Column { key: "person", label: "领款人", kind: K::Line(30), required: true },
    Column { key: "amount", label: "金额", kind: K::Money, required: false },
    Column { key: "card", label: "卡号末4位", kind: K::Line(4), required: false },
];
pub const FEE: &[Choice] = crate::choices![("SB6", "公证费、司法鉴定费"), ("SB7", "诉讼费、仲裁费、代理费")];

fn unit_pays(d: &Draft) -> bool {
    d.get("payer_kind") != payer::FINANCE
}
fn finance_pays(d: &Draft) -> bool {
    d.get("payer_kind") == payer::FINANCE
}
fn fault_clear(d: &Draft) -> bool {
    d.get("liable") == "1"
}

const LIABLE: Field =
    Field::new("liable", "责任主体", K::Choice(payer::LIABLE), Always, "产生信访问题的责任主体,决定谁付款")
        .section("付款方");
const KIND: Field =
    Field::new("payer_kind", "付款方类型", K::Choice(codes::PAYER), Always, "主体不明确或无力承担的选同级财政");
const PAYER: Field =
    Field::new("payer", "付款方", K::Line(60), When(unit_pays), "全称;信访人不承担任何费用").shown(unit_pays);
const LEVEL: Field =
    Field::new("finance", "财政级别", K::Choice(codes::OFFICE_LEVEL), When(finance_pays), "按分级、属地原则")
        .shown(finance_pays)
        .default("1");
const GROUND: Field = Field::new("ground", "承担依据", K::Line(120), Always, "为什么由它承担");

/// A case subsidy: SB1 to SB3.
pub static CLAIM: Table = Table {
    name: "claim",
    title: "案件补助申报",
    fields: &[
        Field::new("case", "案件", K::Record("case"), Always, "已归档的案件;一案一结"),
        Field::new("to_beijing", "进京突出问题", K::Choice(codes::YES_NO), Always, "是否进京上访突出问题").default("0"),
        Field::new("quantity", "数量", SCORE, Always, "0-20分").default("12"),
        Field::new("quality", "质量", SCORE, Always, "0-20分").default("12"),
        Field::new("difficulty", "难易", SCORE, Always, "0-20分").default("12"),
        Field::new("impact", "社会影响", SCORE, Always, "0-20分").default("12"),
        Field::new("standard", "规范化", SCORE, Always, "0-20分").default("12"),
        Field::new("amount", "申报金额", K::Money, Optional, "留空按评分在标准内计算"),
        LIABLE,
        KIND,
        PAYER,
        LEVEL,
        GROUND,
        Field::new("shares", "领款人", K::Rows(SHARES, 20), Always, "每行:姓名 金额 卡号末4位;金额都留空则平均分"),
    ],
};

/// SB5 外地办案出差 (方案六(四)4).
pub static TRAVEL_CLAIM: Table = Table {
    name: "travel_claim",
    title: "差旅申报",
    fields: &[
        Field::new("case", "案件", K::Record("case"), Always, "为哪一件案件出差"),
        Field::new("agreed", "审核同意", K::Choice(codes::YES_NO), Always, "主管部门是否已审核同意"),
        Field::new("agreed_by", "审核部门", K::Line(60), Always, "审核同意的主管部门"),
        Field::new("receipt", "审批单号", K::Line(60), Always, "主管部门审批单的编号;一单报一次"),
        Field::new("from_on", "出发日期", K::PastDate, Always, "出差第一天"),
        Field::new("to_on", "返回日期", K::PastDate, Always, "出差最后一天"),
        Field::new("place", "地点", K::Line(60), Always, "到哪里办案"),
        Field::new("days", "天数", K::Number(1, 366), Always, "按几天计"),
        Field::new("rate", "标准", K::Line(120), Always, "参照行政机关的哪一标准,如 伙食补助100元/人天"),
        Field::new("detail", "事由", K::Line(200), Always, "办理案件的什么事务"),
        Field::new("amount", "金额", K::Money, Always, "票据和补助合计"),
        LIABLE,
        KIND,
        PAYER,
        LEVEL,
        GROUND,
        Field::new(
            "shares",
            "出差人",
            K::Rows(SHARES, 20),
            Always,
            "每行:姓名 金额 卡号末4位;公职人员按本单位办法报销",
        ),
    ],
};

/// SB6 and SB7, against receipts.
pub static FEE_CLAIM: Table = Table {
    name: "fee_claim",
    title: "费用申报",
    fields: &[
        Field::new("case", "案件", K::Record("case"), Always, "哪一件案件的费用"),
        Field::new("rule", "类别", K::Choice(FEE), Always, "公证鉴定,或诉讼仲裁代理"),
        Field::new("amount", "金额", K::Money, Always, "票据合计"),
        Field::new("receipt", "票据号", K::Line(60), Always, "收费票据的编号;一票报一次"),
        Field::new("payee", "收款单位", K::Line(60), Always, "鉴定机构、公证处、法院、仲裁委或律所"),
        Field::new("detail", "项目", K::Line(200), Always, "如:宅基地界址测绘"),
        Field::new("liable", "责任(过错)方", K::Choice(payer::FAULT), Always, "信访人不承担任何费用").section("付款方"),
        Field::new("poor", "脱贫户或监测", K::Choice(codes::YES_NO), When(fault_clear), "责任方是否脱贫户、监测对象")
            .shown(fault_clear),
        Field::new("payer_kind", "付款方类型", K::Choice(payer::FEE_PAYER), Always, "责任(过错)方;不明确的选同级财政"),
        PAYER,
        LEVEL,
        GROUND,
    ],
};

/// 审核 and 审批.
pub static CLAIM_STEP: Table = Table {
    name: "claim_step",
    title: "经费审批意见",
    fields: &[
        Field::new("opinion", "意见", K::Line(200), Always, "同意,或有什么要求"),
        Field::new("amount", "核定金额", K::Money, Optional, "适当补助(SB3)必填:建议或批准的金额"),
    ],
};

/// 退回 and 作废.
pub static CLAIM_BACK: Table = Table {
    name: "claim_back",
    title: "退回或作废",
    fields: &[Field::new("reason", "理由", K::Line(200), Always, "为什么退回或作废")],
};

/// 支付登记.
pub static PAYMENT: Table = Table {
    name: "payment",
    title: "支付登记",
    fields: &[
        Field::new("voucher", "凭证号", K::Line(40), Always, "支付凭证的编号"),
        Field::new("paid_on", "支付日期", K::PastDate, Always, "付款的日期"),
    ],
};

pub(super) static ALL: &[&Table] = &[&CLAIM, &TRAVEL_CLAIM, &FEE_CLAIM, &CLAIM_STEP, &CLAIM_BACK, &PAYMENT];
