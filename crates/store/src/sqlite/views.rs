//! The present state.

use async_trait::async_trait;
use rusqlite::{Connection, ToSql, params};
use serde::de::DeserializeOwned;
use switchroom_domain::channel::Channel;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::{Message, Revision};
use switchroom_domain::participant::Participant;
use switchroom_domain::replay::Replay;
use switchroom_domain::role::Role;
use switchroom_domain::room::{Room, RoomStatus};
use switchroom_domain::subscription::Subscription;
use switchroom_domain::token::Token;
use switchroom_domain::user::User;
use switchroom_domain::{ChannelId, ContactId, FollowerId, MessageId, OrgId, RoomId, SubscriptionId, UserId};
use switchroom_engine::ports::{MessagesQuery, Page, RoomsQuery, StoreError, Views};
use uuid::Uuid;

use super::SqliteStore;
use super::codec::from_doc;
use super::log::{doc, row_limit};

impl SqliteStore {
    async fn one<T: DeserializeOwned + Send + 'static>(&self, org: OrgId, id: Uuid, sql: &'static str) -> Result<Option<T>, StoreError> {
        self.readers.read(move |connection| doc(connection, sql, params![org.0, id])).await
    }

    /// A page by id. `sql` takes the organization, the last id of the page before, and a limit.
    async fn by_id<T: DeserializeOwned + Send + 'static>(
        &self,
        org: OrgId,
        after: Option<Uuid>,
        limit: usize,
        sql: &'static str,
    ) -> Result<Page<T>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        let read = move |connection: &Connection| docs(connection, sql, &[&org.0, &after, &row_limit(limit + 1)]);
        Ok(page(self.readers.read(read).await?, limit))
    }
}

#[async_trait]
impl Views for SqliteStore {
    async fn room(&self, org: OrgId, id: RoomId) -> Result<Option<Room>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM rooms WHERE org_id = ?1 AND room_id = ?2").await
    }

    async fn rooms(&self, org: OrgId, query: RoomsQuery) -> Result<Page<Room>, StoreError> {
        let limit = query.limit;
        Ok(page(self.readers.read(move |connection| rooms(connection, org, &query)).await?, limit))
    }

    async fn participants(&self, org: OrgId, room: RoomId) -> Result<Vec<Participant>, StoreError> {
        let read = move |connection: &Connection| {
            let sql = "SELECT doc FROM participants WHERE org_id = ?1 AND room_id = ?2";
            docs(connection, sql, &[&org.0, &room.0])
        };
        let mut participants: Vec<Participant> = self.readers.read(read).await?;
        participants.sort_by_key(|participant| (participant.joined_at, participant.id));
        Ok(participants)
    }

    async fn message(&self, org: OrgId, id: MessageId) -> Result<Option<Message>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM messages WHERE org_id = ?1 AND message_id = ?2").await
    }

    async fn messages(&self, org: OrgId, query: MessagesQuery) -> Result<Page<Message>, StoreError> {
        let limit = query.limit;
        let read = move |connection: &Connection| {
            let (sql, bound) = match (query.after, query.before) {
                (Some(after), _) => (
                    "SELECT doc FROM messages WHERE org_id = ?1 AND room_id = ?2 AND created_at > ?3 AND internal <= ?4
                     ORDER BY created_at LIMIT ?5",
                    after.0,
                ),
                (None, before) => (
                    "SELECT doc FROM messages WHERE org_id = ?1 AND room_id = ?2 AND created_at < ?3 AND internal <= ?4
                     ORDER BY created_at DESC LIMIT ?5",
                    before.map_or(i64::MAX, |before| before.0),
                ),
            };
            docs(connection, sql, &[&org.0, &query.room.0, &bound, &query.internal, &row_limit(limit + 1)])
        };
        Ok(page(self.readers.read(read).await?, limit))
    }

    async fn revisions(&self, org: OrgId, message: MessageId) -> Result<Vec<Revision>, StoreError> {
        let read = move |connection: &Connection| {
            let sql = "SELECT doc FROM revisions WHERE org_id = ?1 AND message_id = ?2 ORDER BY revision";
            docs(connection, sql, &[&org.0, &message.0])
        };
        self.readers.read(read).await
    }

    async fn contact(&self, org: OrgId, id: ContactId) -> Result<Option<Contact>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM contacts WHERE org_id = ?1 AND contact_id = ?2").await
    }

    async fn contacts(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Contact>, StoreError> {
        let sql = "SELECT doc FROM contacts WHERE org_id = ?1 AND contact_id > ?2 ORDER BY contact_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn user(&self, org: OrgId, id: UserId) -> Result<Option<User>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM users WHERE org_id = ?1 AND user_id = ?2").await
    }

    async fn user_by_name(&self, org: OrgId, username: &str) -> Result<Option<User>, StoreError> {
        let username = username.to_owned();
        let read = move |connection: &Connection| {
            doc(connection, "SELECT doc FROM users WHERE org_id = ?1 AND username = ?2", params![org.0, username])
        };
        self.readers.read(read).await
    }

    async fn users(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<User>, StoreError> {
        let sql = "SELECT doc FROM users WHERE org_id = ?1 AND user_id > ?2 ORDER BY user_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn roles(&self, org: OrgId) -> Result<Vec<Role>, StoreError> {
        let read = move |connection: &Connection| docs(connection, "SELECT doc FROM roles WHERE org_id = ?1 ORDER BY name", &[&org.0]);
        self.readers.read(read).await
    }

    async fn channel(&self, org: OrgId, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM channels WHERE org_id = ?1 AND channel_id = ?2").await
    }

    async fn channels(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Channel>, StoreError> {
        let sql = "SELECT doc FROM channels WHERE org_id = ?1 AND channel_id > ?2 ORDER BY channel_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn tokens(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Token>, StoreError> {
        let sql = "SELECT doc FROM tokens WHERE org_id = ?1 AND token_id > ?2 AND revoked = 0 ORDER BY token_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn subscription(&self, org: OrgId, id: SubscriptionId) -> Result<Option<Subscription>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM subscriptions WHERE org_id = ?1 AND subscription_id = ?2").await
    }

    async fn subscriptions(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Subscription>, StoreError> {
        let sql = "SELECT doc FROM subscriptions WHERE org_id = ?1 AND subscription_id > ?2 ORDER BY subscription_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn replay(&self, org: OrgId, id: FollowerId) -> Result<Option<Replay>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM replays WHERE org_id = ?1 AND replay_id = ?2").await
    }

    async fn counters(&self, org: OrgId) -> Result<Vec<(String, String, i64)>, StoreError> {
        let read = move |connection: &Connection| {
            let sql = "SELECT dimension, key, value FROM counters WHERE org_id = ?1 AND value <> 0 ORDER BY dimension, key";
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_map([org.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
        };
        self.readers.read(read).await
    }
}

fn docs<T: DeserializeOwned>(connection: &Connection, sql: &str, params: &[&dyn ToSql]) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map(params, |row| from_doc(row, 0))?.collect()
}

/// The page of `items`, which are one more than `limit` if there are more.
pub(super) fn page<T>(mut items: Vec<T>, limit: usize) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    Page { items, more }
}

