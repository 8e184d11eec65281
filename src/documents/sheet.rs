//! How a sheet is declared: its place in the volume, what it is made from, and what stands on it.
//!
//! Data only. The maker (`docx`) turns a sheet into an editable template; `subject` finds what a case
//! has for it. Text may hold `{{字段}}`; a line of a text is a paragraph.

/// What a sheet is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The opening visit, once it was registered.
    Visit,
    /// The papers a visitor handed in.
    Materials,
    /// Once there is a record of one of these forms: one sheet a case.
    Any(&'static [&'static str]),
    /// One sheet for each record of the form.
    Each(&'static str),
    /// As [`From::Each`], those alone whose field holds the code.
    EachWith(&'static str, &'static str, &'static str),
    /// The matter is over: closed, or out of the flow.
    Over,
    /// One sheet for each 预警, 督办, 经费申报.
    Warnings,
    Supervisions,
    Claims,
}

/// A sheet of the catalogue.
pub struct Sheet {
    /// Word of the command: `agreement`.
    pub id: &'static str,
    /// Name of the document and of its file.
    pub title: &'static str,
    /// What stands on top, "" for the title.
    pub heading: &'static str,
    /// Line of 卷内目录 that it belongs to, a code of `checklist::ITEMS`.
    pub item: &'static str,
    pub basis: &'static str,
    pub from: From,
    /// 按需: made when asked for by name, not with the whole volume.
    pub on_demand: bool,
    /// Letters have the size of 公文 (三号), forms that of tables (小四).
    pub letter: bool,
    pub body: &'static [Part],
}

/// A form, to be completed by what a row names.
pub const FORM: Sheet = Sheet {
    id: "",
    title: "",
    heading: "",
    item: "",
    basis: "",
    from: From::Visit,
    on_demand: false,
    letter: false,
    body: &[],
};
/// A letter.
pub const LETTER: Sheet = Sheet { letter: true, ..FORM };

/// What stands on a sheet, from top to bottom.
#[derive(Clone, Copy)]
pub enum Part {
    /// Right above the body: 编号.
    Number(&'static str),
    /// Whom it is written to, without indent.
    To(&'static str),
    /// Paragraphs, indented by two characters.
    Text(&'static str),
    /// A heading in the text.
    Head(&'static str),
    Table(&'static [Line]),
    /// Paragraphs for each line of a list; none when it is empty.
    Group(&'static str, &'static str),
    /// Who signs, the office and the day, at the right.
    Close(&'static str),
    /// Lines to be signed by hand.
    Sign(&'static [&'static str]),
    /// A dashed line, and below it what the receiver signs and hands back.
    Receipt(&'static str),
    /// Room to paste papers into, so many centimetres high.
    Paste(&'static str, u8),
}

/// A line of a table of twelve columns.
#[derive(Clone, Copy)]
pub enum Line {
    /// Labels and values, one to three pairs.
    Pairs(&'static [(&'static str, &'static str)]),
    /// A label and a value with at least so many centimetres.
    Tall(&'static str, &'static str, u8),
    /// Over the whole width, at least so many centimetres.
    Wide(&'static str, u8),
    /// A heading over the whole width.
    Title(&'static str),
    /// A heading of columns and a row for each line of a list: heading, value, columns of twelve.
    List(&'static str, &'static [(&'static str, &'static str, usize)]),
}
