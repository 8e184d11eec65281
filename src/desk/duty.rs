//! 值班 (方案六(四)5): who is on the roster, who was there, and the pay of a month.
//!
//! Without a confirmed line of the roster nothing is payable. 公职人员 may be on the roster and are not paid
//! (六(四)6; for duty pay the studio's default, 待核).

use super::claiming::{Made, begun};
use super::money::changed;
use super::shares::{card, person};
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::role::Operation;
use crate::domain::{forms, payer, subsidy};
use crate::store;
use crate::store::claim::{Claim, Share};
use crate::store::duty::Duty;
use crate::validation::date::canonical_time;
use crate::validation::{self, Checked, Draft, date, money};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Days that one planning may reach over, and back (工作室默认).
const REACH: i64 = 92;
const BACK: u64 = 31;

fn line(w: &Writing, id: i64) -> Outcome<Duty> {
    store::duty::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这一行值班", "重新打开值班表"))
}

/// A line that may still be changed: neither served nor claimed, today or later.
fn future(w: &Writing, id: i64) -> Outcome<Duty> {
    let held = line(w, id)?;
    may_change(&held, w.today())?;
    Ok(held)
}

/// Whether a line may still be changed or taken off.
pub(super) fn may_change(held: &Duty, today: NaiveDate) -> Outcome<()> {
    if held.claim.is_some() {
        return Err(Failure::refusal(
            format!("{}{}的值班已列入{},不能改动", held.name, held.day, held.number),
            "有错的,先把申报作废",
        ));
    }
    if held.served {
        return Err(Failure::refusal(
            format!("{}{}的值班已确认到岗,不能改动", held.name, held.day),
            "确认错了的,由主任“更正为未到岗”",
        ));
    }
    if held.day < today {
        return Err(Failure::refusal(
            format!("{}{}的值班已过,不能改动", held.name, held.day),
            "到岗的由主任确认;没有到岗的留着不确认",
        ));
    }
    Ok(())
}

/// Whether it may be said that the person was there.
pub(super) fn may_serve(held: &Duty, today: NaiveDate, staff: Option<i64>) -> Outcome<()> {
    if held.served {
        return Err(Failure::refusal(format!("{}{}已确认到岗", held.name, held.day), "不用再确认"));
    }
    if held.day > today {
        return Err(Failure::refusal(format!("{}还没有到", date::with_weekday(held.day)), "当天或以后确认"));
    }
    if staff == Some(held.staff) {
        return Err(Failure::refusal("本人的值班不能自己确认到岗(工作室默认)", "请另一名主任确认"));
    }
    Ok(())
}

/// Refuses a second line of a person and day, and whoever left.
fn vacant(w: &Writing, field: &str, day: NaiveDate, staff: i64, but: i64) -> Outcome<()> {
    if let Some(other) = store::duty::of_day(w.tx, day, staff)?.filter(|d| d.id != but) {
        let place = if other.station.is_empty() { String::new() } else { format!("({})", other.station) };
        return Err(Failure::problem(
            field,
            format!(
                "值班人: {}{}已排班{place},由{}排;一人一天只排一次",
                other.name,
                date::with_weekday(day),
                other.planned_by
            ),
        ));
    }
    let member = store::staff::load_member(w.tx, staff)?;
    if let Some(m) = member.filter(|m| !m.active) {
        return Err(Failure::problem(field, format!("值班人: {}已停用;请另选一人", m.name)));
    }
    Ok(())
}

