//! Forms of 材料入卷, 回访, 销号, 归档, 借阅, 重开 and 包案 (方案五(八), 六(一)).

use crate::choices;
use crate::domain::{checklist, codes};
use crate::validation::{Choice, Column, Draft, Field, Kind as K, Need, Table};
use Need::{Always, Optional, When};

fn posted(d: &Draft) -> bool {
    d.get("posted") == "1"
}
fn lent(d: &Draft) -> bool {
    d.get("kind") == "3"
}
fn copied(d: &Draft) -> bool {
    d.get("kind") == "2"
}
fn hidden(d: &Draft) -> bool {
    d.get("trouble") == "1"
}

const REVISIT_WAY: &[Choice] = choices![("1", "上门"), ("2", "电话"), ("3", "来室"), ("4", "视频")];
const PERFORMED: &[Choice] = choices![("1", "全部履行"), ("2", "部分履行"), ("3", "未履行"), ("4", "无须履行")];
const SATISFIED: &[Choice] = choices![("1", "满意"), ("2", "基本满意"), ("3", "不满意"), ("4", "不愿评价")];
const REOPEN_WHY: &[Choice] = choices![("1", "反悔"), ("2", "新证据"), ("3", "协议违法或显失公平")];
const STRIKE_RESULT: &[Choice] =
    choices![("1", "化解到位"), ("2", "导入法定途径"), ("3", "教育疏导到位"), ("4", "帮扶到位")];
pub const LOAN_KIND: &[Choice] = choices![("1", "查阅"), ("2", "复印"), ("3", "借出")];

const PAPERS: &[Column] = &[
    Column { key: "item", label: "目录项", kind: K::Choice(checklist::ITEMS), required: true },
    Column { key: "name", label: "名称", kind: K::Line(40), required: true },
    Column { key: "copy", label: "原件复印件", kind: K::Choice(codes::ORIGINAL_OR_COPY), required: true },
    Column { key: "pages", label: "页数", kind: K::Number(1, 999), required: true },
    Column { key: "place", label: "存放处", kind: K::Line(30), required: true },
];

const PAGES: &[Column] = &[
    Column { key: "item", label: "目录项", kind: K::Choice(checklist::ITEMS), required: true },
    Column { key: "start", label: "起页", kind: K::Number(1, 9999), required: true },
];

const STEPS: &[Column] = &[
    Column { key: "step", label: "步骤", kind: K::Line(60), required: true },
    Column { key: "who", label: "责任人", kind: K::Name, required: true },
    Column { key: "due", label: "时限", kind: K::Date, required: true },
];

/// R30 材料入卷.
pub static PAPER: Table = Table {
    name: "paper",
    title: "材料入卷",
    fields: &[
        Field::new("papers", "材料", K::Rows(PAPERS, 30), Always, "每行一件:目录项 名称 原件复印件 页数 存放处"),
        Field::new("note", "备注", K::Line(200), Optional, "没有身份证件的,以身份情况说明入“身份证明”"),
    ],
};

/// R31 申请重开.
pub static REOPENING: Table = Table {
    name: "reopening",
    title: "申请重开",
    fields: &[
        Field::new("reason", "理由", K::Choice(REOPEN_WHY), Always, "由督查另一人决定"),
        Field::new("detail", "具体情况", K::Text(5, 1000), Always, "谁、何时、以什么事实提出"),
    ],
};

/// R32 回访 (人民调解工作若干规定37).
pub static REVISIT: Table = Table {
    name: "revisit",
    title: "回访记录",
    fields: &[
        Field::new("day", "回访日期", K::PastDate, Always, "实际回访的日期"),
        Field::new("way", "方式", K::Choice(REVISIT_WAY), Always, "怎样回访的"),
        Field::new("performed", "履行情况", K::Choice(PERFORMED), Always, "协议履行到哪一步"),
        Field::new("satisfied", "是否满意", K::Choice(SATISFIED), Always, "当事人自己的说法"),
        Field::new("trouble", "遗留隐患", K::Choice(codes::YES_NO), Always, "说的是事,不是人"),
        Field::new("measures", "隐患和措施", K::Text(2, 500), When(hidden), "有什么隐患,采取什么措施").shown(hidden),
        Field::new("note", "回访情况", K::Text(0, 1000), Optional, "当事人说了什么"),
    ],
};

/// R33 销号申请.
pub static STRIKE_REQUEST: Table = Table {
    name: "strike_request",
    title: "销号申请",
    fields: &[
        Field::new("result", "化解结果", K::Choice(STRIKE_RESULT), Always, "由督查审核后销号"),
        Field::new("proof", "佐证材料", K::Text(2, 500), Always, "协议、凭证、回访等,写明名称"),
    ],
};

/// T19 销号.
pub static STRIKE: Table = Table {
    name: "strike",
    title: "销号",
    fields: &[
        Field::new("verified", "已核佐证", K::Choice(codes::YES_NO), Always, "是否核对了佐证材料"),
        Field::new("opinion", "督查意见", K::Text(2, 500), Always, "同意销号的意见"),
    ],
};

