//! Stations (网点, 方案四(一)(二)(三)): setting them up, closing them, who serves where, and what each did.
//!
//! A station is never deleted and its name, once used, never changes: tickets, visits and cases carry
//! it. The county studio is there from the start and stays. Hand-overs are in `handovers`.

use super::{Desk, Done, Failure, Outcome, STATION, Writing};
use crate::domain::forms;
use crate::domain::number::Series;
use crate::domain::role::Operation;
use crate::domain::station::{self, Level};
use crate::store;
use crate::store::station::{Counts, Station};
use crate::validation::{self, Checked, Draft};
use chrono::Datelike;

impl Writing<'_> {
    /// The station at which the logged-in user serves.
    pub(super) fn station(&self) -> Outcome<String> {
        let user = self.actor()?.user;
        Ok(store::station::of_user(self.tx, user)?.unwrap_or_else(|| STATION.to_string()))
    }

    /// The next number of a station's queue: each counts its own, with its own letters.
    pub(super) fn ticket_number(&self, name: &str) -> Outcome<String> {
        if name == STATION {
            return self.number(Series::Ticket);
        }
        let place = store::station::load_by_name(self.tx, name)?.ok_or_else(|| unknown(name))?;
        let n = store::counter::next_of(self.tx, Series::Ticket, &place.mark, self.today())?;
        Ok(station::ticket(&place.mark, n))
    }
}

fn unknown(name: &str) -> Failure {
    Failure::refusal(format!("没有网点“{name}”"), "在接待网点台账中核对")
}

fn load(w: &Writing, id: i64) -> Outcome<Station> {
    store::station::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这个网点", "在接待网点台账中重新选择"))
}

/// The open station that the field `station` of a form names, by its id.
pub(super) fn chosen(conn: &rusqlite::Connection, form: &Checked) -> Outcome<Option<Station>> {
    let Some(id) = form.number("station") else { return Ok(None) };
    match store::station::load(conn, id)? {
        Some(found) if found.active => Ok(Some(found)),
        Some(found) => Err(Failure::problem("station", format!("{}已关闭;请选开放的网点", found.name))),
        None => Err(Failure::problem("station", format!("没有{id}号网点;请从网点中选择:{}", names(conn)?))),
    }
}

/// Names of the open stations, for the text of a problem; of many the first.
fn names(conn: &rusqlite::Connection) -> Outcome<String> {
    let open: Vec<String> = store::station::list(conn)?.into_iter().filter(|s| s.active).map(|s| s.name).collect();
    let more = if open.len() > 12 { format!("等{}个", open.len()) } else { String::new() };
    Ok(open.into_iter().take(12).collect::<Vec<_>>().join("、") + &more)
}

/// What the table cannot tell: where a level lies, and that industries belong to channels.
fn check_place(level: Level, form: &Checked) -> Outcome<()> {
    if matches!(level, Level::Township | Level::Village) && form.get("place").len() < 9 {
        return Err(Failure::problem("place", format!("{}的所在地要选到乡镇,如 建塘镇", level.label())));
    }
    match (level, form.get("industry")) {
        (Level::Channel, "") => Err(Failure::problem("industry", "绿色通道要选行业,如 劳动争议")),
        (Level::Channel, _) | (_, "") => Ok(()),
        _ => Err(Failure::problem("industry", format!("{}不填行业,请留空", level.label()))),
    }
}

impl Desk {
    /// Every station, closed ones too: county, townships, villages, channels.
    pub fn stations(&self) -> Outcome<Vec<Station>> {
        self.require_actor()?;
        Ok(store::station::list(&self.conn)?)
    }

    /// The station where the user at the desk serves.
    pub fn own_station(&self) -> Outcome<Station> {
        let user = self.require_actor()?.user;
        let name = store::station::of_user(&self.conn, user)?.unwrap_or_else(|| STATION.to_string());
        store::station::load_by_name(&self.conn, &name)?.ok_or_else(|| unknown(&name))
    }

