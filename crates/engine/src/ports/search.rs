//! Finding by words. The index is no truth: it follows the log, and can be made anew from the store at any time.

use async_trait::async_trait;
use switchroom_domain::{OrgId, Timestamp};
use uuid::Uuid;

use super::StoreError;

/// What can be found by words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// A contact.
    Contact,
    /// A room.
    Room,
    /// A message.
    Message,
}

impl DocumentKind {
    /// Every kind, in the order in which an index is filled.
    pub const EVERY: [Self; 3] = [Self::Contact, Self::Room, Self::Message];

    /// The kind's number, as indexes keep it; from 0 to 3.
    #[must_use]
    pub fn number(self) -> i16 {
        match self {
            Self::Contact => 0,
            Self::Room => 1,
            Self::Message => 2,
        }
    }

    /// The kind of that number.
    #[must_use]
    pub fn of_number(number: i16) -> Option<Self> {
        Self::EVERY.into_iter().find(|kind| kind.number() == number)
    }
}

/// Something as it is to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What kind of thing.
    pub kind: DocumentKind,
    /// Its id: a UUIDv7, and so by age; of one kind only.
    pub id: Uuid,
    /// By what it is found, each once: letters and digits only, in lower case where there is one.
    pub terms: Vec<String>,
}

/// A term that a document must have, or must not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The term.
    pub text: String,
    /// Whether a term that begins so is as good.
    pub begins: bool,
}

/// How far an organization's index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexPosition {
    /// Everything up to this event of the log is in the index, once it is filled.
    pub seq: i64,
    /// Where filling it from what the store holds goes on; none: it is filled.
    pub filling: Option<Filling>,
}

/// How far the filling of an index has come: kind by kind, by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filling {
    /// What kind it has come to.
    pub kind: DocumentKind,
    /// The last one that is in it.
    pub after: Option<Uuid>,
}

/// Who may write an organization's index just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// This node, for some seconds. With how far the index is; none: it is empty, or of another format.
    Held(Option<IndexPosition>),
    /// Another node.
    Elsewhere,
}

/// What is to be written to an organization's index, all or nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexBatch {
    /// What is new, or has changed. Of each thing one at the most.
    pub documents: Vec<Document>,
    /// What is gone.
    pub forgotten: Vec<(DocumentKind, Uuid)>,
}

/// What to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexQuery {
    /// What kind of thing.
    pub kind: DocumentKind,
    /// What it must have; never none.
    pub wanted: Vec<Term>,
    /// What it must not have.
    pub unwanted: Vec<Term>,
    /// Only places below this one.
    pub before: Option<i64>,
    /// Made about then at the earliest: nothing later is left out, something earlier may be found.
    pub from: Option<Timestamp>,
    /// Made about then at the latest: nothing earlier is left out, something later may be found.
    pub to: Option<Timestamp>,
    /// How many at the most.
    pub limit: usize,
}

/// Something in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexPlace {
    /// Its place: the newer it was when it was first seen, the higher.
    pub place: i64,
    /// Its id.
    pub id: Uuid,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexPage {
    /// The highest places, in descending order.
    pub places: Vec<IndexPlace>,
    /// Where to go on, as `before`; none: there is nothing more. There may be more even if fewer were found than asked for: no request
    /// looks through more than its share.
    pub next: Option<i64>,
}

/// The index of what can be found by words: by organization, each with its own position.
#[async_trait]
pub trait SearchIndex: Send + Sync + 'static {
    /// Lets this node write the organization's index for some seconds, unless another does.
    async fn claim(&self, org: OrgId) -> Result<Claim, StoreError>;

    /// Writes to the index of an organization that was claimed, and keeps its position. Answers whether it was written: not if another
    /// node has claimed it since.
    async fn write(&self, org: OrgId, batch: IndexBatch, position: IndexPosition) -> Result<bool, StoreError>;

    /// Removes everything of an organization that was claimed: it is to be filled anew.
    async fn clear(&self, org: OrgId) -> Result<(), StoreError>;

    /// How far the organization's index is; none: it is empty, or of another format.
    async fn position(&self, org: OrgId) -> Result<Option<IndexPosition>, StoreError>;

    /// Finds what has all the wanted terms and none of the unwanted, newest first.
    async fn find(&self, org: OrgId, query: IndexQuery) -> Result<IndexPage, StoreError>;

    /// Lets go of what is claimed.
    async fn close(&self) {}
}
