//! stub
use super::Choice;
use chrono::NaiveDate;
pub const DOCUMENT_TYPES: &[Choice] = crate::choices![("01", "居民身份证")];
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}
impl Sex {
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "1",
            Sex::Female => "2",
        }
    }
}
#[derive(Clone, Debug)]
pub struct IdentityFacts {
    pub birth: NaiveDate,
    pub sex: Sex,
    pub division: Option<String>,
}
pub fn facts(_id: &str) -> Option<IdentityFacts> {
    None
}
pub fn age(_birth: NaiveDate, _today: NaiveDate) -> i64 {
    0
}
