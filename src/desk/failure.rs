//! What can go wrong at the desk, classified once; every text says what to do next.

use crate::domain::flow::Reason;
use crate::store::OpenError;
use crate::validation::Problem;

/// The result of every method of the desk.
pub type Outcome<T> = Result<T, Failure>;

/// A write that went through, in the words of the status line. Where there is more to say, further lines
/// follow, to be read in a box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    pub text: String,
    /// Id of what was made or changed.
    pub id: i64,
}

/// Why something was not done. Nothing was stored; what was typed is kept by the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Fields to correct.
    #[error("{}", .0.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(";"))]
    Problems(Vec<Problem>),
    /// A rule or a role says no, and what to do next.
    #[error("{reason}。{hint}")]
    Refusal { reason: String, hint: String },
    /// Somebody else changed it first.
    #[error("{who} 已于 {when} 改动,您的内容未保存但仍保留;请对照后再存")]
    Conflict { who: String, when: String },
    /// Disk or database.
    #[error("{0}")]
    Fault(String),
}

impl Failure {
    pub fn refusal(reason: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Refusal { reason: reason.into(), hint: hint.into() }
    }
    /// Another desk takes a ledger in: `who` and since when.
    pub fn importing(who: String) -> Failure {
        Failure::Fault(format!("正在导入旧台账({who}),导完就能存;您的内容仍保留,请稍后再按一次"))
    }
    pub fn problem(field: &str, text: impl Into<String>) -> Failure {
        Failure::Problems(vec![Problem::new(field, text)])
    }
    /// Exit code of a command.
    pub fn exit_code(&self) -> i32 {
        match self {
            Failure::Fault(_) => 1,
            Failure::Problems(_) => 3,
            Failure::Refusal { .. } => 4,
            Failure::Conflict { .. } => 5,
        }
    }
}

impl From<Reason> for Failure {
    fn from(reason: Reason) -> Self {
        Failure::Refusal { reason: reason.what, hint: reason.remedy }
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Failure::Problems(problems)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Failure::Fault(error.to_string())
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let text = match error.sqlite_error_code() {
            Some(Code::DiskFull) => "磁盘已满,没有存下;请腾出空间后再存,您的内容仍保留".to_string(),
            Some(Code::ReadOnly) => "数据库只读,没有存下;请管理员检查文件权限,您的内容仍保留".to_string(),
            Some(Code::SystemIoFailure) => {
                let told = crate::store::disk::words_of_sql(&error).unwrap_or_default();
                format!("{told},没有存下;请稍后再试,仍不行请管理员检查磁盘,您的内容仍保留")
            }
            Some(_) if crate::store::is_busy(&error) => "另一处正在写入,等候超时;请再按一次".to_string(),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => {
                "数据库文件已损坏;请立即停用并联系管理员,用备份恢复".to_string()
            }
            _ => format!("数据库出错:{error};请联系管理员"),
        };
        Failure::Fault(text)
    }
}
