//! The menus of papers: slips to be read, documents to be made, the whole volume; a document with its file
//! and its signed scan; what was just made.

use crate::desk::slips;
use crate::tui::model::{Choice, Modal};
use crate::tui::msg::{MadePaper, PaperLine, Wanted};
use crate::tui::papers::Which;
use crate::tui::widget::modal::{MenuItem, Modal as Dialog};
use std::path::Path;

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
        choices.push(if line.made {
            Choice::Paper { case, line: Box::new(line.clone()) }
        } else {
            Choice::Make(Wanted::Document { case, word: line.word.clone(), which: Which::Named })
        });
    }
    Modal::Menu(Dialog::menu("提示单和文书", items), choices)
}

/// A document that was made before.
pub fn made_before(case: i64, line: &PaperLine) -> Modal {
    let wanted = Wanted::Document { case, word: line.word.clone(), which: Which::Named };
    let mut items = vec![MenuItem::new("再做一版  原来的文件不覆盖")];
    let mut choices = vec![Choice::Make(wanted)];
    let open = MenuItem::new("打开文件  用系统的程序查看、打印");
    match &line.file {
        Some(file) => {
            items.push(open);
            choices.push(Choice::Open(file.clone()));
        }
        None => {
            items.push(open.blocked("文件不在“文书”文件夹里(做到了别处,或已移走);请再做一版"));
            choices.push(Choice::Nothing);
        }
    }
    items.push(MenuItem::new("附签字扫描件  记下路径和指纹"));
    choices.push(Choice::AttachScan { case, word: line.word.clone() });
    let scan = MenuItem::new(match &line.scan {
        Some((_, state)) => format!("打开扫描件  {state}"),
        None => "打开扫描件".to_string(),
    });
    match &line.scan {
        None => {
            items.push(scan.blocked("还没有附扫描件"));
            choices.push(Choice::Nothing);
        }
        Some((path, "找不到")) => {
            items.push(scan.blocked(format!("找不到 {};请放回原处,或重新附上", path.display())));
            choices.push(Choice::Nothing);
        }
        Some((path, _)) => {
            items.push(scan);
            choices.push(Choice::Open(path.clone()));
        }
    }
    let changed = line.scan.as_ref().filter(|(_, state)| *state == "已被改动");
    let text = changed.map_or_else(String::new, |(path, _)| {
        format!("扫描件已被改动:与附上时的指纹不同,不能作准。请核对 {},再重新附上。", path.display())
    });
    Modal::Menu(Dialog::menu(line.label.clone(), items).saying(text), choices)
}

/// What was just made, and what can be done with it.
pub fn made(paper: &MadePaper) -> Modal {
    let mut items = vec![MenuItem::new("知道了")];
    let mut choices = vec![Choice::Nothing];
    if let [file] = paper.files.as_slice() {
        items.push(MenuItem::new("打开  用系统的程序查看、打印"));
        choices.push(Choice::Open(file.clone()));
        items.push(MenuItem::new("转成PDF  在后台做,前台照常办"));
        choices.push(Choice::Pdf(file.clone()));
    }
    if let Some((case, word)) = &paper.attach {
        items.push(MenuItem::new("附签字扫描件  记下路径和指纹"));
        choices.push(Choice::AttachScan { case: *case, word: word.clone() });
    }
    Modal::Menu(Dialog::menu("文书", items).saying(paper.text.clone()), choices)
}

/// What became of a job; its files can be opened.
pub fn job_done(text: &str) -> Modal {
    let (head, rest) = text.split_once('\n').unwrap_or(("打印", text));
    let mut items = vec![MenuItem::new("知道了")];
    let mut choices = vec![Choice::Nothing];
    if let Some(place) = rest.lines().map(Path::new).find(|p| p.is_absolute() && p.exists()) {
        items.push(MenuItem::new("打开  用系统的程序查看、打印"));
        choices.push(Choice::Open(place.to_path_buf()));
    }
    Modal::Menu(Dialog::menu(head, items).saying(rest), choices)
}
