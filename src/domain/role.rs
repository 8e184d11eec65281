//! Who may do what: the permission table, and the question asked of it.
//!
//! The table is the only place where roles meet operations; the desk asks it before every read and
//! write. It decides nothing about a particular case beyond "own" and "masked".

/// Role of a user of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Reception,
    Director,
    Handler,
    Supervisor,
    Finance,
    Admin,
    Office,
}

impl Role {
    pub const ALL: [Role; 7] =
        [Role::Reception, Role::Director, Role::Handler, Role::Supervisor, Role::Finance, Role::Admin, Role::Office];
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Role::Reception => "reception",
            Role::Director => "director",
            Role::Handler => "handler",
            Role::Supervisor => "supervisor",
            Role::Finance => "finance",
            Role::Admin => "admin",
            Role::Office => "office",
        }
    }
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.code() == code)
    }
    pub fn label(self) -> &'static str {
        match self {
            Role::Reception => "前台",
            Role::Director => "主任",
            Role::Handler => "承办",
            Role::Supervisor => "督查",
            Role::Finance => "财务",
            Role::Admin => "管理员",
            Role::Office => "办公室",
        }
    }
}

/// The user at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub user: i64,
    pub login: String,
    pub name: String,
    pub role: Role,
    /// The roster entry of a handler, so that "own" can be told.
    pub staff: Option<i64>,
}

impl Actor {
    /// Whether he is that handler.
    pub fn handles(&self, handler: Option<i64>) -> bool {
        handler.is_some() && handler == self.staff
    }
    /// Whether a case with that handler and registrar is his own: [`Grant::Own`].
    pub fn owns(&self, handler: Option<i64>, registrar: i64) -> bool {
        self.handles(handler) || registrar == self.user
    }
}

/// How far a role may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    No,
    /// May look, masked.
    View,
    /// Only what is assigned to him or what he registered himself.
    Own,
    Full,
}

/// What can be done at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    Queue,
    Register,
    AmendVisit,
    Import,
    ProposeRepeat,
    ReadCase,
    Assess,
    Entrust,
    Assign,
    Work,
    Consult,
    Extend,
    Close,
    Strike,
    Supervise,
    RaiseWarning,
    Warn,
    Archive,
    Reopen,
    SecondReopen,
    Claim,
    ReviewClaim,
    ApproveClaim,
    Pay,
    Ledger,
    Budget,
    Discipline,
    Duty,
    Roster,
    Stations,
    HandOver,
    Lead,
    Urgent,
    OwnData,
    Guidance,
    EditGuidance,
    Reveal,
    Document,
    Sealed,
    Administer,
    Audit,
    Report,
    Hotspots,
}

/// A row of the permission table; grants in the order of [`Role::ALL`].
pub struct Permission {
    pub operation: Operation,
    pub label: &'static str,
    /// Who is named for it, or whom it protects; what is only the studio's choice says so.
    pub basis: &'static str,
    pub grants: [Grant; 7],
}

use Grant::{Full, No, Own, View};

