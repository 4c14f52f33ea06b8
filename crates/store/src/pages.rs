//! Pages of rows: one more is read than is given, so that it is known whether there are more.

use switchroom_engine::ports::Page;

/// A limit as SQL counts.
pub(crate) fn row_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The page of `items`, which are one more than `limit` if there are more.
pub(crate) fn page<T>(mut items: Vec<T>, limit: usize) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    Page { items, more }
}