impl Desk {
    /// Puts days on the roster.
    ///
    /// # Errors
    /// A problem that names who and when stands there already; nothing is stored then.
    pub fn plan_duty(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Duty)?;
        let form = validation::check(&forms::DUTY_PLAN, draft, self.now())?;
        let calendar = self.calendar().clone();
        self.write(|w| {
            let from = form.date("day").unwrap_or_else(|| w.today());
            let until = form.date("until").unwrap_or(from);
            if until < from || (until - from).num_days() >= REACH {
                return Err(Failure::problem("until", format!("至: 应在{from}当日以后、{REACH}天以内,请核对")));
            }
            if from < w.today() {
                let earliest = w.today() - Days::new(BACK);
                if from < earliest {
                    return Err(Failure::problem("day", format!("日期: 最早补排到{earliest}(工作室默认)")));
                }
                if form.get("note").is_empty() {
                    return Err(Failure::problem("note", "说明: 补排已过的日子须写原因"));
                }
            }
            let plain = form.date("until").is_some() && form.is("workdays", "1");
            let days: Vec<NaiveDate> =
                from.iter_days().take_while(|d| *d <= until).filter(|d| !plain || calendar.is_working(*d)).collect();
            if days.is_empty() {
                return Err(Failure::problem("until", "至: 这段时间没有工作日;要排休息日的,“只排工作日”选否"));
            }
            let mut people = Vec::new();
            for row in form.rows("people") {
                let staff = person(w, "people", row.first().copied().unwrap_or_default())?;
                if !people.contains(&staff) {
                    people.push(staff);
                }
            }
            let at = canonical_time(w.now);
            let user = w.actor()?.user;
            let mut first = 0;
            for day in &days {
                for staff in &people {
                    vacant(w, "people", *day, *staff, 0)?;
                    let words = (form.get("station"), form.get("note"));
                    let id = store::duty::insert(w.tx, *day, *staff, words, &at, user)?;
                    first = if first == 0 { id } else { first };
                }
            }
            let change = serde_json::json!({ "days": days, "staff": people, "note": form.get("note") }).to_string();
            w.journal("duty.plan", "duty", first, "值班排班", &change)?;
            let text = format!("已排{}人{}天,共{}人天", people.len(), days.len(), people.len() * days.len());
            Ok(Done { text, id: first })
        })
    }

    /// Another day, person or place.
    pub fn change_duty(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Duty)?;
        let form = validation::check(&forms::DUTY_CHANGE, draft, self.now())?;
        self.write(|w| {
            let held = future(w, id)?;
            let day = form.date("day").unwrap_or(held.day);
            if day < w.today() {
                return Err(Failure::problem("day", "日期: 不能调到已过的日子,请改到今天或以后"));
            }
            let staff = person(w, "person", form.get("person"))?;
            vacant(w, "person", day, staff, id)?;
            if !store::duty::change(w.tx, &held, day, staff, form.get("station"), &held.note)? {
                return Err(changed());
            }
            told(w, &held, "duty.change", "调班", form.get("reason"), serde_json::json!([day, staff]))?;
            Ok(Done { text: format!("已调班,{}", date::with_weekday(day)), id })
        })
    }

    /// Takes a line off the roster; the journal keeps it.
    pub fn remove_duty(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Duty)?;
        let form = validation::check(&forms::DUTY_REASON, draft, self.now())?;
        self.write(|w| {
            let held = future(w, id)?;
            if !store::duty::remove(w.tx, &held)? {
                return Err(changed());
            }
            told(w, &held, "duty.remove", "取消值班", form.get("reason"), serde_json::Value::Null)?;
            Ok(Done { text: format!("已取消{}{}的值班", held.name, held.day), id })
        })
    }

    /// 确认到岗, by a director.
    pub fn serve_duty(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::ReviewClaim)?;
        let form = validation::check(&forms::DUTY_SERVED, draft, self.now())?;
        self.write(|w| {
            let held = line(w, id)?;
            let actor = w.actor()?;
            may_serve(&held, w.today(), actor.staff)?;
            if !store::duty::serve(w.tx, &held, Some(actor.user), w.today(), form.get("note"))? {
                return Err(changed());
            }
            told(w, &held, "duty.serve", "确认到岗", form.get("note"), true.into())?;
            Ok(Done { text: format!("已确认{}{}到岗", held.name, held.day), id })
        })
    }

    /// 确认一天到岗: all of a day but those named.
    pub fn serve_day(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::ReviewClaim)?;
        let form = validation::check(&forms::DUTY_DAY, draft, self.now())?;
        self.write(|w| {
            let actor = w.actor()?;
            let day = form.date("day").unwrap_or_else(|| w.today());
            let mut absent = Vec::new();
            for row in form.rows("absent") {
                absent.push(person(w, "absent", row.first().copied().unwrap_or_default())?);
            }
            let text = day.to_string();
            let part = store::duty::Part { from: &text, to: &text, waiting: true, latest_first: false };
            let all = store::duty::window(w.tx, part, "", None, i64::MAX)?;
            if let Some(stranger) = absent.iter().find(|a| all.iter().all(|d| d.staff != **a)) {
                let name = store::staff::standing(w.tx, *stranger)?.map_or_else(String::new, |s| s.0);
                return Err(Failure::problem("absent", format!("未到岗: {day}没有待确认的{name};请核对")));
            }
            let mut names = Vec::new();
            for held in all.iter().filter(|d| !absent.contains(&d.staff) && actor.staff != Some(d.staff)) {
                if !store::duty::serve(w.tx, held, Some(actor.user), w.today(), "")? {
                    return Err(changed());
                }
                told(w, held, "duty.serve", "确认到岗", "", true.into())?;
                names.push(held.name.clone());
            }
            if names.is_empty() {
                return Err(Failure::refusal(
                    format!("{day}没有可以确认的值班"),
                    "在值班表“待确认”中查看;本人的由另一名主任确认",
                ));
            }
            Ok(Done { text: format!("已确认{day}到岗{}人:{}", names.len(), names.join("、")), id: all[0].id })
        })
    }

    /// A confirmation taken back, while no claim pays it.
    pub fn unserve_duty(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::ReviewClaim)?;
        let form = validation::check(&forms::DUTY_REASON, draft, self.now())?;
        self.write(|w| {
            let held = line(w, id)?;
            may_unserve(&held)?;
            let note = format!("更正为未到岗:{}", form.get("reason"));
            if !store::duty::serve(w.tx, &held, None, w.today(), &note)? {
                return Err(changed());
            }
            told(w, &held, "duty.unserve", "更正为未到岗", form.get("reason"), false.into())?;
            Ok(Done { text: format!("{}{}已更正为未到岗", held.name, held.day), id })
        })
    }
}

