//! The synthetic studio itself: its name, its roster, its users and today's queue.

use super::people::{self, People, TOWNS};
use crate::domain::number::Series;
use crate::store::bulk_rows::{StaffRow, TicketRow, UserRow};
use crate::validation::pinyin;
use chrono::{Days, NaiveDateTime, TimeDelta};
use fastrand::Rng;

pub const STUDIO: &str = "香格里拉市人民调解参与信访问题化解工作室";
pub const DIVISION: &str = "533401";
pub const PASSWORD: &str = "fengqiao";

/// Users: login, name, role, their place in the roster. The id is the position from 1.
pub const USERS: &[(&str, &str, &str, Option<i64>)] = &[
    ("qiantai", "和丽英", "reception", None),
    ("zhuren", "王建国", "director", None),
    ("banli", "李秀英", "handler", Some(1)),
    ("ducha", "张志明", "supervisor", None),
    ("caiwu", "赵春燕", "finance", None),
    ("admin", "陈晓东", "admin", None),
    ("bangongshi", "和建梅", "office", None),
];

/// Who acts: index in [`USERS`].
pub const RECEPTION: usize = 0;
pub const DIRECTOR: usize = 1;
pub const HANDLER: usize = 2;
pub const SUPERVISOR: usize = 3;
pub const FINANCE: usize = 4;
pub const OFFICE: usize = 6;

type Line = (&'static str, &'static str, bool, &'static str, &'static str, &'static str, &'static str);

/// Name, profession, full time, employer, languages, skills, township.
#[rustfmt::skip]
pub const STAFF: &[Line] = &[
    ("李秀英", "01", false, "云南雪山律师事务所", "1", "04,08,10,11", "533401101"),
    ("扎西顿珠", "04", true, "香格里拉市人民调解委员会", "1,2", "01,02,03,07", "533401101"),
    ("和文军", "04", true, "香格里拉市人民调解委员会", "1,4", "02,03,07,08", "533401103"),
    ("余阿普", "04", true, "维西县人民调解委员会", "1,3", "01,02,07,17", "533423101"),
    ("格桑卓玛", "04", true, "建塘镇人民调解委员会", "1,2", "01,02,12,17", "533401101"),
    ("七林旺堆", "08", false, "", "1,2", "04,06,07,16", "533401205"),
    ("杨德昌", "08", false, "", "1,5", "03,04,08,11", "533401104"),
    ("木耀文", "09", false, "", "1,4", "05,06,08", "533401202"),
    ("鲁茸此里", "10", false, "", "1,2", "02,06,16", "533422101"),
    ("李永红", "05", false, "州人民医院", "1", "15", "533401101"),
    ("斯那拉姆", "05", false, "市藏医院", "1,2", "15", "533401101"),
    ("张正荣", "02", false, "迪庆州公证处", "1", "01,04,05", "533401101"),
    ("熊文光", "03", false, "上江法律服务所", "1,3", "03,07,10", "533401201"),
    ("白玛次仁", "03", false, "奔子栏法律服务所", "1,2", "04,12,14", "533422102"),
    ("赵学珍", "06", false, "市第一中学", "1,5", "01,02", "533401101"),
    ("和继军", "07", false, "云南省林业规划设计院", "1,4", "07,09", "533401101"),
    ("丹增培楚", "11", false, "", "1,2", "02,03,07,18", "533401204"),
    ("蜂国荣", "10", false, "", "1,3", "02,06,16", "533423103"),
    ("段丽萍", "01", false, "云南金沙律师事务所", "1,5", "06,10,11,15,16", "533401101"),
    ("洛桑益西", "01", false, "云南格萨尔律师事务所", "1,2", "04,05,08,12", "533401101"),
    ("罗学英", "12", false, "", "1,6", "01,02,17", "533401103"),
    ("和自珍", "04", true, "三坝纳西族乡人民调解委员会", "1,4", "02,03,07", "533401202"),
    ("阿茸央宗", "04", false, "德钦县人民调解委员会", "1,2", "01,07,12", "533422101"),
    ("马兴旺", "13", true, "", "1", "10,18", "533401101"),
];