    /// The station a person means: its name, or its number.
    ///
    /// # Errors
    /// A problem of `station` that names the open ones.
    pub fn station_called(&self, word: &str) -> Outcome<Station> {
        let word = validation::text::clean_line(word);
        let all = self.stations()?;
        let by_id = word.trim_start_matches('#').parse::<i64>().ok();
        let found = all.into_iter().find(|s| s.name == word || Some(s.id) == by_id);
        match found {
            Some(found) => Ok(found),
            None => Err(Failure::problem("station", format!("没有网点“{word}”;现有:{}", names(&self.conn)?))),
        }
    }

    /// Sets a station up.
    ///
    /// # Errors
    /// Problems of [`forms::STATION`]; a name that is taken.
    pub fn add_station(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Stations)?;
        let form = validation::check(&forms::STATION, draft, self.now())?;
        let level = Level::from_code(form.get("level")).unwrap_or(Level::Village);
        check_place(level, &form)?;
        self.write(|w| {
            free_name(w, form.get("name"), None)?;
            let mark = station::mark(store::station::count(w.tx)? + 1);
            let id = store::station::insert(w.tx, &form, &mark)?;
            let keys = ["name", "level", "industry", "place"];
            let made: serde_json::Map<_, _> = keys.iter().map(|k| ((*k).to_string(), form.get(k).into())).collect();
            let change = serde_json::Value::from(made).to_string();
            w.journal("station.add", "station", id, &format!("设立{}", form.get("name")), &change)?;
            Ok(Done { text: format!("已设立{},取号用{mark}开头", form.get("name")), id })
        })
    }

    /// Changes what may change of a station.
    pub fn amend_station(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Stations)?;
        let form = validation::check(&forms::STATION_AMEND, draft, self.now())?;
        self.write(|w| {
            let held = load(w, id)?;
            check_place(held.level, &form)?;
            let name = form.get("name");
            if name != held.name {
                if held.name == STATION || store::station::is_used(w.tx, &held.name)? {
                    let text = format!("{}已用在用户、来访或案件上,名称不能改;请改回,或另设网点", held.name);
                    return Err(Failure::problem("name", text));
                }
                free_name(w, name, Some(id))?;
            }
            if !store::station::update(w.tx, id, held.rev, &form)? {
                return Err(Failure::refusal("这个网点刚被他人改动", "重新打开接待网点,看过后再改"));
            }
            let keys = [
                ("name", held.name.as_str()),
                ("industry", &held.industry),
                ("place", &held.place),
                ("address", &held.address),
                ("phone", &held.phone),
                ("keeper", &held.keeper),
            ];
            let changed: Vec<&str> = keys.iter().filter(|(k, was)| form.get(k) != *was).map(|(k, _)| *k).collect();
            let change = serde_json::json!({ "fields": changed }).to_string();
            w.journal("station.amend", "station", id, &format!("修改{name}"), &change)?;
            Ok(Done { text: format!("已修改{name}"), id })
        })
    }

    /// Closes a station, or opens it again.
    ///
    /// # Errors
    /// A refusal while cases, hand-overs, visitors or users are still there; always for the county studio.
    pub fn set_station_open(&mut self, id: i64, open: bool, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Stations)?;
        let table = if open { &forms::STATION_REOPEN } else { &forms::STATION_CLOSE };
        let form = validation::check(table, draft, self.now())?;
        let word = if open { "恢复" } else { "关闭" };
        self.write(|w| {
            let held = load(w, id)?;
            if held.active == open {
                let now = if open { "开放" } else { "关闭" };
                return Err(Failure::refusal(format!("{}现在就是{now}的", held.name), "不用再办"));
            }
            if !open {
                may_close(w.tx, &held)?;
            }
            let reason = form.get("reason");
            store::station::update_closed(w.tx, id, (!open).then_some((w.today(), reason)))?;
            let change = serde_json::json!({ "active": [held.active, open], "reason": reason }).to_string();
            w.journal("station.open", "station", id, &format!("{word}{}", held.name), &change)?;
            Ok(Done { text: format!("已{word}{}", held.name), id })
        })
    }

    /// Seats a user at a station; from then on what he takes in is the station's.
    pub fn seat_user(&mut self, login: &str, station: i64) -> Outcome<Done> {
        self.allow(Operation::Administer)?;
        let login = super::login::plain(login);
        self.write(|w| {
            let user = store::user::load_by_login(w.tx, &login)?
                .ok_or_else(|| Failure::problem("login", format!("没有用户“{login}”;请在用户列表中核对用户名")))?;
            let to = load(w, station)?;
            if !to.active {
                return Err(Failure::refusal(format!("{}已关闭", to.name), "先恢复网点,或选另一个网点"));
            }
            let was = store::station::of_user(w.tx, user.id)?.unwrap_or_default();
            store::station::update_user(w.tx, user.id, &to.name)?;
            let change = serde_json::json!({ "station": [was, to.name] }).to_string();
            w.journal("user.station", "user", user.id, &format!("派驻{}", to.name), &change)?;
            Ok(Done { text: format!("{}今后在{}办公", user.name, to.name), id: station })
        })
    }

    /// Open cases that lie at a station, and its visits of this month.
    pub fn station_load(&self, held: &Station) -> Outcome<(i64, i64)> {
        self.allow_view(Operation::Stations)?;
        let (from, to) = self.period("month");
        let visits = store::station::count_visits(&self.conn, &held.name, &from, &to)?;
        Ok((store::station::count_open_cases(&self.conn, &held.name)?, visits))
    }

    /// Who serves at a station.
    pub fn station_people(&self, held: &Station) -> Outcome<Vec<String>> {
        self.allow_view(Operation::Stations)?;
        Ok(store::station::people(&self.conn, &held.name)?)
    }

    /// First and last day of `month`, `year` or all.
    fn period(&self, view: &str) -> (String, String) {
        let today = self.today();
        match view {
            "month" => (today.with_day(1).unwrap_or(today).to_string(), today.to_string()),
            "year" => (format!("{}-01-01", today.year()), today.to_string()),
            _ => (String::new(), "9".to_string()),
        }
    }

    /// What each station did in `month`, `year` or all, in the order of [`Desk::stations`].
    pub fn station_counts(&self, view: &str) -> Outcome<Vec<(Station, Counts)>> {
        self.allow_view(Operation::Stations)?;
        let (from, to) = self.period(view);
        let mut list = Vec::new();
        for held in store::station::list(&self.conn)? {
            let counts = store::station::counts(&self.conn, &held, &from, &to)?;
            list.push((held, counts));
        }
        Ok(list)
    }
}

