//! A window on a long list, fetched by keyset: never a whole table.

/// Rows of a list, and whether there are more on either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub before: bool,
    pub after: bool,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), before: false, after: false }
    }
}
