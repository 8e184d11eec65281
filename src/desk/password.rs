//! Passwords: what one must be, how it is kept, and how long to wait after wrong ones.
//!
//! Pure: no file, no clock. Takes a password as it was typed; nothing here trims or folds it.

use super::{Failure, Outcome};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{NaiveDateTime, TimeDelta};

/// Fewest and most characters.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=128;
/// Wrong passwords before the first wait.
const FREE: i64 = 5;
/// Minutes to wait at the fifth wrong password and at each one after it; the last one stays.
const WAITS: [i64; 4] = [1, 2, 5, 15];

/// 19 MiB and two passes: about 20 ms, the least that OWASP asks of argon2id.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).expect("invariant: the parameters are within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash to store, with a fresh salt.
///
/// # Errors
/// A problem of `field` when the password is too short or too long.
pub(super) fn hash(field: &str, password: &str) -> Outcome<String> {
    let length = password.chars().count();
    if length < *LENGTH.start() {
        return Err(Failure::problem(field, format!("密码太短({length}个字符),请用至少{}个字符", LENGTH.start())));
    }
    if length > *LENGTH.end() {
        return Err(Failure::problem(field, format!("密码太长,请不超过{}个字符", LENGTH.end())));
    }
    match hasher().hash_password(password.as_bytes()) {
        Ok(hash) => Ok(hash.to_string()),
        Err(error) => Err(Failure::Fault(format!("密码无法加密({error});请重试,仍不行请联系管理员"))),
    }
}

/// Whether the password is the one behind the hash.
pub(super) fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|parsed| hasher().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// Takes the time of a check, so that an unknown login answers no sooner than a known one.
pub(super) fn spend_time(password: &str) {
    let _ = hasher().hash_password_with_salt(password.as_bytes(), b"nobody-has-this-salt");
}

/// Until when to wait after so many wrong passwords in a row; `None` while the next may come at once.
pub(super) fn wait_after(failed: i64, now: NaiveDateTime) -> Option<NaiveDateTime> {
    let step = usize::try_from(failed - FREE).ok()?;
    Some(now + TimeDelta::minutes(WAITS[step.min(WAITS.len() - 1)]))
}

/// How long is left to wait: `4分10秒`.
pub(super) fn wait_words(now: NaiveDateTime, until: NaiveDateTime) -> String {
    let seconds = (until - now).num_seconds().max(1);
    match (seconds / 60, seconds % 60) {
        (0, s) => format!("{s}秒"),
        (m, 0) => format!("{m}分钟"),
        (m, s) => format!("{m}分{s}秒"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_matches_and_each_hash_has_its_own_salt() {
        let first = hash("password", "桥头的 榕树01").expect("long enough");
        assert!(first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{first}");
        assert_ne!(first, hash("password", "桥头的 榕树01").expect("long enough"));
        assert!(matches("桥头的 榕树01", &first));
        assert!(!matches("桥头的榕树01", &first));
        assert!(!matches("桥头的 榕树01", "not a hash"));
    }

    #[test]
    fn eight_characters_are_asked_for_whatever_their_bytes() {
        let short = hash("password", "一二三四五六七").expect_err("seven");
        let Failure::Problems(problems) = short else { panic!("a problem of the field") };
        assert_eq!((problems[0].field.as_str(), problems.len()), ("password", 1));
        assert!(problems[0].text.contains("至少8个字符"), "{}", problems[0].text);
        assert!(hash("password", &"长".repeat(129)).is_err());
    }

    #[test]
    fn the_wait_grows_and_is_told() {
        let now = NaiveDateTime::default();
        let minutes = |failed| wait_after(failed, now).map(|t| (t - now).num_minutes());
        assert_eq!([4, 5, 6, 7, 8, 40].map(minutes), [None, Some(1), Some(2), Some(5), Some(15), Some(15)]);
        assert_eq!(wait_words(now, now + TimeDelta::seconds(250)), "4分10秒");
        assert_eq!(wait_words(now, now + TimeDelta::minutes(15)), "15分钟");
        assert_eq!(wait_words(now, now), "1秒");
    }
}
