//! stub
pub fn initials(text: &str) -> String {
    text.to_string()
}
pub fn readings(name: &str) -> Vec<String> {
    vec![name.to_string()]
}
pub fn matches_initials(label: &str, query: &str) -> bool {
    label.contains(query)
}
