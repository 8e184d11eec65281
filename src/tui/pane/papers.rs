//! The menu of the papers of a case: slips to be read, documents to be made, the whole volume.

use crate::desk::slips;
use crate::tui::model::{Choice, Modal};
use crate::tui::msg::PaperLine;
use crate::tui::widget::modal::{MenuItem, Modal as Dialog};

/// The menu: slips first, then the documents that the case has or that its next steps call for.
pub fn menu(case: i64, printable: &[(&str, String)], lines: &[PaperLine], barred: &str) -> Modal {
    let mut items = Vec::new();
    let mut choices = Vec::new();
    for (slip, why) in printable.iter().filter_map(|(id, why)| Some((slips::find(id)?, why))) {
        let item = MenuItem::new(format!("{}  {}", slip.title, slip.basis));
        items.push(if why.is_empty() { item } else { item.blocked(why) });
        choices.push(Choice::Slip { case, slip: slip.id });
    }
    let whole = MenuItem::new("打印全卷  按卷内目录制作全部文书");
    items.push(match lines.iter().any(|l| l.missing.is_empty()) {
        true => whole,
        false if barred.is_empty() => whole.blocked("本案还没有可以制作的文书"),
        false => whole.blocked(barred),
    });
    choices.push(Choice::Volume { case });
    for line in lines {
        let item = MenuItem::new(&line.label);
        items.push(if line.missing.is_empty() { item } else { item.blocked(&line.missing) });
        choices.push(Choice::Document { case, word: line.word.clone() });
    }
    Modal::Menu(Dialog::menu("提示单和文书", items), choices)
}
