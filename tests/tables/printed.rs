//! The rules in words, for review: a line that changes here changes what the studio does.

use fengqiao::domain::case::Stage;
use fengqiao::domain::codes;
use fengqiao::domain::deadline::{self, RULES};
use fengqiao::domain::flow::{FLOW, Move, Stop};
use fengqiao::domain::number::Series;
use fengqiao::domain::role::{Grant, PERMISSIONS, Role, grant, label};
use fengqiao::tui::keymap::{KEYS, scope_label};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Compares with `tests/snapshots/<name>.snap`.
pub fn compare(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Text padded to a width in cells.
fn pad(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(text.width())))
}

fn rule(id: &str) -> String {
    let label = RULES.iter().find(|r| r.id == id).map_or("?", |r| r.label);
    format!("{id} {label}")
}

fn given(series: Series) -> &'static str {
    match series {
        Series::Docket => "接谈号",
        Series::Case => "案号",
        other => other.code(),
    }
}

fn who(mv: &Move) -> String {
    let words = Role::ALL.into_iter().filter_map(|role| match grant(role, mv.operation) {
        Grant::Full => Some(role.label().to_string()),
        Grant::Own => Some(format!("{}(限经手)", role.label())),
        Grant::View | Grant::No => None,
    });
    format!("{}({})", words.collect::<Vec<_>>().join("、"), label(mv.operation))
}

#[test]
fn the_moves() {
    let mut out = String::new();
    for mv in FLOW {
        let from: Vec<&str> = mv.from.iter().map(|s| s.label()).collect();
        let _ =
            writeln!(out, "{} {}: {} → {}", mv.id, mv.label, from.join("、"), mv.to.map_or("不变(记录)", Stage::label));
        let starts: Vec<String> = mv
            .starts
            .iter()
            .map(|s| if s.cap.is_empty() { rule(s.rule) } else { format!("{},不晚于{}", rule(s.rule), s.cap) })
            .collect();
        let stops: Vec<String> = mv
            .stops
            .iter()
            .map(|s| match s {
                Stop::Met(id) => format!("办结 {}", rule(id)),
                Stop::Ended(id) => format!("终止 {}", rule(id)),
                Stop::Pause(id) => format!("暂停 {}", rule(id)),
                Stop::Resume(id) => format!("恢复 {}", rule(id)),
                Stop::All if mv.stops.len() > 1 => "其余终止".to_string(),
                Stop::All => "全部终止".to_string(),
            })
            .collect();
        for (title, text) in [
            ("谁办", who(mv)),
            ("表单", mv.form.map_or("尚未启用", |t| t.title).to_string()),
            ("起算", starts.join(";")),
            ("停止", stops.join(";")),
            ("编号", mv.numbers.map_or("", given).to_string()),
            ("文书", mv.documents.join("、")),
            ("依据", mv.basis.to_string()),
        ] {
            if !text.is_empty() {
                let _ = writeln!(out, "    {title}  {text}");
            }
        }
    }
    compare("flow", &out);
}

#[test]
fn the_deadlines() {
    compare("deadlines", &deadline::rules_table());
}

#[test]
fn the_permissions() {
    let head: Vec<String> = Role::ALL.iter().map(|r| pad(r.label(), 8)).collect();
    let mut out = format!("{}{}依据\n", pad("事项", 26), head.concat());
    for p in PERMISSIONS {
        let words: Vec<String> = p
            .grants
            .iter()
            .map(|g| match g {
                Grant::Full => pad("可办", 8),
                Grant::Own => pad("限经手", 8),
                Grant::View => pad("可看", 8),
                Grant::No => pad("-", 8),
            })
            .collect();
        let _ = writeln!(out, "{}{}{}", pad(p.label, 26), words.concat(), p.basis);
    }
    compare("permissions", &out);
}

#[test]
fn the_subsidies() {
    use fengqiao::domain::subsidy::SUBSIDIES;
    let mut out = String::new();
    for s in SUBSIDIES {
        let yuan = |fen: i64| fen / 100;
        let band =
            s.band.map_or("无固定数额".to_string(), |(least, most)| format!("{}-{}元", yuan(least), yuan(most)));
        let checked = if s.verified { "已核" } else { "待核" };
        let _ = writeln!(
            out,
            "{} {}: {band}\n    付款  {}\n    依据  {}({checked})\n    说明  {}",
            s.id, s.label, s.payer, s.basis, s.note
        );
    }
    compare("subsidies", &out);
}

#[test]
fn the_discipline_checks() {
    use fengqiao::domain::discipline::CHECKS;
    let mut out = String::new();
    for c in CHECKS {
        let checked = if c.verified { "已核" } else { "待核" };
        let _ = writeln!(out, "{} {}: {}\n    依据  {}({checked})", c.id, c.label, c.trigger, c.basis);
    }
    compare("discipline", &out);
}

#[test]
fn the_reasons_to_decline() {
    let mut out = String::new();
    for reason in codes::DECLINE_REASON {
        let _ = writeln!(out, "{} {}", reason.code, reason.label);
        for (_, basis, next) in codes::DECLINE_BASIS.iter().filter(|b| b.0 == reason.code) {
            let _ = writeln!(out, "    依据  {basis}\n    告知  {next}");
        }
    }
    compare("decline_reasons", &out);
}

#[test]
fn the_keys() {
    let mut out = String::new();
    for k in KEYS {
        let keys: Vec<String> = k.keys.iter().map(|key| key.name()).collect();
        let _ =
            writeln!(out, "{}{}{}{}", pad(scope_label(k.scope), 8), pad(&keys.join(" "), 20), pad(k.label, 10), k.long);
    }
    compare("keys", &out);
}
