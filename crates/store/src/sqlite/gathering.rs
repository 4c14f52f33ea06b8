//! Reading many at once.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::de::DeserializeOwned;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::Message;
use switchroom_domain::room::Room;
use switchroom_domain::{ContactId, MessageId, OrgId, RoomId};
use switchroom_engine::ports::{Gathering, Page, StoreError};
use uuid::Uuid;

use super::SqliteStore;
use super::codec::from_doc;

#[async_trait]
impl Gathering for SqliteStore {
    async fn messages_of(&self, org: OrgId, ids: Vec<MessageId>) -> Result<Vec<Message>, StoreError> {
        self.each(org, ids, "SELECT doc FROM messages WHERE org_id = ?1 AND message_id = ?2").await
    }

    async fn rooms_of(&self, org: OrgId, ids: Vec<RoomId>) -> Result<Vec<Room>, StoreError> {
        self.each(org, ids, "SELECT doc FROM rooms WHERE org_id = ?1 AND room_id = ?2").await
    }

    async fn contacts_of(&self, org: OrgId, ids: Vec<ContactId>) -> Result<Vec<Contact>, StoreError> {
        self.each(org, ids, "SELECT doc FROM contacts WHERE org_id = ?1 AND contact_id = ?2").await
    }

    async fn all_messages(&self, org: OrgId, after: Option<MessageId>, limit: usize) -> Result<Page<Message>, StoreError> {
        let sql = "SELECT doc FROM messages WHERE org_id = ?1 AND message_id > ?2 ORDER BY message_id LIMIT ?3";
        self.by_id(org, after.map(Uuid::from), limit, sql).await
    }

    async fn all_rooms(&self, org: OrgId, after: Option<RoomId>, limit: usize) -> Result<Page<Room>, StoreError> {
        let sql = "SELECT doc FROM rooms WHERE org_id = ?1 AND room_id > ?2 ORDER BY room_id LIMIT ?3";
        self.by_id(org, after.map(Uuid::from), limit, sql).await
    }
}

impl SqliteStore {
    /// What `sql` finds of each id, as of one moment. Looking each up costs no round trip here.
    async fn each<Id: Into<Uuid> + Send + 'static, T: DeserializeOwned + Send + 'static>(
        &self,
        org: OrgId,
        ids: Vec<Id>,
        sql: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let read = move |connection: &Connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut found = Vec::new();
            for id in ids {
                let id: Uuid = id.into();
                found.extend(statement.query_row(params![org.0, id], |row| from_doc(row, 0)).optional()?);
            }
            Ok(found)
        };
        self.readers.read(read).await
    }
}
