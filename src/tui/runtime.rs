//! The loop: wait for input, change the state, carry the effects out, draw once. One thread reads the
//! keyboard; all else happens here.

use super::aside::Aside;
use super::jobs::Jobs;
use super::model::Model;
use super::msg::{Effect, Msg, Query};
use super::terminal::{Event, Session};
use super::theme::Theme;
use super::update::update;
use super::{perform, view};
use crate::desk::{Clock, Desk, Failure};
use ratatui::Terminal;
use ratatui::backend::Backend;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How the terminal desk is started.
#[derive(Clone, Debug)]
pub struct Options {
    pub db: PathBuf,
    /// `--as USER`, believed only when the process owns the file.
    pub as_user: Option<String>,
    pub ascii: bool,
    pub plain: bool,
    /// Name of the window.
    pub place: String,
    /// Over SSH: an absent file is told, never made.
    pub remote: bool,
    /// The desk of one person's key, who alone sits there.
    pub own: bool,
}

/// After so long without input the clock, drafts and other desks are looked at.
const IDLE: Duration = Duration::from_secs(1);
/// After so long the keys are at rest.
const REST: Duration = Duration::from_millis(120);

/// While a job runs its progress is looked at so often.
const BUSY: Duration = Duration::from_millis(250);

/// Whether the loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Go,
    /// Draw everything anew.
    Redraw,
    Quit,
}

/// Opens the desk and runs until the user leaves. Returns the exit code.
///
/// # Errors
/// The file cannot be opened, or there is no terminal; both say what to do.
pub fn run(options: Options) -> anyhow::Result<i32> {
    // Without a terminal no file is made, either.
    super::terminal::check_place()?;
    let clock = Clock::from_environment().map_err(anyhow::Error::msg)?;
    let open = if options.remote { Desk::open } else { Desk::create };
    let mut desk = open(&options.db, clock, &options.place)?;
    if options.remote && !desk.is_set_up()? {
        let hint = "先在本机运行 fengqiao 完成首次启动,再用SSH进入";
        return Err(Failure::refusal("数据库里还没有工作室", hint).into());
    }
    // `--as` is believed of the file's owner; anybody else is asked for the password. A key speaks for one
    // person only, so there nobody else may be asked.
    if let Some(user) = &options.as_user
        && (options.own || desk.may_trust_as()?)
    {
        desk.login_as(user)?;
    }
    let mut session = Session::start(Theme::from_env(options.ascii, options.plain))?;
    let size = session.terminal.size()?;
    let mut model = Model::new(session.theme, (size.width, size.height), desk.now());
    model.asked_user = options.as_user.unwrap_or_default();
    let mut jobs = Jobs::new();
    model.own = options.own;
    let mut aside = Aside::new(&options.db);
    let watch = &mut |desk: &Desk| aside.see(desk);
    let served = serve(&mut desk, &mut model, &mut jobs, &mut session.terminal, &session.events, watch);
    aside.close();
    let left = jobs.left();
    drop(jobs);
    drop(session);
    if !left.is_empty() {
        eprintln!("{left}");
    }
    served?;
    match model.dismissed.filter(|_| model.own) {
        Some(failure) => Err(failure.into()),
        None => Ok(0),
    }
}

/// The loop itself, over any backend; `drawn` is called after each frame.
///
/// # Errors
/// Only when the terminal cannot be written to.
pub fn serve<B: Backend>(
    desk: &mut Desk,
    model: &mut Model,
    jobs: &mut Jobs,
    terminal: &mut Terminal<B>,
    events: &Receiver<Event>,
    drawn: &mut dyn FnMut(&Desk),
) -> anyhow::Result<()>
where
    B::Error: std::error::Error + Send + Sync + 'static,
{
    step(model, desk, jobs, Msg::Start);
    loop {
        terminal.draw(|frame| view::view(model, frame))?;
        drawn(desk);
        let patience = match model.is_settled() {
            false => REST,
            true if jobs.is_busy() => BUSY,
            true => IDLE,
        };
        let flow = match events.recv_timeout(patience) {
            Ok(first) => {
                model.now = desk.now();
                let mut flow = Flow::Go;
                for event in std::iter::once(first).chain(events.try_iter()) {
                    match step(model, desk, jobs, message(event)) {
                        Flow::Go => {}
                        other => flow = other,
                    }
                    if flow == Flow::Quit {
                        break;
                    }
                }
                flow
            }
            Err(RecvTimeoutError::Timeout) if patience == REST => step(model, desk, jobs, Msg::Settled),
            Err(RecvTimeoutError::Timeout) => {
                let changed = desk.changed_elsewhere().unwrap_or(false);
                idle(model, desk, jobs, changed)
            }
            Err(RecvTimeoutError::Disconnected) => step(model, desk, jobs, Msg::Hangup),
        };
        if flow != Flow::Quit {
            poll(model, desk, jobs);
        }
        match flow {
            Flow::Quit => return Ok(()),
            Flow::Redraw => terminal.clear()?,
            Flow::Go => {}
        }
    }
}

/// A second without input: drafts are kept first, then it is seen whether the user still may sit here.
fn idle(model: &mut Model, desk: &mut Desk, jobs: &mut Jobs, changed: bool) -> Flow {
    let tick = Msg::Tick { now: desk.now(), changed };
    let flow = step(model, desk, jobs, tick);
    if changed
        && let Err(failure) = desk.renew_actor()
        && desk.actor().is_none()
    {
        return step(model, desk, jobs, Msg::Dismissed(failure));
    }
    flow
}

fn message(event: Event) -> Msg {
    match event {
        Event::Key(key) => Msg::Key(key),
        Event::Paste(text) => Msg::Paste(text),
        Event::Resize(width, height) => Msg::Resize(width, height),
        Event::Hangup => Msg::Hangup,
    }
}

/// One message and all it causes, before the next: a doubled F2 then stores a visit once.
pub fn step(model: &mut Model, desk: &mut Desk, jobs: &mut Jobs, msg: Msg) -> Flow {
    let mut flow = Flow::Go;
    let mut effects = VecDeque::from(update(model, msg));
    while let Some(effect) = effects.pop_front() {
        let answer = match effect {
            Effect::Quit => return Flow::Quit,
            Effect::Redraw => {
                flow = Flow::Redraw;
                continue;
            }
            Effect::Bell => {
                ring();
                continue;
            }
            Effect::Load(query) => perform::load(desk, query),
            Effect::Save(write) => perform::save(desk, write, None),
            Effect::Finish { write, form, subject } => perform::save(desk, write, Some((form, &subject))),
            Effect::Work(work) => Msg::Job(jobs.work(desk, work)),
            Effect::Draft { form, subject, label, draft, base_rev } => {
                if let Err(failure) = desk.save_draft(form, &subject, &label, &draft, base_rev) {
                    model.status = format!("草稿没有存到磁盘:{failure}");
                    super::update::keep_again(model, form, &subject);
                    continue;
                }
                // The list of drafts is what a form is taken up from: it must know this one.
                perform::load(desk, Query::Drafts)
            }
        };
        effects.extend(update(model, answer));
    }
    flow
}

/// Looks after the work beside the desk.
pub fn poll(model: &mut Model, desk: &mut Desk, jobs: &mut Jobs) {
    while let Some(news) = jobs.poll(desk) {
        step(model, desk, jobs, Msg::Job(news));
    }
}

/// The bell works on every terminal and names nobody.
fn ring() {
    use std::io::Write;
    let mut out = std::io::stdout();
    if out.write_all(b"\x07").and_then(|()| out.flush()).is_err() {
        tracing::warn!("no bell");
    }
}
