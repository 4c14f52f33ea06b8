//! Reading many at once.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::Message;
use switchroom_domain::room::Room;
use switchroom_domain::{ContactId, MessageId, OrgId, RoomId};
use switchroom_engine::ports::{Gathering, Page, StoreError};
use uuid::Uuid;

use super::PostgresStore;
use super::codec::from_doc;
use super::params::{each, params};
use super::readers::patiently;
use crate::pages::{page, row_limit};

#[async_trait]
impl Gathering for PostgresStore {
    async fn messages_of(&self, org: OrgId, ids: Vec<MessageId>) -> Result<Vec<Message>, StoreError> {
        self.each(org, ids, each!("messages", "message_id")).await
    }

    async fn rooms_of(&self, org: OrgId, ids: Vec<RoomId>) -> Result<Vec<Room>, StoreError> {
        self.each(org, ids, each!("room_heads", "room_id")).await
    }

    async fn contacts_of(&self, org: OrgId, ids: Vec<ContactId>) -> Result<Vec<Contact>, StoreError> {
        self.each(org, ids, each!("contacts", "contact_id")).await
    }

    async fn all_messages(&self, org: OrgId, after: Option<MessageId>, limit: usize) -> Result<Page<Message>, StoreError> {
        let sql = "SELECT doc FROM messages WHERE org_id = $1 AND message_id > $2 ORDER BY message_id LIMIT $3";
        self.next(org, after.map(Uuid::from), limit, sql).await
    }

    async fn all_rooms(&self, org: OrgId, after: Option<RoomId>, limit: usize) -> Result<Page<Room>, StoreError> {
        let sql = "SELECT doc FROM room_heads WHERE org_id = $1 AND room_id > $2 ORDER BY room_id LIMIT $3";
        self.next(org, after.map(Uuid::from), limit, sql).await
    }
}

impl PostgresStore {
    /// What `sql` finds of each id, as `key, doc`.
    async fn each<Id: Into<Uuid>, T: DeserializeOwned>(&self, org: OrgId, ids: Vec<Id>, sql: &str) -> Result<Vec<T>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: &Vec<Uuid> = &ids.into_iter().map(Into::into).collect();
        let read = move || async move {
            let rows = self.readers.rows_by_index(sql, params![org.0, *ids]).await?;
            rows.iter().map(|row| from_doc(row, 1)).collect()
        };
        patiently(read).await
    }

    /// A page of what `sql` finds after an id.
    async fn next<T: DeserializeOwned>(&self, org: OrgId, after: Option<Uuid>, limit: usize, sql: &str) -> Result<Page<T>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        let found = self.readers.docs_by_index(sql, params![org.0, after, row_limit(limit + 1)]).await?;
        Ok(page(found, limit))
    }
}