/// The table. Columns: 前台 主任 承办 督查 财务 管理员 办公室.
#[rustfmt::skip]
pub const PERMISSIONS: &[Permission] = &[
    Permission { operation: Operation::Queue,         label: "来访队列",       basis: "方案五(一);六(一)接访", grants: [Full, Full, View, View, No, No, View] },
    Permission { operation: Operation::Register,      label: "接谈登记",       basis: "方案五(一);信访工作条例19,22", grants: [Full, Full, Full, No,   No, No, No] },
    Permission { operation: Operation::AmendVisit,    label: "修改已登记内容", basis: "信访工作条例19;工作室默认", grants: [Own,  Full, Own,  No,   No, No, No] },
    Permission { operation: Operation::Import,        label: "导入旧台账",     basis: "工作室默认", grants: [Full, Full, No,   View, No, No, View] },
    Permission { operation: Operation::ProposeRepeat, label: "判重确认",       basis: "信访工作条例19③;工作室默认", grants: [Full, Full, No,   View, No, No, No] },
    Permission { operation: Operation::ReadCase,      label: "查看案件",       basis: "人民调解法15(四);个人信息保护法6", grants: [Full, Full, Own,  View, No, No, View] },
    Permission { operation: Operation::Assess,        label: "评析受理",       basis: "方案五(二),六(一)受理、审查", grants: [No,   Full, No,   View, No, No, No] },
    Permission { operation: Operation::Entrust,       label: "委托手续",       basis: "方案五(三)", grants: [Full, Full, Own,  No,   No, No, No] },
    Permission { operation: Operation::Assign,        label: "指派与组建专调小组", basis: "方案六(一)指派;信访工作条例28", grants: [No, Full, No, View, No, No, No] },
    Permission { operation: Operation::Work,          label: "调查调解",       basis: "方案五(四)-(七)", grants: [No,   Full, Own,  View, No, No, No] },
    Permission { operation: Operation::Consult,       label: "会商",           basis: "方案五(五)", grants: [No,   Full, Own,  View, No, No, No] },
    Permission { operation: Operation::Extend,        label: "延期审批",       basis: "信访工作条例34", grants: [No,   Full, No,   View, No, No, No] },
    Permission { operation: Operation::Close,         label: "结案",           basis: "方案六(一)结案", grants: [No,   Full, No,   View, No, No, No] },
    Permission { operation: Operation::Strike,        label: "销号",           basis: "方案六(一)限时销号", grants: [No,   No,   No,   Full, No, No, No] },
    Permission { operation: Operation::Supervise,     label: "督办",           basis: "信访工作条例39,40", grants: [No,   View, View, Full, No, No, No] },
    Permission { operation: Operation::RaiseWarning,  label: "预警提出与处置", basis: "方案二防控在先;信访工作条例25", grants: [Full, Full, Own,  Full, No, No, No] },
    Permission { operation: Operation::Warn,          label: "预警通报",       basis: "方案五(二);信访工作条例25", grants: [No,   Full, No,   Full, No, No, No] },
    Permission { operation: Operation::Archive,       label: "立卷归档",       basis: "方案五(八),六(一)归档", grants: [Full, Full, View, View, No, No, No] },
    Permission { operation: Operation::Reopen,        label: "重开(第一人)",   basis: "人民调解法32;工作室默认两人", grants: [No,   Full, No,   No,   No, No, No] },
    Permission { operation: Operation::SecondReopen,  label: "重开(第二人)",   basis: "人民调解法32;工作室默认两人", grants: [No,   No,   No,   Full, No, No, No] },
    Permission { operation: Operation::Claim,         label: "经费申报",       basis: "方案六(四)", grants: [No,   Own,  Own,  No,   No, No, No] },
    Permission { operation: Operation::ReviewClaim,   label: "经费审核",       basis: "方案六(四),九(四)", grants: [No,   Full, No,   No,   No, No, No] },
    Permission { operation: Operation::ApproveClaim,  label: "经费审批",       basis: "方案六(一)领导小组办公室,九(四)", grants: [No,   No,   No,   No,   No, No, Full] },
    Permission { operation: Operation::Pay,           label: "支付登记",       basis: "方案六(四),九(四)", grants: [No,   No,   No,   No, Full, No, No] },
    Permission { operation: Operation::Ledger,        label: "经费台账",       basis: "方案六(四)专款专用", grants: [No,   View, Own,  View, View, No, View] },
    Permission { operation: Operation::Budget,        label: "经费预算",       basis: "方案六(四)7", grants: [No,   View, No,   View, View, No, Full] },
    Permission { operation: Operation::Discipline,    label: "经费纪律检查",   basis: "方案九(四)", grants: [No,   View, No,   Full, View, No, Full] },
    Permission { operation: Operation::Duty,          label: "值班排班",       basis: "方案六(四)5", grants: [Full, Full, View, View, View, No, View] },
    Permission { operation: Operation::Roster,        label: "人员库与领导小组", basis: "方案六(一),六(三)", grants: [View, Full, View, View, View, No, Full] },
    Permission { operation: Operation::Stations,      label: "接待网点",       basis: "方案四(一)-(三)", grants: [View, Full, View, View, No,   Full, Full] },
    Permission { operation: Operation::HandOver,      label: "网点移交",       basis: "方案四(一)-(四)", grants: [Full, Full, Own,  View, No,   No, No] },
    Permission { operation: Operation::Lead,          label: "苗头排查",       basis: "方案四(一)排查", grants: [Full, Full, Full, View, No,   No, View] },
    Permission { operation: Operation::Urgent,        label: "重大紧急事项",   basis: "信访工作条例25", grants: [Full, Full, Own,  View, No,   No, View] },
    Permission { operation: Operation::OwnData,       label: "本人信息申请",   basis: "个人信息保护法44-47", grants: [Full, Full, Own,  View, No,   No, No] },
    Permission { operation: Operation::Guidance,      label: "法律咨询",       basis: "方案五(一)法律咨询解答", grants: [Full, Full, Full, View, No,   No, View] },
    Permission { operation: Operation::EditGuidance,  label: "咨询摘要编写",   basis: "方案五(一);工作室默认", grants: [No,   Full, No,   No,   No,   No, Full] },
    Permission { operation: Operation::Reveal,        label: "查看明文",       basis: "个人信息保护法6,51;工作室默认", grants: [Own,  Full, Own,  Full, No, No, No] },
    Permission { operation: Operation::Document,      label: "制作文书",       basis: "方案五(八);工作室默认", grants: [Full, Full, Own,  Full, No, No, No] },
    Permission { operation: Operation::Sealed,        label: "检举控告件",     basis: "信访工作条例30③", grants: [No,   Full, No,   No,   No, No, No] },
    Permission { operation: Operation::Administer,    label: "用户、字典、日历、备份", basis: "个人信息保护法51;工作室默认三员分立", grants: [No, No, No, No, No, Full, No] },
    Permission { operation: Operation::Audit,         label: "审计日志",       basis: "个人信息保护法51;工作室默认三员分立", grants: [No,   No,   No,   Full, No, Full, No] },
    // 前台 counts its own station, 财务 what concerns 经费: the desk narrows them (domain 报表 row).
    Permission { operation: Operation::Report,        label: "报表",           basis: "信访工作条例41;工作室默认", grants: [View, Full, Own,  Full, View, No, Full] },
    Permission { operation: Operation::Hotspots,      label: "热点",           basis: "方案四(一)排查;信访工作条例41;工作室默认", grants: [No,   Full, No,   Full, No,   No, Full] },
];

