//! Carrying effects out at the desk: the terminal's only way to the store.

use super::case_view::CaseView;
use super::msg::{ActLine, ChoiceItem, Loaded, Msg, Query, Reply, Write};
use super::{ledger_job, papers};
use crate::desk::register::{self, Act, Register};
use crate::desk::slips;
use crate::desk::{Desk, Failure, Outcome};
use crate::domain::flow;
use crate::exchange::import::look;
use crate::exchange::map::Map;
use crate::reports;

/// Rows fetched beyond the window of a list, so that paging does not wait.
const PAGE: usize = 60;
/// Cases like one, at most.
const LIKE: usize = 30;
/// Cases behind a hot spot, at most.
const BEHIND: usize = 200;

pub fn load(desk: &mut Desk, query: Query) -> Msg {
    match read(desk, &query) {
        Ok(loaded) => Msg::Loaded(loaded),
        Err(failure) => Msg::Failed(query, failure),
    }
}

fn read(desk: &mut Desk, query: &Query) -> Outcome<Loaded> {
    Ok(match query {
        Query::Session => Loaded::Session {
            set_up: desk.is_set_up()?,
            studio: desk.studio().to_string(),
            actor: desk.actor().cloned(),
            now: desk.now(),
        },
        Query::Counts => Loaded::Counts(desk.counts()?),
        Query::Queue => Loaded::Queue(desk.queue()?),
        Query::Drafts => Loaded::Drafts(desk.drafts()?),
        Query::Visit(case) => Loaded::Visit(*case, desk.masked_visit(*case)?),
        Query::Edit(id) => Loaded::Edit(Box::new(desk.open_visit(*id)?)),
        Query::Revisit(id) => Loaded::Edit(Box::new(desk.visit(*id)?)),
        Query::EditTicket(ticket) => match desk.open_visit_of_ticket(*ticket)? {
            Some(stored) => Loaded::Edit(Box::new(stored)),
            None => Loaded::Unregistered(*ticket),
        },
        Query::EditFirst(case) => {
            let id = desk.first_visit(*case)?.id;
            Loaded::Edit(Box::new(desk.open_visit(id)?))
        }
        Query::Earlier { name, document, phone, except } => {
            Loaded::Earlier(desk.earlier(name, document, phone, *except)?)
        }
        Query::Case(id) => Loaded::Case(Box::new(CaseView::load(desk, *id)?)),
        Query::Similar(id) => Loaded::Similar(*id, desk.similar(*id, LIKE)?),
        Query::Propose { draft, case } => Loaded::Proposals(desk.propose_for_visit(draft, *case)?),
        Query::ProposeFor(case) => Loaded::Proposals(desk.propose_for_case(*case)?),
        Query::Hotspots(day) => Loaded::Hotspots(Box::new(desk.hotspots(*day)?)),
        Query::HotspotCases(ids) => Loaded::HotspotCases(desk.hotspot_cases(ids, BEHIND)?),
        Query::Candidates(id) => Loaded::Candidates(*id, desk.candidates(*id)?),
        Query::MoveForm { case, mv } => {
            let row = flow::find(mv).ok_or_else(|| Failure::refusal("没有这一步", "按F4看现在能办的事"))?;
            Loaded::MoveForm { case: *case, mv: row.id, draft: desk.move_form(*case, row)? }
        }
        Query::Left { form, subject } => match desk.draft(form, subject)? {
            Some(left) => Loaded::Left(subject.clone(), left.draft),
            None => Loaded::Nothing,
        },
        Query::Names { ids, case } => {
            let mut names = Vec::new();
            for (key, source, id) in ids {
                let name = listed(desk, source, "", *case)?.into_iter().find(|i| i.id == *id);
                names.extend(name.map(|i| (*key, i.label)));
            }
            Loaded::Names(names)
        }
        Query::Choices { source, query, case } => {
            Loaded::Choices { source, items: choices(desk, source, query, *case)? }
        }
        Query::Overdue { filter, from, backwards } => {
            Loaded::Overdue { page: desk.overdue(filter, from.as_ref(), PAGE, *backwards)?, backwards: *backwards }
        }
        Query::Filters => Loaded::Filters(desk.filters()?),
        Query::Find(text) => {
            // Before anything is typed: the newest cases.
            let hits = if text.trim().is_empty() { desk.recent(40)? } else { desk.find(text, 40)? };
            Loaded::Found { query: text.clone(), hits }
        }
        Query::Cases { filter, from, backwards } => Loaded::Cases {
            page: desk.list_cases(
                filter,
                from.as_ref().map(crate::desk::CaseRow::cursor).as_ref(),
                PAGE,
                *backwards,
            )?,
            backwards: *backwards,
        },
        Query::Users => Loaded::Users(desk.users()?),
        Query::Roster => Loaded::Roster(desk.roster()?),
        Query::Calendar => Loaded::Calendar(desk.calendar_years()?),
        Query::Slip { case, slip } => {
            let slip = slips::find(slip).ok_or_else(|| Failure::refusal("没有这种单据", "按Ctrl+P重新选择"))?;
            Loaded::Slip(slip.title, desk.slip(*case, slip)?)
        }
        Query::Offer { done, case } => papers::offer(desk, done, *case)?,
        Query::Papers { case } => papers::papers(desk, *case)?,
        Query::Registers { case } => Loaded::Registers(desk.registers().iter().map(|r| r.id).collect(), *case),
        Query::Register { register, ask } => {
            Loaded::Register(register, desk.register_rows(register_called(register)?, ask)?)
        }
        Query::RegisterLine { register, id } => {
            Loaded::RegisterLine(register, desk.register_line(register_called(register)?, *id)?)
        }
        Query::RegisterActs { register, line, case } => {
            let acts = desk.register_acts(register_called(register)?, *line)?;
            // Without a line only what makes a new one is offered.
            let acts = acts.into_iter().filter(|(a, _)| line.is_some() || !a.on_line).map(|(a, hindrance)| ActLine {
                id: a.id,
                label: a.label,
                basis: a.basis,
                hindrance,
            });
            Loaded::RegisterActs { register, line: *line, case: *case, acts: acts.collect() }
        }
        Query::RegisterForm { register, act, line, case } => {
            let draft = desk.register_form(act_called(register, act)?, *line, *case)?;
            Loaded::RegisterForm { register, act, line: *line, case: *case, draft }
        }
        Query::Reports => Loaded::Reports(reports::open_to(desk).iter().map(|r| r.id).collect()),
        Query::Report { report, period, axis } => {
            Loaded::Report(Box::new(reports::make(desk, report_called(report)?, *period, *axis)?))
        }
        Query::ReportCases { report, filter, after, limit } => {
            let page = desk.report_cases(report_called(report)?.money, filter, *after, *limit)?;
            Loaded::ReportCases(filter.clone(), page)
        }
        Query::ReportTrend { report, period, axis, filter } => {
            let report = report_called(report)?;
            Loaded::ReportTrend(report.title, reports::trend(desk, report, *period, *axis, filter)?)
        }
        Query::Files(typed) => {
            // A folder that cannot be read offers nothing.
            Loaded::Files(typed.clone(), super::ledger_job::completions(typed).unwrap_or_default())
        }
        Query::LedgerLook { path } => {
            let map = Map::kept(desk.path())?;
            Loaded::LedgerLook(look(path, &map)?, map)
        }
    })
}

