//! 法律咨询 (方案五(一), 八(一)): the office's own summaries, looked up, read, given and counted.
//!
//! The length of a clock comes from the deadline table each time, so a summary cannot drift from it.
//! A consultation counts visitors, it names none.

use super::own_data::hide_numbers;
use super::slips::{self, clock_line};
use super::{Desk, Done, Failure, Outcome};
use crate::domain::role::Operation;
use crate::domain::{codes, deadline, forms};
use crate::store;
use crate::store::guidance::Guidance;
use crate::validation::text::fold_width;
use crate::validation::{self, Checked, Draft, pinyin};

impl Desk {
    /// The summaries that fit every word: as text, or as pinyin initials of the title; those whose title
    /// says it come first. `active` narrows to those in use, or out of use.
    pub fn guidance(&self, words: &str, active: Option<bool>) -> Outcome<Vec<Guidance>> {
        self.allow_view(Operation::Guidance)?;
        let mut list = store::guidance::list(&self.conn)?;
        list.retain(|g| active.is_none_or(|a| g.active == a) && fits(g, words));
        list.sort_by_key(|g| !words.split_whitespace().all(|word| g.title.contains(word) || sounds(g, word)));
        Ok(list)
    }

    /// One summary.
    pub fn guidance_of(&self, id: i64) -> Outcome<Guidance> {
        self.allow_view(Operation::Guidance)?;
        store::guidance::load(&self.conn, id)?
            .ok_or_else(|| Failure::refusal(format!("没有编号{id}的咨询摘要"), "在咨询摘要中重新选择"))
    }

    /// A summary as a paper for the visitor.
    pub fn guidance_paper(&self, id: i64) -> Outcome<Vec<String>> {
        Ok(slips::fold(&paper(self, &self.guidance_of(id)?)))
    }

    /// Prints a summary for a visitor.
    pub fn print_guidance(&mut self, id: i64) -> Outcome<Done> {
        self.allow(Operation::Guidance)?;
        let title = self.usable(id)?.title;
        let text = format!("咨询摘要“{title}”:\n{}", self.guidance_paper(id)?.join("\n"));
        self.write(|w| w.journal("guidance.print", "guidance", id, &title, "{}"))?;
        Ok(Done { text, id })
    }

    pub(super) fn usable(&self, id: i64) -> Outcome<Guidance> {
        let held = self.guidance_of(id)?;
        if held.active {
            return Ok(held);
        }
        Err(Failure::refusal(format!("“{}”已停用", held.title), "另选一份摘要,或由主任、办公室恢复后再用"))
    }

