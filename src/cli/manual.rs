//! `manual`: the user's manual, with the tables made from the rows that the program runs on.

use super::args::{flag, leaf};
use super::{Next, fields, output};
use crate::domain::case::Stage;
use crate::domain::deadline;
use crate::domain::flow::FLOW;
use crate::domain::forms;
use crate::domain::role::{Grant, PERMISSIONS, Role, label};
use crate::validation::display::aligned;
use clap::{ArgMatches, Command};
use std::fmt::Write as _;

const TEXT: &str = include_str!("../../assets/manual.md");

pub fn command() -> Command {
    leaf("manual", "manual", "全部使用说明和各种表")
        .arg(flag("man").hide(true).help("命令部分写成man手册页,供软件包用"))
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let page = if here.get_flag("man") { super::man::page(&super::root()) } else { whole() };
    output::print(&page)?;
    Ok(Next::Exit(0))
}

/// The manual with its tables.
fn whole() -> String {
    let mut out = TEXT.trim_end().to_string();
    out.push_str("\n\n# 附表\n\n## 命令\n\n");
    out.push_str(&commands());
    out.push_str("\n## 办理步骤\n\n");
    out.push_str(&moves());
    out.push_str("\n## 权限\n\n");
    out.push_str(&permissions());
    out.push_str("\n## 期限\n\n");
    out.push_str(&deadline::rules_table());
    out.push_str("\n## 表单各项\n");
    for table in forms::all() {
        let _ = write!(out, "\n{}", fields::text(table));
    }
    out
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|c| (*c).to_string()).collect()
}

fn commands() -> String {
    let mut lines = Vec::new();
    for command in super::root().get_subcommands() {
        let about = |c: &Command| c.get_about().map(ToString::to_string).unwrap_or_default();
        lines.push(vec![format!("fengqiao {}", command.get_name()), about(command)]);
        for below in command.get_subcommands() {
            lines.push(vec![format!("fengqiao {} {}", command.get_name(), below.get_name()), about(below)]);
        }
    }
    aligned(&lines)
}

fn moves() -> String {
    let mut lines = vec![row(&["步骤", "名称", "从", "到", "权限", "表单", "起算", "依据"])];
    for m in FLOW {
        let from: Vec<&str> = m.from.iter().map(|s| s.label()).collect();
        let starts: Vec<&str> = m.starts.iter().map(|s| s.rule).collect();
        let from = if from.len() > 4 { "结案前各阶段".to_string() } else { from.join("、") };
        let form = m.form.map_or("尚未启用", |t| t.title);
        lines.push(row(&[
            m.id,
            m.label,
            &from,
            m.to.map_or("不变", Stage::label),
            label(m.operation),
            form,
            &starts.join(" "),
            m.basis,
        ]));
    }
    aligned(&lines)
}

fn permissions() -> String {
    let mut head = vec!["事项".to_string()];
    head.extend(Role::ALL.iter().map(|r| r.label().to_string()));
    let mut lines = vec![head];
    for p in PERMISSIONS {
        let word = |g: &Grant| match g {
            Grant::Full => "可办",
            Grant::Own => "限经手",
            Grant::View => "可看",
            Grant::No => "-",
        };
        let mut line = vec![p.label.to_string()];
        line.extend(p.grants.iter().map(|g| word(g).to_string()));
        lines.push(line);
    }
    aligned(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_every_table_is_in_the_manual() {
        let manual = whole();
        for chapter in ["前台", "登记", "判重", "办理", "指派", "期限", "督查", "查找", "键盘", "命令", "SSH"]
        {
            assert!(manual.lines().any(|l| l.starts_with("## ") && l.contains(chapter)), "{chapter}");
        }
        let rules = deadline::RULES.iter().map(|r| r.id);
        for word in FLOW.iter().map(|m| m.id).chain(PERMISSIONS.iter().map(|p| p.label)).chain(rules) {
            assert!(manual.contains(word), "{word}");
        }
        for field in forms::all().flat_map(|t| t.fields) {
            assert!(manual.contains(field.key) && manual.contains(field.label), "{}", field.key);
        }
    }
}