fn report_called(id: &str) -> Outcome<&'static reports::Report> {
    reports::find(id).ok_or_else(|| Failure::refusal("没有这个报表", "按F9选报表"))
}

fn register_called(id: &str) -> Outcome<&'static Register> {
    register::find(id).ok_or_else(|| Failure::refusal("没有这个台账", "按F9重新选择"))
}

fn act_called(id: &str, act: &str) -> Outcome<&'static Act> {
    register_called(id)?.act(act).ok_or_else(|| Failure::refusal("台账没有这一项办理", "按F4看现在能办的事"))
}

/// What a record field may be filled with.
fn choices(desk: &mut Desk, source: &str, query: &str, case: Option<i64>) -> Outcome<Vec<ChoiceItem>> {
    let items = listed(desk, source, query, case)?;
    Ok(if matches!(source, "staff" | "station") { narrowed(items, query) } else { items })
}

/// People or stations by name, by initials, or by their place in the list.
fn narrowed(items: Vec<ChoiceItem>, query: &str) -> Vec<ChoiceItem> {
    let query = crate::validation::text::fold_width(query);
    let query = query.trim();
    if query.is_empty() {
        return items;
    }
    if let Some(place) = query.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
        return items.into_iter().skip(place).take(1).collect();
    }
    let fits = |i: &ChoiceItem| i.label.contains(query) || crate::validation::pinyin::matches_initials(&i.label, query);
    items.into_iter().filter(fits).collect()
}