/// A page of rooms and one more. Each status has its own run in the index, latest activity first: the runs are read up to
/// a page each and merged, so that listing several statuses costs no index of its own.
fn rooms(connection: &Connection, org: OrgId, query: &RoomsQuery) -> rusqlite::Result<Vec<Room>> {
    let statuses: &[RoomStatus] = if query.statuses.is_empty() { &RoomStatus::EVERY } else { &query.statuses };
    let mut rooms = Vec::new();
    for (i, status) in statuses.iter().enumerate() {
        if !statuses[..i].contains(status) {
            rooms.extend(rooms_of_status(connection, org, query, *status)?);
        }
    }
    rooms.sort_by_key(|room: &Room| std::cmp::Reverse((room.head.last_activity_at, room.facts.id)));
    rooms.truncate(query.limit + 1);
    Ok(rooms)
}

fn rooms_of_status(connection: &Connection, org: OrgId, query: &RoomsQuery, status: RoomStatus) -> rusqlite::Result<Vec<Room>> {
    let mut sql = String::from("SELECT doc FROM rooms WHERE org_id = ?1 AND status = ?2");
    let mut params: Vec<Box<dyn ToSql>> = vec![Box::new(org.0), Box::new(status.as_str())];
    let mut filter = |condition: &str, value: Box<dyn ToSql>| {
        params.push(value);
        sql.push_str(" AND ");
        sql.push_str(&condition.replace('?', &format!("?{}", params.len())));
    };
    match query.assignee {
        None => {}
        Some(Some(user)) => filter("assignee_id = ?", Box::new(user.0)),
        Some(None) => filter("assignee_id IS ?", Box::new(None::<Uuid>)),
    }
    if let Some(channel) = query.channel {
        filter("channel_id = ?", Box::new(channel.0));
    }
    if let Some(contact) = query.contact {
        filter("contact_id = ?", Box::new(contact.0));
    }
    if let Some(tag) = &query.tag {
        filter("room_id IN (SELECT room_id FROM room_tags WHERE org_id = rooms.org_id AND tag = ?)", Box::new(tag.clone()));
    }
    if let Some((at, room)) = query.after {
        filter("last_activity_at <= ?", Box::new(at.0));
        params.push(Box::new(room.0));
        let (at, room) = (params.len() - 1, params.len());
        sql.push_str(&format!(" AND (last_activity_at < ?{at} OR room_id < ?{room})"));
    }
    params.push(Box::new(row_limit(query.limit + 1)));
    sql.push_str(&format!(" ORDER BY last_activity_at DESC, room_id DESC LIMIT ?{}", params.len()));
    let params: Vec<&dyn ToSql> = params.iter().map(|param| &**param).collect();
    docs(connection, &sql, &params)
}
