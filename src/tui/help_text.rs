//! The text of F1: the keys of the place, then all keys, then the manual. Made from the same rows as
//! the keys themselves.

use super::cells;
use super::keymap::{KEYS, Scope, scope_label};

/// The manual, as `fengqiao manual` prints it, too.
pub const MANUAL: &str = include_str!("../../assets/manual.md");

/// Help for a screen with these scopes.
pub fn of(scopes: &[Scope]) -> String {
    let mut text = String::from("这里的按键\n");
    for scope in scopes {
        keys_of(*scope, &mut text);
    }
    text.push_str("\nF键也可用 Alt+数字 代替(Alt+0 即 F10);^ 即 Ctrl。\n");
    text.push_str("填表:Tab 或 Enter 下一项,Shift+Tab 上一项;多行的栏里 Enter 换行。\n");
    text.push_str("选项可按编号、方向键或拼音首字母;日期可写 0312、3-12、+15、今天、下周一。\n");
    text.push_str("Ctrl+Z 撤销,Ctrl+U 清空一项;Esc 返回,已填的留作草稿。\n\n全部按键\n");
    let mut seen: Vec<Scope> = Vec::new();
    for binding in KEYS.iter().filter(|b| !scopes.contains(&b.scope)) {
        if !seen.contains(&binding.scope) {
            seen.push(binding.scope);
            text.push_str(&format!("[{}]\n", scope_label(binding.scope)));
            keys_of(binding.scope, &mut text);
        }
    }
    text.push_str("\n使用手册\n\n");
    text.push_str(MANUAL);
    text
}

fn keys_of(scope: Scope, text: &mut String) {
    for binding in KEYS.iter().filter(|b| b.scope == scope) {
        let names: Vec<String> = binding.keys.iter().map(|k| k.name()).collect();
        text.push_str(&format!("  {} {}\n", cells::pad(&names.join(" "), 16), binding.long));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_in_the_help() {
        let text = of(&[Scope::Desk, Scope::Global]);
        assert!(KEYS.iter().all(|b| text.contains(b.long)));
    }
}
