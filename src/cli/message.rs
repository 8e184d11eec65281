//! What is said on stderr, and the exit code that goes with it.

use crate::desk::Failure;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::io::Write;

/// A command line that cannot be carried out as it was written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Says a line on stderr; nobody listening is no error.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", crate::validation::text::shown(text));
}

/// Tells what went wrong; returns the exit code. A reader that went away is told nothing.
pub fn report(error: &anyhow::Error) -> u8 {
    for cause in error.chain() {
        if cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) {
            return 0;
        }
        if let Some(own) = cause.downcast_ref::<Failure>() {
            return failure(own);
        }
        if let Some(Usage(text)) = cause.downcast_ref::<Usage>() {
            say(&format!("用法错误:{text}"));
            return 2;
        }
    }
    say(&format!("出错:{error:#}"));
    1
}

fn failure(failure: &Failure) -> u8 {
    match failure {
        Failure::Problems(problems) => {
            say(&format!("有{}处需要改正,没有存下:", problems.len()));
            for p in problems {
                say(&format!("  {}: {}", p.field, p.text));
            }
        }
        Failure::Refusal { reason, hint } => {
            say(&format!("不能办理:{reason}"));
            say(&format!("  {hint}"));
        }
        Failure::Conflict { .. } => say(&format!("冲突:{failure}")),
        Failure::Fault(text) => say(&format!("故障:{text}")),
    }
    u8::try_from(failure.exit_code()).unwrap_or(1)
}

/// Tells what is wrong with the arguments, or shows the help that was asked for.
pub fn usage(error: &clap::Error) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = super::output::print(&error.to_string());
        return 0;
    }
    say(&format!("用法错误:{}", usage_words(error)));
    say("  用 fengqiao --help 或 fengqiao 命令 --help 看用法");
    2
}

fn usage_words(error: &clap::Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(list)) => list.join("、"),
        Some(ContextValue::StyledStr(s)) => s.to_string(),
        Some(ContextValue::StyledStrs(list)) => list.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let near = |kind| match text(kind) {
        s if s.is_empty() => String::new(),
        s => format!(";是不是 {s}?"),
    };
    let arg = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有命令“{}”{}", text(ContextKind::InvalidSubcommand), near(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingSubcommand => format!("缺少命令,可用:{}", text(ContextKind::ValidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有选项“{arg}”{}", near(ContextKind::SuggestedArg)),
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面缺少内容"),
        ErrorKind::InvalidValue => match text(ContextKind::ValidValue) {
            s if s.is_empty() => format!("{arg} 不能是“{value}”"),
            s => format!("{arg} 不能是“{value}”,可用:{s}"),
        },
        ErrorKind::ValueValidation => format!("{arg} 不能是“{value}”"),
        ErrorKind::ArgumentConflict => format!("{arg} 不能与 {} 一起用", text(ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{arg} 的内容个数不对")
        }
        ErrorKind::InvalidUtf8 => "参数不是UTF-8文字".to_string(),
        _ => "参数写法不对".to_string(),
    }
}