/// R34 包案方案: 一案一策 (方案六(一)).
pub static LISTING: Table = Table {
    name: "listing",
    title: "包案方案",
    fields: &[
        Field::new("leader", "包案领导", K::Name, Always, "姓名"),
        Field::new("post", "职务", K::Line(40), Always, "如:副县长"),
        Field::new("level", "包案级别", K::Choice(codes::LISTING_LEVEL), Always, "包案领导的级别"),
        Field::new("source", "包案来源", K::Choice(codes::SOURCE), Always, "从哪里交来"),
        Field::new("approved_on", "批准日期", K::PastDate, Always, "批准包案的日期"),
        Field::new("goal", "化解目标", K::Text(2, 500), Always, "到什么程度算化解"),
        Field::new("plan", "步骤", K::Rows(STEPS, 20), Always, "每行:步骤 责任人 时限"),
        Field::new("posted", "挂牌督办", K::Choice(codes::YES_NO), Always, "是否挂牌督办").default("0"),
        Field::new("posted_by", "督办单位", K::Line(40), When(posted), "由谁挂牌督办").shown(posted),
        Field::new("budget", "经费包干额", K::Money, Optional, "元;没有可不填"),
    ],
};

/// R35 包案进度.
pub static PROGRESS: Table = Table {
    name: "progress",
    title: "包案进度",
    fields: &[
        Field::new("day", "日期", K::PastDate, Always, "进展的日期"),
        Field::new("progress", "工作进展", K::Text(2, 1000), Always, "做了什么"),
        Field::new("factual", "是否属实", K::Choice(codes::FACTUAL), Always, "反映的事项查下来是否属实"),
        Field::new("reasonable", "诉求合理性", K::Choice(codes::REASONABLE), Always, "诉求有没有道理"),
        Field::new("crux", "问题症结", K::Text(2, 500), Always, "卡在哪里"),
        Field::new("next", "下一步", K::Text(2, 500), Always, "下一步做什么"),
    ],
};

/// R36 转为包案.
pub static LIST_CASE: Table = Table {
    name: "list_case",
    title: "转为包案",
    fields: &[
        Field::new("leader", "包案领导", K::Name, Always, "姓名"),
        Field::new("level", "包案级别", K::Choice(codes::LISTING_LEVEL), Always, "包案领导的级别"),
        Field::new("approved_on", "批准日期", K::PastDate, Always, "销号期限从这天起算"),
        Field::new("reason", "转包案原因", K::Line(200), Always, "为什么转为包案"),
        Field::new("handler", "承办人", K::Record("staff"), Always, "不变;要换的先改派"),
        Field::new("members", "小组成员", K::Line(60), Always, "专调小组至少2人,有1名人民调解员;姓名或编号,用逗号分开"),
        Field::new("recusal_checked", "已核对回避", K::Choice(codes::YES_NO), Always, "是否已核对回避情形(条例28)"),
    ],
};

/// T20 归档: one case, one volume (方案五(八)).
pub static FILING: Table = Table {
    name: "filing",
    title: "立卷归档",
    fields: &[
        Field::new("pages", "卷内页号", K::Rows(PAGES, 60), Always, "每行:目录项 起页;按卷内顺序"),
        Field::new("total", "总页数", K::Number(1, 9999), Always, "全卷页数"),
        Field::new("retention", "保管期限", K::Choice(checklist::RETENTION), Always, "已按案情建议,可改"),
        Field::new("ground", "期限依据", K::Line(120), Always, "为什么是这个期限"),
        Field::new("place", "存放处", K::Line(60), Always, "如:档案室2柜3层"),
        Field::new("filer", "立卷人", K::Name, Always, "谁立的卷"),
        Field::new("checker", "检查人", K::Name, Always, "另一人检查"),
        Field::new("note", "卷宗说明", K::Text(0, 500), Optional, "缺页、复印、另存的说明"),
    ],
};

/// T21 重开 by the second person.
pub static REOPENED: Table = Table {
    name: "reopened",
    title: "重开",
    fields: &[
        Field::new("opinion", "督查意见", K::Text(2, 500), Always, "同意重开的意见"),
        Field::new("told_on", "告知日期", K::PastDate, Always, "告知当事人重开的日期"),
    ],
};

/// 借阅 of a volume, with its purpose.
pub static LEND: Table = Table {
    name: "lend",
    title: "卷宗借阅",
    fields: &[
        Field::new("kind", "方式", K::Choice(LOAN_KIND), Always, "查阅和复印当日归还"),
        Field::new("borrower", "借阅人", K::Name, Always, "谁来借"),
        Field::new("unit", "单位", K::Line(60), Optional, "借阅人的单位"),
        Field::new("purpose", "用途", K::Line(200), Always, "为什么借,借阅都留痕"),
        Field::new("copied", "复印页", K::Line(60), When(copied), "复印哪几页").shown(copied),
        Field::new("until", "归还期限", K::Date, When(lent), "借出须写归还日期").shown(lent),
        Field::new("approver", "批准人", K::Name, Always, "谁批准的,不能是借阅人"),
    ],
};

/// 归还 of a volume.
pub static GIVE_BACK: Table = Table {
    name: "give_back",
    title: "卷宗归还",
    fields: &[
        Field::new("back_on", "归还日期", K::PastDate, Always, "实际归还的日期"),
        Field::new("state", "卷宗状况", K::Line(100), Always, "如:完好,页数相符"),
    ],
};

pub(super) static ALL: &[&Table] = &[
    &PAPER,
    &REOPENING,
    &REVISIT,
    &STRIKE_REQUEST,
    &STRIKE,
    &LISTING,
    &PROGRESS,
    &LIST_CASE,
    &FILING,
    &REOPENED,
    &LEND,
    &GIVE_BACK,
];