fn free_name(w: &Writing, name: &str, but: Option<i64>) -> Outcome<()> {
    match store::station::load_by_name(w.tx, name)? {
        Some(other) if Some(other.id) != but => {
            Err(Failure::problem("name", format!("已有网点“{name}”;请换一个名称,关闭的可以恢复")))
        }
        _ => Ok(()),
    }
}

/// Refuses while something would be left behind.
pub(super) fn may_close(conn: &rusqlite::Connection, held: &Station) -> Outcome<()> {
    if held.name == STATION {
        return Err(Failure::refusal("县工作室不能关闭(方案六(一))", "只能关闭窗口、联系点和绿色通道"));
    }
    let cases = store::station::count_open_cases(conn, &held.name)?;
    if cases > 0 {
        return Err(Failure::refusal(format!("{}还有{cases}件在办案件", held.name), "办结或移交后再关闭"));
    }
    let handovers = store::station::count_open_handovers(conn, &held.name)?;
    if handovers > 0 {
        return Err(Failure::refusal(
            format!("{}有{handovers}件移交没有答复", held.name),
            "在移交台账中接收、退回或撤回后再关闭",
        ));
    }
    if !store::ticket::list_open(conn, &held.name)?.is_empty() {
        return Err(Failure::refusal(format!("{}的队列里还有人", held.name), "接谈结束或请其离开后再关闭"));
    }
    let people = store::station::people(conn, &held.name)?;
    if !people.is_empty() {
        return Err(Failure::refusal(
            format!("{}还有用户:{}", held.name, people.join("、")),
            "由管理员派驻到别的网点或停用后再关闭",
        ));
    }
    Ok(())
}
