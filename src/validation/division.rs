//! stub
#[derive(Debug, Clone, Copy)]
pub struct Division {
    pub code: &'static str,
    pub name: &'static str,
    pub full_name: &'static str,
}
pub fn lookup(_code: &str) -> Option<Division> {
    None
}
pub fn search(_query: &str, _limit: usize) -> Vec<Division> {
    vec![]
}
pub fn short_name(code: &str) -> String {
    code.to_string()
}
