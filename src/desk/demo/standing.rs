//! The standing of the synthetic roster: verified, trained, pledged; and a leading group as the plan has it.
//!
//! Its own random numbers, so that the rest of the studio stays the same whatever stands here.

use super::roster::{DIRECTOR, STAFF};
use crate::store::bulk_rows::{EventRow, OfficerRow, StandingRow};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use fastrand::Rng;
use rusqlite::{Connection, Result};

/// Body, post, name, employer, duty.
#[rustfmt::skip]
const OFFICERS: &[(&str, &str, &str, &str, &str)] = &[
    ("1", "1", "杨国华", "县司法局", "局长"), ("1", "1", "鲁文清", "县信访局", "局长"),
    ("1", "2", "和建新", "县司法局", "副局长"), ("1", "2", "七林江初", "县信访局", "副局长"),
    ("1", "3", "余丽花", "县司法局", "基层股股长"), ("2", "4", "王建国", "县信访局", "督查股股长"),
    ("3", "4", "王建国", "县信访局", "督查股股长"),
];

/// Days ago, kind, topic, hours.
const LESSONS: &[(u64, &str, &str, i64)] =
    &[(40, "3", "山林土地纠纷案例评析", 4), (120, "1", "人民调解法与信访工作条例", 8), (200, "4", "双语调解技巧", 6)];

pub fn insert(conn: &Connection, seed: u64, now: NaiveDateTime) -> Result<()> {
    let mut rng = Rng::with_seed(seed ^ 0x5A5A);
    let ago = |days: u64| now.date() - Days::new(days);
    let new_year = NaiveDate::from_ymd_opt(now.year(), 1, 1).unwrap_or_else(|| now.date());
    let uid = |rng: &mut Rng| super::uid(rng, now, 0);
    let user = DIRECTOR as i64 + 1;
    for (i, line) in STAFF.iter().enumerate() {
        let staff = i as i64 + 1;
        let ground = match line.1 {
            "05" | "06" => "4",
            "08" | "09" | "10" | "11" => "7",
            _ => "8",
        };
        let joined = ago(300 + 11 * i as u64);
        StandingRow { staff, joined, ground, verifier: "余丽花", verified: joined + Days::new(5) }.update(conn)?;
        let mut event = |kind, day: NaiveDate, hours, body: serde_json::Value| {
            let year = day.year().into();
            EventRow { uid: uid(&mut rng), staff, kind, day, year, hours, body, at: now, user }.insert(conn)
        };
        // Two have still to sign; nobody was at every lesson.
        if i % 11 != 5 {
            event("pledge", new_year, 0, serde_json::json!({ "year": now.year().to_string(), "signed": "1" }))?;
        }
        for (n, (days, mode, topic, hours)) in LESSONS.iter().enumerate() {
            if (i + n) % 4 != 0 {
                let body = serde_json::json!({ "mode": mode, "topic": topic, "hours": hours.to_string(), "place": "县司法局" });
                event("training", ago(*days), *hours, body)?;
            }
        }
    }
    for (body, post, name, employer, duty) in OFFICERS {
        let phone = super::people::phone(&mut rng);
        OfficerRow { uid: uid(&mut rng), body, post, name, employer, duty, phone, since: ago(500) }.insert(conn)?;
    }
    Ok(())
}
