//! The menu of what can be done with a case now.

use crate::tui::case_view::CaseView;
use crate::tui::model::{Choice, Modal};
use crate::tui::widget::modal::{MenuItem, Modal as Dialog};

/// The F4 menu of a case.
pub fn move_menu(view: &CaseView) -> Modal {
    let case = &view.case;
    let items = view
        .offers
        .iter()
        .map(|o| {
            let item = MenuItem::new(format!("{}  {}", o.label, o.basis));
            if o.hindrance.is_empty() { item } else { item.blocked(o.hindrance.clone()) }
        })
        .collect::<Vec<_>>();
    if items.is_empty() {
        let text = format!("{} 现在是“{}”,没有可办的下一步", case.title(), case.stage.label());
        return Modal::Message(Dialog::message("办理", text));
    }
    let choices = view.offers.iter().map(|o| Choice::Move { case: case.id, mv: o.id }).collect();
    let title = format!("{} {} {}", case.title(), case.stage.label(), case.stage.step_words());
    Modal::Menu(Dialog::menu(title, items), choices)
}