fn listed(desk: &mut Desk, source: &str, query: &str, case: Option<i64>) -> Outcome<Vec<ChoiceItem>> {
    Ok(match (source, case) {
        ("staff", Some(case)) => desk
            .candidates(case)?
            .into_iter()
            .map(|c| ChoiceItem {
                id: c.member.id.to_string(),
                label: c.member.name.clone(),
                detail: c.reasons.join(" "),
                barred: if c.conflict.is_empty() { String::new() } else { format!("回避:{}", c.conflict) },
            })
            .collect(),
        ("division", _) => crate::validation::division::search(query, 40)
            .into_iter()
            .map(|d| ChoiceItem {
                id: d.code.to_string(),
                label: d.full_name.to_string(),
                detail: d.code.to_string(),
                barred: String::new(),
            })
            .collect(),
        ("staff", None) => desk
            .roster()?
            .into_iter()
            .filter(|s| s.active)
            .map(|s| ChoiceItem { id: s.id.to_string(), label: s.name, detail: s.profession, barred: String::new() })
            .collect(),
        ("station", _) => desk
            .stations()?
            .into_iter()
            .filter(|s| s.active)
            .map(|s| ChoiceItem {
                id: s.id.to_string(),
                label: s.name,
                detail: s.level.label().to_string(),
                barred: String::new(),
            })
            .collect(),
        _ => {
            let hits = if query.trim().is_empty() { desk.recent(40)? } else { desk.find(query, 40)? };
            hits.into_iter()
                .filter(|h| Some(h.case) != case)
                .map(|h| ChoiceItem {
                    id: h.case.to_string(),
                    label: format!("{} {}", h.short, h.petitioner),
                    detail: h.stage.label().to_string(),
                    barred: String::new(),
                })
                .collect()
        }
    })
}

/// Personal data in clear, line by line.
fn plain(r: &crate::desk::Revealed) -> Vec<(String, String)> {
    let place = |code: &str| {
        crate::validation::division::lookup(code).map_or_else(|| code.to_string(), |d| d.full_name.to_string())
    };
    let mut lines: Vec<(String, String)> = [
        ("姓名", r.name.clone()),
        ("民族文字姓名", r.name_native.clone()),
        ("证件号码", r.document_no.clone()),
        ("电话", r.phone.clone()),
        ("代联系人", r.contact.clone()),
        ("户籍地", place(&r.household)),
        ("常住地", place(&r.residence)),
        ("详细住址", r.address.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| (label.to_string(), value))
    .collect();
    for p in &r.representatives {
        lines.push(("代表".to_string(), format!("{} {} {}", p.name, p.document_no, p.phone)));
    }
    lines
}

/// Why a file could not be read, and what to do.
fn unread(error: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => "没有这个文件,请核对路径".to_string(),
        Kind::PermissionDenied => "没有读取的权限,请换一个位置或请管理员放开".to_string(),
        Kind::IsADirectory => "这是文件夹,请写到文件名".to_string(),
        Kind::InvalidData => "不是UTF-8文本,请另存为UTF-8的csv".to_string(),
        _ => format!("{};请核对路径", crate::store::disk::words(error)),
    }
}