    /// Counts a consultation given with that summary, or without one.
    ///
    /// # Errors
    /// Problems of the form; the refusal when the case it concerns may not be read by the actor.
    pub fn consult(&mut self, guidance: Option<i64>, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Guidance)?;
        let table = if guidance.is_some() { &forms::CONSULTED } else { &forms::CONSULTATION };
        let form = validation::check(table, draft, self.now())?;
        let title = guidance.map(|id| self.usable(id)).transpose()?.map_or("其他咨询".to_string(), |g| g.title);
        let case = match form.get("case") {
            "" => None,
            called => Some(self.case_called(called)?.id),
        };
        let people = form.number("people").unwrap_or(1);
        self.write(|w| {
            let day = w.today().to_string();
            let note = hide_numbers(form.get("note"), &[]);
            let new = store::guidance::NewConsultation { day: &day, guidance, case, people, note: &note };
            let id = store::guidance::insert_consultation(w.tx, &new, w.actor()?.user)?;
            w.journal("consult", "consultation", id, &format!("{title} {people}人"), "{}")?;
            Ok(Done { text: format!("已记咨询:{title},{people}人"), id })
        })
    }

    pub fn add_guidance(&mut self, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::EditGuidance)?;
        let form = self.written(draft)?;
        self.write(|w| {
            let id = store::guidance::insert(w.tx, &form)?;
            w.journal("guidance.add", "guidance", id, form.get("title"), "{}")?;
            Ok(Done { text: format!("已新增“{}”", form.get("title")), id })
        })
    }

    pub fn edit_guidance(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::EditGuidance)?;
        let before = self.guidance_of(id)?;
        let form = self.written(draft)?;
        let old = as_draft(&before);
        let keys: Vec<&str> =
            forms::GUIDANCE.fields.iter().map(|f| f.key).filter(|k| old.get(k) != form.get(k)).collect();
        let change = serde_json::json!({ "fields": keys }).to_string();
        self.write(|w| {
            store::guidance::update(w.tx, id, &form)?;
            w.journal("guidance.edit", "guidance", id, form.get("title"), &change)?;
            Ok(Done { text: format!("已修改“{}”", form.get("title")), id })
        })
    }

    /// Takes a summary out of use, or back into it.
    pub fn retire_guidance(&mut self, id: i64, active: bool, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::EditGuidance)?;
        let held = self.guidance_of(id)?;
        let form = validation::check(&forms::GUIDANCE_RETIRED, draft, self.now())?;
        let word = if active { "恢复" } else { "停用" };
        if held.active == active {
            return Err(Failure::refusal(format!("“{}”已经{word}", held.title), "重新打开咨询摘要查看"));
        }
        self.write(|w| {
            store::guidance::set_active(w.tx, id, active)?;
            w.journal(
                "guidance.retire",
                "guidance",
                id,
                &format!("{word} {}:{}", held.title, form.get("reason")),
                "{}",
            )?;
            Ok(Done { text: format!("已{word}“{}”", held.title), id })
        })
    }

    /// A summary as written: every clock it names is a row of the table.
    fn written(&self, draft: &Draft) -> Outcome<Checked> {
        let mut draft = draft.clone();
        let typed = fold_width(draft.get("clock")).replace([',', ';'], " ");
        let mut ids = Vec::new();
        for word in typed.split_whitespace() {
            match deadline::find(word) {
                Some(rule) => ids.push(rule.id),
                None => {
                    let text = format!("没有期限“{word}”;编号见 fengqiao manual 的期限表,如 G01、G03、DL-09");
                    return Err(Failure::problem("clock", text));
                }
            }
        }
        draft.set("clock", ids.join(" "));
        Ok(validation::check(&forms::GUIDANCE, &draft, self.now())?)
    }
}

/// The clocks of a summary.
pub(super) fn rules(g: &Guidance) -> impl Iterator<Item = &'static deadline::Rule> {
    g.clock.split_whitespace().filter_map(deadline::find)
}

/// A summary as its form holds it.
pub(super) fn as_draft(g: &Guidance) -> Draft {
    Draft::default()
        .with("dispute", &g.dispute)
        .with("title", &g.title)
        .with("office", &g.office)
        .with("bring", &g.bring)
        .with("clock", &g.clock)
        .with("article", &g.article)
        .with("body", &g.body)
        .with("verified", if g.verified { "1" } else { "0" })
}

fn fits(g: &Guidance, words: &str) -> bool {
    let dispute = codes::label(codes::DISPUTE, &g.dispute);
    let text = [&g.title, &g.office, &g.bring, &g.body, &g.article, dispute].join("\n");
    fold_width(words).split_whitespace().all(|word| {
        text.contains(word) || sounds(g, word) || is_letters(word) && pinyin::matches_initials(dispute, word)
    })
}

fn is_letters(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether the word is some of the initials of the title.
fn sounds(g: &Guidance, word: &str) -> bool {
    let letters = word.to_ascii_lowercase();
    is_letters(word)
        && (g.initials.to_ascii_lowercase().contains(&letters) || pinyin::matches_initials(&g.title, &letters))
}

fn paper(desk: &Desk, g: &Guidance) -> Vec<String> {
    let dispute = if g.dispute.is_empty() { "各类事项" } else { codes::label(codes::DISPUTE, &g.dispute) };
    let mut lines = vec![
        desk.studio.clone(),
        "法律咨询摘要".to_string(),
        String::new(),
        format!("{}({dispute})", g.title),
        format!("  去哪里: {}", g.office),
        format!("  带什么: {}", g.bring),
    ];
    lines.extend(rules(g).map(|rule| format!("  期限: {}", clock_line(rule))));
    lines.push(format!("  条文: {}", g.article));
    lines.push(format!("  要点: {}", g.body));
    lines.push(String::new());
    if !g.verified {
        lines.push("本摘要的条文待核,请以法律原文和受理机关的答复为准。".to_string());
    }
    lines.push("咨询不收费。摘要不代替法律意见,需要时可申请法律援助或委托律师。".to_string());
    lines.push("调解自愿、免费,不影响您依法申请仲裁、复议或起诉(人民调解法3,4)。".to_string());
    lines
}
