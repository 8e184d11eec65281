//! The permission matrix, written down a second time: the tests of this folder ask it and never the table of
//! the program, so that a changed row of the program is noticed.

use super::Studio;
use fengqiao::domain::role::{Grant, Operation, PERMISSIONS, Role, grant, label};

/// Somebody of every role, by the names of the synthetic studio, in the order of the letters below.
pub const PEOPLE: &[(&str, Role)] = &[
    ("qiantai", Role::Reception),
    ("zhuren", Role::Director),
    ("banli", Role::Handler),
    ("ducha", Role::Supervisor),
    ("caiwu", Role::Finance),
    ("admin", Role::Admin),
    ("bangongshi", Role::Office),
];

/// Columns: 前台 主任 承办 督查 财务 管理员 办公室. A all, O own or assigned only, V masked view, - no.
/// 办公室 is the approver of the 领导小组办公室, who has no column of his own in the plan's matrix.
#[rustfmt::skip]
pub const MATRIX: &[(Operation, &str)] = &[
    // 接谈登记/暂存: ● ● ●.
    (Operation::Register,      "AAA----"),
    // 修改已登记: ○ same day, ● with reason, ○ fields of the case.
    (Operation::AmendVisit,    "OAO----"),
    // 判重确认: ● propose, ● decide, –, V.
    (Operation::ProposeRepeat, "AA-V---"),
    // 评析 受理/不予受理/转送: –, ●, –, V.
    (Operation::Assess,        "-A-V---"),
    // 委托手续录入: ● ● ○ –.
    (Operation::Entrust,       "AAO----"),
    // 指派/改派/组建专调小组: –, ●, –, V.
    (Operation::Assign,        "-A-V---"),
    // 调查/调解/协议/意见: –, ●, ○, V.
    (Operation::Work,          "-AOV---"),
    // 会商 召集/记录: –, ●, ○ propose, V.
    (Operation::Consult,       "-AOV---"),
    // 延期审批: –, ●, ○ apply, V. Applying is 延期申请, a move of 调查调解.
    (Operation::Extend,        "-A-V---"),
    // 结案: –, ●, ○ apply, V. Applying is 申请结案, a move of 调查调解.
    (Operation::Close,         "-A-V---"),
    // 销号: –, apply, –, ●. Applying is 销号申请, a move of 调查调解.
    (Operation::Strike,        "---A---"),
    // 挂牌督办/督办单: –, V, reply ○, ●. Replying is an act of 调查调解.
    (Operation::Supervise,     "-VVA---"),
    // 预警发布/通报: ● raise, ● issue, ● raise, ● issue. A handler reads his own cases, and raises about them.
    (Operation::RaiseWarning,  "AAOA---"),
    (Operation::Warn,          "-A-A---"),
    // 立卷归档/查阅: ● 归档, ●, ○ read, ● read logged.
    (Operation::Archive,       "AAVV---"),
    // 重开: 1st ● of 主任, 2nd ● of 督查.
    (Operation::Reopen,        "-A-----"),
    (Operation::SecondReopen,  "---A---"),
    // 经费申报: –, ○, ○.
    (Operation::Claim,         "-OO----"),
    // 经费审核/审批/支付: 主任, 办公室, 财务, one each.
    (Operation::ReviewClaim,   "-A-----"),
    (Operation::ApproveClaim,  "------A"),
    (Operation::Pay,           "----A--"),
    // 值班表: 排班 of 前台, 审核 of 主任, 支付 of 财务; who is on duty is no secret of the house.
    (Operation::Duty,          "AAVVV-V"),
    // 报表: 本台, ●, ○, ●, 经费类, –; the 办公室 reports to the 领导小组.
    (Operation::Report,        "VAOAV-A"),
    // 明文查看: ○ own registration, ●, ○ assigned, ●; 财务 reads the payee on the paper of a claim only.
    (Operation::Reveal,        "OAOA---"),
    // 检举控告件: sealed once registered, ● of 主任.
    (Operation::Sealed,        "-A-----"),
    // 用户/字典/日历/备份: ● of 管理员 alone.
    (Operation::Administer,    "-----A-"),
    // 审计日志: ● read of 督查 and of 管理员.
    (Operation::Audit,         "---A-A-"),

    // Not in the matrix of the plan; from what each is for.
    // The desk works the queue; who registers or looks after the house sees it.
    (Operation::Queue,         "AAVV--V"),
    // The window keys the old ledger in; it holds others' matters, so no handler.
    (Operation::Import,        "AA-V--V"),
    // 管理员 never sees a case, 财务 sees claims only.
    (Operation::ReadCase,      "AAOV--V"),
    // Who files and who approves sees what was spent; 前台 and 管理员 have no part in it.
    (Operation::Ledger,        "-VOVV-V"),
    (Operation::Budget,        "-V-VV-A"),
    (Operation::Discipline,    "-V-AV-A"),
    // The roster of 办公室 and 主任; everybody at work may look who is on it.
    (Operation::Roster,        "VAVVV-A"),
    // 管理员 sets up the stations' desks.
    (Operation::Stations,      "VAVV-AA"),
    (Operation::HandOver,      "AAOV---"),
    (Operation::Lead,          "AAAV--V"),
    // Reported by whoever learns of it, read by whom it is reported to.
    (Operation::Urgent,        "AAOV--V"),
    (Operation::OwnData,       "AAOV---"),
    (Operation::Guidance,      "AAAV--V"),
    (Operation::EditGuidance,  "-A----A"),
    // 打印 goes with 接谈登记; papers of a case are made by whoever works on it or supervises it.
    (Operation::Document,      "AAOA---"),
    (Operation::Hotspots,      "-A-A--A"),
];

