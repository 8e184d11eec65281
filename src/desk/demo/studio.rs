//! The studio around its cases: leads, stations, the leading group, duty, budgets. A few rows a file.

use super::chronicle::Chronicle;
use super::people::{self, pick};
use crate::domain::calendar::Calendar;
use crate::domain::number::Series;
use crate::domain::station::mark;
use crate::store::bulk_beside::LeadRow;
use crate::store::bulk_studio::{self as rows, Station};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta};
use fastrand::Rng;
use rusqlite::{Connection, Result};

const STATIONS: &[Station] = &[
    ("建塘镇接待窗口", "township", "", "533401101", "格桑卓玛"),
    ("虎跳峡镇接待窗口", "township", "", "533401103", "和文军"),
    ("三坝纳西族乡接待窗口", "township", "", "533401202", "和自珍"),
    ("红坡村联系点", "village", "", "533401101", "鲁茸农布"),
    ("州人民医院绿色通道", "channel", "1", "533401101", "李永红"),
];

/// State, days ago, reporter, parties, gist, dispute, involved, safety, what was done.
type Lead =
    (&'static str, u64, &'static str, &'static str, &'static str, &'static str, i64, &'static str, &'static str);

#[rustfmt::skip]
const LEADS: &[Lead] = &[
    ("new", 0, "红坡村网格员", "两户邻居", "修路占地起口角", "02", 6, "2", ""),
    ("new", 1, "尼西乡联系点", "兄弟两人", "分家后老宅归属有争议", "03", 4, "1", ""),
    ("new", 2, "建筑工地工会", "施工队与包工头", "月底工资可能拖欠", "10", 23, "3", ""),
    ("watched", 6, "三坝乡接待窗口", "两个村民小组", "水源分配轮次争执", "07", 40, "2", "已约两组组长到场看水口"),
    ("watched", 11, "小区业委会", "业主与物业", "停车费标准有分歧", "17", 60, "1", "已收集业主意见,下周协商"),
    ("settled", 19, "吉迪村网格员", "两户", "牲畜吃青苗", "06", 3, "1", "当场清点"),
    ("settled", 33, "金江镇联系点", "邻居", "排水沟堵塞", "02", 4, "1", "请村组疏通"),
    ("closed", 41, "匿名电话", "不详", "反映的事查无此事", "18", 1, "5", "到村核实两次"),
];

/// Leads of these weeks; their numbers are counted by the chronicle.
pub fn leads(c: &mut Chronicle, now: NaiveDateTime) -> Vec<LeadRow> {
    let mut list: Vec<&Lead> = LEADS.iter().collect();
    list.sort_by_key(|l| std::cmp::Reverse(l.1));
    let mut row = |l: &Lead| {
        let day = now.date() - Days::new(l.1);
        LeadRow {
            uid: c.uid(),
            number: c.number(Series::Lead, day),
            reporter: l.2,
            heard_on: day,
            place: "",
            parties: l.3,
            gist: l.4,
            dispute: l.5,
            involved: l.6,
            safety: l.7,
            state: l.0,
            handling: l.8,
            outcome: match l.0 {
                "settled" => "双方当场说和,写了说明",
                "closed" => "查无此事",
                _ => "",
            },
            closed_on: matches!(l.0, "settled" | "closed").then(|| (day + Days::new(4)).min(now.date())),
            user: 1,
        }
    };
    list.into_iter().map(&mut row).collect()
}

/// Stations, duty of five weeks, budgets of two years.
///
/// # Errors
/// Of the file.
pub fn insert(conn: &Connection, rng: &mut Rng, calendar: &Calendar, now: NaiveDateTime) -> Result<()> {
    let founded = now - TimeDelta::days(400);
    let mut count = 0;
    let mut uid = |rng: &mut Rng| {
        count += 1;
        super::uid(rng, founded, count)
    };
    // The county studio is there already, with the first letter.
    for (nth, station) in (2..).zip(STATIONS) {
        let phone = people::phone(rng);
        rows::station(conn, &uid(rng), station, &mark(nth), &phone)?;
    }
    let days = |from: i64, to: i64| (from..to).map(|d| now.date() + TimeDelta::days(d));
    for day in days(-28, 8).filter(|d: &NaiveDate| calendar.is_working(*d)) {
        // Only who holds no public post is on paid duty.
        let staff = pick(rng, &[1, 2, 3, 4, 5, 6, 7]);
        rows::duty(conn, &uid(rng), day, staff, day < now.date(), now.min(day.and_time(chrono::NaiveTime::MIN)))?;
    }
    let year = now.date().year();
    rows::budget(conn, year - 1, 80_000_000, &format!("香财行〔{}〕18号", year - 1), founded)?;
    rows::budget(conn, year, 120_000_000, &format!("香财行〔{year}〕7号"), founded)
}
