//! Reading many at once.

use async_trait::async_trait;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::Message;
use switchroom_domain::room::Room;
use switchroom_domain::{ContactId, MessageId, OrgId, RoomId};

use super::{Page, StoreError};

/// The present state of many at once: those of a list of ids that are there, in no order; or all there are, by id.
#[async_trait]
pub trait Gathering: Send + Sync + 'static {
    /// Messages, deleted ones too.
    async fn messages_of(&self, org: OrgId, ids: Vec<MessageId>) -> Result<Vec<Message>, StoreError>;

    /// Rooms.
    async fn rooms_of(&self, org: OrgId, ids: Vec<RoomId>) -> Result<Vec<Room>, StoreError>;

    /// Contacts, deleted ones too.
    async fn contacts_of(&self, org: OrgId, ids: Vec<ContactId>) -> Result<Vec<Contact>, StoreError>;

    /// A page of all messages by id, deleted ones too.
    async fn all_messages(&self, org: OrgId, after: Option<MessageId>, limit: usize) -> Result<Page<Message>, StoreError>;

    /// A page of all rooms by id.
    async fn all_rooms(&self, org: OrgId, after: Option<RoomId>, limit: usize) -> Result<Page<Room>, StoreError>;
}