/// What somebody wants with an operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    Look,
    Do,
    /// For everybody's cases at once.
    All,
}

/// The letter of a role.
pub fn letter(role: Role, operation: Operation) -> char {
    let column = PEOPLE.iter().position(|p| p.1 == role).expect("every role");
    let row = MATRIX.iter().find(|m| m.0 == operation).unwrap_or_else(|| panic!("no row of {operation:?}"));
    row.1.chars().nth(column).expect("seven letters")
}

/// Whether the matrix lets him, on a case of his own.
pub fn may(role: Role, operation: Operation, way: Way) -> bool {
    match letter(role, operation) {
        'A' => true,
        'O' => way != Way::All,
        'V' => way == Way::Look,
        _ => false,
    }
}

/// A studio with somebody of every role; every case is handled by 承办 (roster 1).
pub fn staffed() -> Studio {
    let studio = Studio::new();
    studio.add_user("caiwu", "杨文华", "finance");
    studio.add_user("bangongshi", "和志刚", "office");
    studio
}

#[test]
fn the_table_of_the_program_is_the_matrix() {
    let mut wrong = Vec::new();
    for (operation, letters) in MATRIX {
        assert_eq!(letters.len(), PEOPLE.len(), "{operation:?}");
        assert_eq!(MATRIX.iter().filter(|m| m.0 == *operation).count(), 1, "{operation:?}");
        let held: String = PEOPLE
            .iter()
            .map(|(_, role)| match grant(*role, *operation) {
                Grant::Full => 'A',
                Grant::Own => 'O',
                Grant::View => 'V',
                Grant::No => '-',
            })
            .collect();
        if held != *letters {
            wrong.push(format!("{operation:?} “{}”: {held}, by the matrix {letters}", label(*operation)));
        }
    }
    for row in PERMISSIONS.iter().filter(|p| MATRIX.iter().all(|m| m.0 != p.operation)) {
        wrong.push(format!("{:?} “{}” has no letters", row.operation, row.label));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(PERMISSIONS.len(), MATRIX.len());
}
