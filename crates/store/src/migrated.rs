//! What bringing a schema up to date came to.

/// What bringing a schema up to date came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// The version it had; 0: there was none.
    pub from: i32,
    /// The version it has now.
    pub to: i32,
}