/// The roster with made-up documents and numbers.
pub fn staff(rng: &mut Rng, now: NaiveDateTime) -> Vec<StaffRow> {
    let row = |(i, line): (usize, &Line)| {
        let (name, profession, full_time, employer, languages, skills, place) = *line;
        let born = now.date() - Days::new(rng.u64(38 * 365..64 * 365));
        StaffRow {
            id: i as i64 + 1,
            uid: super::uid(rng, now, 0),
            name,
            initials: pinyin::initials(name),
            profession,
            full_time,
            employer,
            languages,
            skills,
            place,
            official: if matches!(profession, "05" | "06") { "1" } else { "0" },
            phone: people::phone(rng),
            document_no: people::identity(rng, &place[..6], born, i % 3 != 0),
        }
    };
    STAFF.iter().enumerate().map(row).collect()
}

/// The users; the password is hashed once, for all know it.
///
/// # Errors
/// When the hash cannot be made.
pub fn users(rng: &mut Rng, now: NaiveDateTime) -> Result<Vec<UserRow>, String> {
    use argon2::password_hash::PasswordHasher as _;
    let mut salt = [0; 16];
    rng.fill(&mut salt);
    let hash: argon2::password_hash::phc::PasswordHash = argon2::Argon2::default()
        .hash_password_with_salt(PASSWORD.as_bytes(), &salt)
        .map_err(|e| format!("无法生成密码:{e}"))?;
    let hash = hash.to_string();
    Ok(USERS
        .iter()
        .enumerate()
        .map(|(i, &(login, name, role, staff))| UserRow {
            id: i as i64 + 1,
            uid: super::uid(rng, now, 0),
            login,
            name,
            role,
            staff,
            password: hash.clone(),
        })
        .collect())
}

/// State, minutes since it was taken, people, priority, language, interpreter.
type Wait = (&'static str, i64, i64, &'static str, &'static str, bool);

#[rustfmt::skip]
const QUEUE: &[Wait] = &[
    ("done", 205, 1, "", "1", false), ("done", 180, 1, "", "1", false), ("left", 150, 1, "", "", false), ("done", 131, 2, "", "1", false),
    ("held", 74, 1, "", "1", false), ("serving", 48, 1, "", "1", false), ("waiting", 31, 1, "", "1", false), ("waiting", 27, 5, "", "1", false),
    ("waiting", 22, 1, "2", "2", true), ("waiting", 14, 1, "1", "1", false), ("waiting", 6, 1, "", "3", false), ("waiting", 2, 1, "", "", false),
];

/// Today's queue: some done, one held, one at the window, a group of five, one to go first, one who
/// needs an interpreter for 藏语. The last number taken comes with it.
pub fn queue(rng: &mut Rng, now: NaiveDateTime) -> (Vec<TicketRow>, i64) {
    let midnight = now.date().and_time(chrono::NaiveTime::MIN);
    let rows =
        QUEUE.iter().enumerate().map(|(i, &(state, ago, people_here, priority, language, interpreter_needed))| {
            let at = |minutes: i64| (now - TimeDelta::minutes(minutes.max(0))).max(midnight);
            let people = match language {
                "2" => People::Tibetan,
                "3" => People::Lisu,
                _ => crate::desk::demo::people::pick(rng, &[People::Tibetan, People::Naxi, People::Han]),
            };
            let town = rng.usize(..TOWNS.len());
            let man = rng.bool();
            let born = now.date() - Days::new(rng.u64(25 * 365..75 * 365));
            let served = matches!(state, "done" | "serving");
            TicketRow {
                id: i as i64 + 1,
                uid: super::uid(rng, at(ago), 0),
                day: now.date(),
                number: Series::Ticket.write("", now.date(), i as i64 + 1),
                state,
                name: if matches!(i, 2 | 11) { String::new() } else { people::name(rng, people, man) },
                document_no: if i % 4 == 3 {
                    String::new()
                } else {
                    people::identity(rng, &TOWNS[town].code[..6], born, man)
                },
                people: people_here,
                representatives: (people_here >= 5).then_some(3),
                priority,
                language,
                interpreter_needed,
                taken_at: at(ago),
                called_at: served.then(|| at(ago - 8)),
                served_at: served.then(|| at(ago - 10)),
                ended_at: match state {
                    "done" => Some(at(ago - 34)),
                    "left" => Some(at(ago - 40)),
                    _ => None,
                },
                calls: i64::from(served),
                window: if served { "窗口1" } else { "" },
            }
        });
    let rows: Vec<_> = rows.collect();
    let last = rows.len() as i64;
    (rows, last)
}