/// What the table says.
pub fn grant(role: Role, operation: Operation) -> Grant {
    let column = Role::ALL.iter().position(|r| *r == role).expect("invariant: every role has a column");
    PERMISSIONS.iter().find(|p| p.operation == operation).map_or(No, |p| p.grants[column])
}

/// The words of an operation.
pub fn label(operation: Operation) -> &'static str {
    PERMISSIONS.iter().find(|p| p.operation == operation).map_or("", |p| p.label)
}

/// Roles that may carry an operation out, for the text of a refusal: `主任、督查`.
pub fn who_may(operation: Operation) -> String {
    let names: Vec<&str> =
        Role::ALL.into_iter().filter(|r| matches!(grant(*r, operation), Full | Own)).map(Role::label).collect();
    names.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_one_row_and_someone_who_may() {
        for p in PERMISSIONS {
            assert_eq!(PERMISSIONS.iter().filter(|q| q.operation == p.operation).count(), 1, "{}", p.label);
            assert!(!who_may(p.operation).is_empty() && !p.basis.is_empty(), "{}", p.label);
        }
    }

    #[test]
    fn the_administrator_never_sees_a_case() {
        for operation in
            [Operation::ReadCase, Operation::Register, Operation::Reveal, Operation::Document, Operation::Sealed]
        {
            assert_eq!(grant(Role::Admin, operation), No);
        }
    }
}
