//! The clock of the office: +08:00 wherever the machine stands, or fixed for tests and demos.

use chrono::{FixedOffset, NaiveDateTime, Timelike, Utc};

/// Where the time comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    Office,
    Fixed(NaiveDateTime),
}

const OFFSET: i32 = 8 * 3600;

impl Clock {
    /// The office clock, unless `FENGQIAO_NOW=2026-11-23T16:42` fixes it.
    ///
    /// # Errors
    /// The text of the variable, when it is no time.
    pub fn from_environment() -> Result<Clock, String> {
        match std::env::var("FENGQIAO_NOW") {
            Err(_) => Ok(Clock::Office),
            Ok(text) => ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
                .iter()
                .find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok())
                .map(Clock::Fixed)
                .ok_or_else(|| format!("FENGQIAO_NOW={text} 不是时间;请写成 2026-11-23T16:42")),
        }
    }

    /// Local time to the second.
    pub fn now(self) -> NaiveDateTime {
        match self {
            Clock::Fixed(at) => at,
            Clock::Office => {
                let zone = FixedOffset::east_opt(OFFSET).expect("invariant: +08:00 is an offset");
                let now = Utc::now().with_timezone(&zone).naive_local();
                now.with_nanosecond(0).unwrap_or(now)
            }
        }
    }
}
