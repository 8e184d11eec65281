//! The line of the work beside the desk: what it says, and the keys that hold there.

use super::cells;
use super::keymap::Action;
use super::model::{Modal, Model};
use super::msg::{Effect, JobNews, Work};
use super::saved;
use super::widget::modal::Modal as Dialog;
use crossterm::event::{KeyCode, KeyEvent};

/// The work beside the desk goes on: told in its line, and in a box only what answers a key.
pub fn job(model: &mut Model, news: JobNews) -> Vec<Effect> {
    model.job = news.line;
    model.at_job &= !model.job.is_empty();
    if !news.told.is_empty() {
        model.news = news.told;
    }
    match news.now {
        Ok(text) if text.is_empty() => {}
        Ok(text) => model.modals.push(Modal::Message(Dialog::message("文书", text))),
        Err(failure) => model.modals.push(saved::told(&failure)),
    }
    Vec::new()
}

/// Ctrl+K: to the line of the work; Esc there stops it. What has ended is read in a box. `None`: there is
/// nothing, and the key is another's.
pub fn job_key(model: &mut Model, key: KeyEvent, action: Option<Action>) -> Option<Vec<Effect>> {
    if model.at_job {
        model.at_job = false;
        let stop = key.code == KeyCode::Esc;
        return Some(if stop { vec![Effect::Work(Work::Stop)] } else { Vec::new() });
    }
    if action != Some(Action::Jobs) || model.actor.is_none() {
        return None;
    }
    if !model.job.is_empty() {
        model.at_job = true;
        return Some(Vec::new());
    }
    if model.news.is_empty() {
        return None;
    }
    let text = std::mem::take(&mut model.news);
    model.modals.push(super::pane::papers::job_done(&text));
    Some(Vec::new())
}

/// What was just said, and the work beside the desk behind it where both have room; else what has ended.
pub fn status_words(model: &Model, width: usize) -> String {
    if model.at_job {
        return format!("{}  Esc停止 Enter继续做", model.job);
    }
    let beside = match (model.job.is_empty(), model.news.lines().next()) {
        (false, _) => format!("{}  Ctrl+K停止", model.job),
        (true, Some(name)) => format!("{name}  Ctrl+K看结果"),
        (true, None) => return model.status.clone(),
    };
    if model.status.is_empty() {
        return beside;
    }
    let room = width.saturating_sub(cells::width(&beside) + 2);
    if cells::width(&model.status) > room {
        model.status.clone()
    } else {
        format!("{}  {beside}", cells::pad(&model.status, room))
    }
}
