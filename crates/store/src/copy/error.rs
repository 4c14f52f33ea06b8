//! Why a copy came to nothing.

use crate::{postgres, sqlite};

/// Why a copy, or a comparison, came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The source could not be opened.
    #[error("the source cannot be opened")]
    Source(#[from] sqlite::OpenError),
    /// The source could not be read.
    #[error("the source cannot be read")]
    Read(#[from] rusqlite::Error),
    /// A row of the source cannot be understood.
    #[error("a row of the source's table {table} cannot be understood: {reason}")]
    Damaged {
        /// Its table.
        table: &'static str,
        /// What is the matter with it.
        reason: String,
    },
    /// The reading thread ended before it was done.
    #[error("reading the source ended early")]
    Reading,
    /// The target could not be opened.
    #[error("the target cannot be opened")]
    Target(#[from] postgres::OpenError),
    /// The target failed.
    #[error("the target failed")]
    Database(#[from] tokio_postgres::Error),
    /// There is nothing in the target to compare with.
    #[error("there is nothing in the target")]
    Nothing,
    /// The target holds something else.
    #[error("the target is not empty: there are rows in {table}, and they are no unfinished copy. Give an empty database")]
    NotEmpty {
        /// Where there are rows.
        table: &'static str,
    },
    /// The target holds an unfinished copy of something else.
    #[error(
        "the target holds an unfinished copy of another source, or this source was written to since: give an empty database, and begin \
         anew"
    )]
    OtherSource,
    /// Somebody else copies to the same target.
    #[error("another copy to the same target is under way")]
    Another,
    /// The target's note of the copy cannot be understood.
    #[error("how far the copy has come cannot be understood: give an empty database, and begin anew")]
    Note,
}

impl CopyError {
    /// Whether a copy that came to this may go on where it stood, once what failed is well again.
    #[must_use]
    pub fn may_go_on(&self) -> bool {
        matches!(self, Self::Read(_) | Self::Reading | Self::Database(_))
    }
}
