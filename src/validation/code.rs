//! stub
use super::Choice;
pub const ETHNIC_GROUPS: &[Choice] = crate::choices![("01", "汉族")];
pub fn resolve(choices: &'static [Choice], typed: &str) -> Option<&'static Choice> {
    choices.iter().find(|c| c.code == typed || c.label == typed)
}
