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

/// Where a window ends: the sort key of the row at its edge (a date, for the lists there are) and
/// its id, which breaks ties. The row itself is not part of the next window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub key: String,
    pub id: i64,
}

impl<T> Page<T> {
    /// A window from rows fetched in walking order with one row too many to see whether there are
    /// more. `moved`: there was a cursor; `backwards`: rows were fetched towards the beginning.
    pub fn from_walk(mut rows: Vec<T>, limit: usize, moved: bool, backwards: bool) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        if backwards {
            rows.reverse();
            Self { rows, before: more, after: moved }
        } else {
            Self { rows, before: moved, after: more }
        }
    }
}
