//! stub
pub fn fold_width(text: &str) -> String {
    text.to_string()
}
pub fn clean_line(text: &str) -> String {
    text.to_string()
}
pub fn clean_text(text: &str) -> String {
    text.to_string()
}