pub(super) fn may_unserve(held: &Duty) -> Outcome<()> {
    match (held.served, held.claim) {
        (_, Some(_)) => may_change(held, held.day),
        (false, _) => Err(Failure::refusal(format!("{}{}还没有确认到岗", held.name, held.day), "不用更正")),
        _ => Ok(()),
    }
}

/// The journal row of a change: what stood there, why, what stands there now.
fn told(w: &Writing, d: &Duty, action: &str, label: &str, why: &str, after: serde_json::Value) -> Outcome<i64> {
    let before = serde_json::json!([d.day, d.staff, d.station]);
    let change = serde_json::json!({ "before": before, "after": after, "reason": why }).to_string();
    w.journal(action, "duty", d.id, &format!("{}{}{label}", d.day, d.name), &change)
}

/// SB4: every served day of the month that no claim pays, 200元 a person a day. 公职人员 and 待核 are left
/// out and named; their days stay unclaimed.
pub(super) fn pay(w: &Writing, form: &Checked, _: Option<&Claim>) -> Outcome<Made> {
    let Some((first, last)) = month(form.get("month")) else {
        return Err(Failure::problem("month", format!("月份: “{}”看不懂,请写年-月,如 2026-11", form.get("month"))));
    };
    if first > w.today() {
        return Err(Failure::problem("month", "月份: 还没有到,请核对"));
    }
    let (from, to) = (first.to_string(), last.to_string());
    let mut cards = BTreeMap::new();
    for row in form.rows("cards") {
        let cell = |n: usize| row.get(n).copied().unwrap_or_default();
        cards.insert(person(w, "cards", cell(0))?, card("cards", cell(1))?);
    }
    let rate = subsidy::find("SB4").and_then(|s| s.band).map_or(0, |band| band.0);
    let (mut shares, mut days, mut doubts) = (Vec::<Share>::new(), Vec::new(), Vec::new());
    let mut left = BTreeMap::new();
    for duty in store::duty::unpaid(w.tx, &from, &to)? {
        if let Some((why, _)) = subsidy::barred(&duty.name, &duty.official) {
            left.insert(duty.staff, why);
            continue;
        }
        if let Some(number) = store::claim::travel_on(w.tx, duty.staff, &duty.day.to_string())? {
            doubts.push(("J3", format!("{}{}既值班又出差({number})", duty.name, duty.day)));
        }
        days.push(duty.id);
        match shares.last_mut().filter(|s| s.staff == duty.staff) {
            Some(share) => share.amount += rate,
            None => {
                let card = cards.remove(&duty.staff).unwrap_or_default();
                shares.push(Share { staff: duty.staff, name: duty.name, amount: rate, card });
            }
        }
    }
    let left: Vec<String> = left.into_values().collect();
    if shares.is_empty() {
        let why = if left.is_empty() {
            format!("{}没有已确认到岗而未申报的值班,没有可以申报的值班费", form.get("month"))
        } else {
            format!("{}没有可以申报的值班费:{}", form.get("month"), left.join("、"))
        };
        return Err(Failure::refusal(why, "值班须先排班,当天以后由主任确认到岗(方案六(四)5)"));
    }
    let mut claim = begun(w, "SB4", form)?;
    claim.amount = shares.iter().map(|s| s.amount).sum();
    claim.factors = format!("{}人共{}人天,每人每天{}元", shares.len(), days.len(), money::format_yuan(rate));
    claim.payer_kind = payer::FINANCE.to_string();
    claim.payer = payer::finance(form.get("finance"));
    claim.ground = "值班补助由同级财政承担(方案六(四)5)".to_string();
    (claim.from_on, claim.to_on) = (from, to);
    let said = if left.is_empty() { String::new() } else { format!("未列入:{}", left.join("、")) };
    Ok(Made {
        days,
        doubts,
        said: format!("{}{}", claim.factors, if said.is_empty() { said } else { format!(";{said}") }),
        ..Made::new(claim, shares)
    })
}

/// First and last day of a month written `2026-11`.
fn month(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (year, month) = text.split_once('-')?;
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    Some((first, next.pred_opt()?))
}