/// Carries a write out; `ends`: form and subject of the draft that goes with it.
pub fn save(desk: &mut Desk, write: Write, ends: Option<(&'static str, &str)>) -> Msg {
    let answer = match ends {
        Some((form, subject)) => desk.ending_draft(form, subject, |desk| carry_out(desk, &write)),
        None => carry_out(desk, &write),
    };
    Msg::Saved(write, answer)
}

fn carry_out(desk: &mut Desk, write: &Write) -> Outcome<Reply> {
    let done = |d: crate::desk::Done| Reply::Done(d.text);
    Ok(match write {
        Write::SetUp(draft) => done(desk.set_up(draft)?),
        Write::Login { login, password } => Reply::Actor(desk.login(login, password)?),
        Write::Lock => {
            desk.lock()?;
            Reply::Done(String::new())
        }
        Write::Unlock { password } => {
            desk.unlock(password)?;
            Reply::Done(String::new())
        }
        Write::Logout => {
            desk.logout()?;
            Reply::Done(String::new())
        }
        Write::Take(draft) => {
            let taken = desk.take_number(draft)?;
            Reply::Taken(taken.text, taken.id)
        }
        Write::CallNext => Reply::Ticket(desk.call_next()?),
        Write::Step(id, step) => Reply::Ticket(desk.step(*id, *step)?),
        Write::Visit(visit) => Reply::Visit(desk.save_visit(visit)?),
        Write::Act { case, rev, mv, draft } => {
            let row = flow::find(mv).ok_or_else(|| Failure::refusal("没有这一步", "按F4看现在能办的事"))?;
            done(desk.act(*case, Some(*rev), row, draft)?)
        }
        Write::Reassign { case, rev, draft } => done(desk.reassign(*case, Some(*rev), draft)?),
        Write::Recusal { case, draft } => done(desk.declare_recusal(*case, draft)?),
        Write::Extend { deadline, draft } => done(desk.extend(*deadline, draft)?),
        Write::Told { extension, draft } => done(desk.extension_told(*extension, draft)?),
        Write::Pause { deadline, draft } => done(desk.pause(*deadline, draft)?),
        Write::Resume { deadline, draft } => done(desk.resume(*deadline, draft)?),
        Write::Sweep => {
            let swept = desk.sweep()?;
            Reply::Done(if swept.raised > 0 { format!("{};F9看“预警”", swept.text()) } else { String::new() })
        }
        Write::Supervise { case, draft } => done(desk.supervise(*case, draft)?),
        Write::Reveal { case, reason } => Reply::Revealed(plain(&desk.reveal(*case, reason)?)),
        Write::Undo { case, draft } => done(desk.undo(*case, draft)?),
        Write::Paper(wanted) => Reply::Paper(papers::make(desk, wanted)?),
        Write::AttachScan { case, word, path } => Reply::Done(papers::attach(desk, *case, word, path)?),
        Write::AddUser { draft, password } => done(desk.add_user(draft, password)?),
        Write::AddStaff(draft) => done(desk.add_staff(draft)?),
        Write::RegisterAct { register, act, line, draft } => {
            let line = line.filter(|_| act_called(register, act).is_ok_and(|a| a.on_line));
            done(desk.register_act(act_called(register, act)?, line, draft)?)
        }
        Write::Report { made, path } => {
            let file = reports::file::place(desk, path);
            let file = reports::file::save(desk, made, &file, false)?;
            Reply::Done(format!("{}已写成文件:\n{}", made.report.title, file.display()))
        }
        Write::Ledger(job) => {
            ledger_job::start(desk, (**job).clone())?;
            Reply::Done(String::new())
        }
        Write::LedgerMap(map) => {
            map.keep(desk.path())?;
            Reply::Done(String::new())
        }
        Write::ImportCalendar { path } => {
            let text = std::fs::read_to_string(path)
                .map_err(|e| Failure::problem("path", format!("读不了 {path}:{}", unread(&e))))?;
            Reply::Imported(desk.import_calendar(&text)?)
        }
    })
}
