//! Forms of 经费 (方案六(四)): what is claimed, and each step of 申报、审核、审批、支付.

use crate::domain::codes;
use crate::validation::{Choice, Column, Field, Kind as K, Need, Table};
use Need::{Always, Optional};

/// Factors within a band (方案六(四): 数量、质量、难易、社会影响、规范化).
const SCORE: K = K::Number(0, 20);
const SHARES: &[Column] = &[
    Column { key: "person", label: "领款人", kind: K::Line(30), required: true },
    Column { key: "amount", label: "金额", kind: K::Money, required: false },
    Column { key: "card", label: "卡号末4位", kind: K::Line(4), required: false },
];
pub const FEE: &[Choice] =
    crate::choices![("SB5", "外地办案出差"), ("SB6", "公证费、司法鉴定费"), ("SB7", "诉讼费、仲裁费、代理费")];

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
        Field::new("payer_kind", "付款方类型", K::Choice(codes::PAYER), Always, "主体不明确或无力承担的选同级财政"),
        Field::new("payer", "付款方", K::Line(60), Always, "单位全称"),
        Field::new("ground", "承担依据", K::Line(120), Always, "为什么由它承担"),
        Field::new("shares", "领款人", K::Rows(SHARES, 20), Always, "每行:姓名 金额 卡号末4位;金额都留空则平均分"),
    ],
};

/// SB5 to SB7, against receipts.
pub static FEE_CLAIM: Table = Table {
    name: "fee_claim",
    title: "差旅和费用申报",
    fields: &[
        Field::new("case", "案件", K::Record("case"), Always, "哪一件案件的费用"),
        Field::new("rule", "类别", K::Choice(FEE), Always, "出差、公证鉴定或诉讼仲裁代理"),
        Field::new("amount", "金额", K::Money, Always, "票据合计"),
        Field::new("receipt", "审批单或票据号", K::Line(60), Always, "出差写主管部门审批单号,费用写票据号"),
        Field::new("detail", "说明", K::Line(200), Always, "如:起讫、天数、标准;鉴定项目"),
        Field::new("payer_kind", "付款方类型", K::Choice(codes::PAYER), Always, "责任(过错)方;不明确的选同级财政"),
        Field::new("payer", "付款方", K::Line(60), Always, "单位全称"),
        Field::new("ground", "承担依据", K::Line(120), Always, "为什么由它承担"),
    ],
};

/// 审核 and 审批.
pub static CLAIM_STEP: Table = Table {
    name: "claim_step",
    title: "经费审批意见",
    fields: &[Field::new("opinion", "意见", K::Line(200), Always, "同意,或有什么要求")],
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

pub(super) static ALL: &[&Table] = &[&CLAIM, &FEE_CLAIM, &CLAIM_STEP, &CLAIM_BACK, &PAYMENT];
