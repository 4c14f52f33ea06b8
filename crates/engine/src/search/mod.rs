//! Finding messages, contacts and rooms by words.
//!
//! What a word is, what is looked for, and whether and where a text is that, is decided here alone, so that it is the same on every
//! store. The [index](crate::ports::SearchIndex) only leads to what may be it: whatever it gives is read from the store and compared, so
//! nothing is found that is not so any more. The [`Indexer`] follows each organization's log, and fills an empty index from the store.

mod contacts;
mod documents;
mod fold;
mod indexer;
mod matching;
mod messages;
mod query;
mod rooms;
mod snippet;
mod status;
mod tokens;
mod walk;

#[cfg(test)]
mod properties;

pub use contacts::{ContactHit, ContactSearch, find_contacts};
pub use documents::{AuthorKind, ContactField, RoomField};
pub use indexer::{Bell, Indexer, ReadsLog};
pub use messages::{MessageHit, MessageSearch, find_messages};
pub use query::Query;
pub use rooms::{RoomFilter, RoomHit, RoomSearch, find_rooms};
pub use snippet::Part;
pub use status::{Status, status};
pub use walk::Hits;

/// The format of what is written to an index: with another number it is made anew.
pub const FORMAT: i32 = 1;
