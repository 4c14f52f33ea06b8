//! The present state.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use serde::de::DeserializeOwned;
use switchroom_domain::canned_response::CannedResponse;
use switchroom_domain::channel::Channel;
use switchroom_domain::contact::Contact;
use switchroom_domain::custom_field::CustomField;
use switchroom_domain::message::{Message, Revision};
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::participant::Participant;
use switchroom_domain::replay::Replay;
use switchroom_domain::role::Role;
use switchroom_domain::room::{Room, RoomStatus};
use switchroom_domain::setting::Settings;
use switchroom_domain::sla::Sla;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::team::Team;
use switchroom_domain::token::Token;
use switchroom_domain::user::User;
use switchroom_domain::view::SavedView;
use switchroom_domain::{
    CannedResponseId, ChannelId, ContactId, FollowerId, MessageId, OrgId, Person, RoomId, SlaId, SubscriptionId, TeamId, Timestamp, UserId,
};
use switchroom_engine::ports::{Found, MessagesQuery, Page, RoomSearch, RoomsQuery, StoreError, UserSearch, Views};
use uuid::Uuid;

use super::SqliteStore;
use super::codec::from_doc;
use super::filter::Filter;
use super::log::{doc, message_as_of};
use super::{find_rooms, find_users};
use crate::pages::{page, row_limit};

impl SqliteStore {
    async fn one<T: DeserializeOwned + Send + 'static>(&self, org: OrgId, id: Uuid, sql: &'static str) -> Result<Option<T>, StoreError> {
        self.readers.read(move |connection| doc(connection, sql, params![org.0, id])).await
    }

    /// Those of these that there are, as of one moment. Looking each up costs no round trip here.
    async fn each<T: DeserializeOwned + Send + 'static>(
        &self,
        org: OrgId,
        ids: Vec<Uuid>,
        sql: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let read = move |connection: &Connection| {
            let found = ids.iter().map(|id| doc(connection, sql, params![org.0, id]));
            found.filter_map(Result::transpose).collect()
        };
        self.readers.read(read).await
    }

    async fn by_text<T: DeserializeOwned + Send + 'static>(
        &self,
        org: OrgId,
        text: &str,
        sql: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let text = text.to_owned();
        self.readers.read(move |connection| doc(connection, sql, params![org.0, text])).await
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

/// A user's sessions, and what sets his password, that are good after a time: latest first, so many.
pub(super) const TOKENS_OF_USER: &str = "SELECT doc FROM tokens
     WHERE org_id = ?1 AND user_id = ?2 AND revoked = 0 AND (expires_at IS NULL OR expires_at > ?3)
     ORDER BY token_id DESC LIMIT ?4";

#[async_trait]
impl Views for SqliteStore {
    async fn room(&self, org: OrgId, id: RoomId) -> Result<Option<Room>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM rooms WHERE org_id = ?1 AND room_id = ?2").await
    }

    async fn room_by_number(&self, org: OrgId, number: i64) -> Result<Option<Room>, StoreError> {
        let sql = "SELECT doc FROM rooms WHERE org_id = ?1 AND number = ?2";
        self.readers.read(move |connection| doc(connection, sql, params![org.0, number])).await
    }

    async fn find_rooms(&self, org: OrgId, search: RoomSearch) -> Result<Found<Room>, StoreError> {
        self.readers.read(move |connection| find_rooms::find(connection, org, &search)).await
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
        participants.sort_by_key(|participant| (!participant.takes_part(), participant.joined_at, participant.id));
        Ok(participants)
    }

    async fn participant(&self, org: OrgId, room: RoomId, person: Person) -> Result<Option<Participant>, StoreError> {
        let sql = "SELECT doc FROM participants WHERE org_id = ?1 AND room_id = ?2 AND person_id = ?3";
        self.readers.read(move |connection| doc(connection, sql, params![org.0, room.0, person.uuid()])).await
    }

    async fn message_at(&self, org: OrgId, id: MessageId, revision: u32) -> Result<Option<Message>, StoreError> {
        self.readers.read(move |connection| message_as_of(connection, org, id, revision)).await
    }

    async fn message_by_rc_id(&self, org: OrgId, rc_id: &str) -> Result<Option<Message>, StoreError> {
        self.by_text(org, rc_id, "SELECT doc FROM messages WHERE org_id = ?1 AND rc_id = ?2").await
    }

    async fn message(&self, org: OrgId, id: MessageId) -> Result<Option<Message>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM messages WHERE org_id = ?1 AND message_id = ?2").await
    }

    async fn messages_by_id(&self, org: OrgId, ids: Vec<MessageId>) -> Result<Vec<Message>, StoreError> {
        let ids = ids.into_iter().map(|id| id.0).collect();
        self.each(org, ids, "SELECT doc FROM messages WHERE org_id = ?1 AND message_id = ?2").await
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

    async fn contacts_by_id(&self, org: OrgId, ids: Vec<ContactId>) -> Result<Vec<Contact>, StoreError> {
        let ids = ids.into_iter().map(|id| id.0).collect();
        self.each(org, ids, "SELECT doc FROM contacts WHERE org_id = ?1 AND contact_id = ?2").await
    }

    async fn contact_by_identity(&self, org: OrgId, channel: ChannelId, handle: &str) -> Result<Option<Contact>, StoreError> {
        let handle = handle.to_owned();
        let sql = "SELECT c.doc FROM identities AS i JOIN contacts AS c ON c.org_id = i.org_id AND c.contact_id = i.contact_id
                   WHERE i.org_id = ?1 AND i.channel_id = ?2 AND i.handle = ?3";
        self.readers.read(move |connection| doc(connection, sql, params![org.0, channel.0, handle])).await
    }

    async fn person_by_number(&self, org: OrgId, number: i64) -> Result<Option<Person>, StoreError> {
        let read = move |connection: &Connection| {
            let one = |sql: &str| connection.prepare_cached(sql)?.query_row(params![org.0, number], |row| row.get::<_, Uuid>(0)).optional();
            if let Some(id) = one("SELECT contact_id FROM contacts WHERE org_id = ?1 AND number = ?2 AND deleted = 0")? {
                return Ok(Some(Person::Contact(ContactId(id))));
            }
            let user = one("SELECT user_id FROM users WHERE org_id = ?1 AND number = ?2 AND deleted = 0")?;
            Ok(user.map(|id| Person::User(UserId(id))))
        };
        self.readers.read(read).await
    }

    async fn last_seen(&self, org: OrgId, people: Vec<Uuid>) -> Result<Vec<(Uuid, Timestamp)>, StoreError> {
        let read = move |connection: &Connection| {
            let sql = "SELECT last_seen_at FROM presence WHERE org_id = ?1 AND person_id = ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let mut seen = Vec::new();
            for person in people {
                let at = statement.query_row(params![org.0, person], |row| row.get(0)).optional()?;
                seen.extend(at.map(|at| (person, Timestamp(at))));
            }
            Ok(seen)
        };
        self.readers.read(read).await
    }

    async fn contacts(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Contact>, StoreError> {
        let sql = "SELECT doc FROM contacts WHERE org_id = ?1 AND contact_id > ?2 AND deleted = 0 ORDER BY contact_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn user(&self, org: OrgId, id: UserId) -> Result<Option<User>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM users WHERE org_id = ?1 AND user_id = ?2").await
    }

    async fn user_by_name(&self, org: OrgId, username: &str) -> Result<Option<User>, StoreError> {
        self.by_text(org, username, "SELECT doc FROM users WHERE org_id = ?1 AND username = ?2").await
    }

    async fn user_by_email(&self, org: OrgId, email: &str) -> Result<Option<User>, StoreError> {
        let email = email.to_lowercase();
        let sql = "SELECT doc FROM users WHERE org_id = ?1 AND email = ?2 AND deleted = 0 LIMIT 2";
        let mut found: Vec<User> = self.readers.read(move |connection| docs(connection, sql, &[&org.0, &email])).await?;
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    async fn find_users(&self, org: OrgId, search: UserSearch) -> Result<Found<User>, StoreError> {
        self.readers.read(move |connection| find_users::find(connection, org, &search)).await
    }

    async fn users(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<User>, StoreError> {
        let sql = "SELECT doc FROM users WHERE org_id = ?1 AND user_id > ?2 AND deleted = 0 ORDER BY user_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn roles(&self, org: OrgId) -> Result<Vec<Role>, StoreError> {
        let read = move |connection: &Connection| docs(connection, "SELECT doc FROM roles WHERE org_id = ?1 ORDER BY name", &[&org.0]);
        self.readers.read(read).await
    }

    async fn team(&self, org: OrgId, id: TeamId) -> Result<Option<Team>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM teams WHERE org_id = ?1 AND team_id = ?2").await
    }

    async fn teams(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Team>, StoreError> {
        let sql = "SELECT doc FROM teams WHERE org_id = ?1 AND team_id > ?2 ORDER BY team_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn sla(&self, org: OrgId, id: SlaId) -> Result<Option<Sla>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM slas WHERE org_id = ?1 AND sla_id = ?2").await
    }

    async fn slas(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Sla>, StoreError> {
        let sql = "SELECT doc FROM slas WHERE org_id = ?1 AND sla_id > ?2 ORDER BY sla_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn canned_response(&self, org: OrgId, id: CannedResponseId) -> Result<Option<CannedResponse>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM canned_responses WHERE org_id = ?1 AND canned_response_id = ?2").await
    }

    async fn canned_responses(
        &self,
        org: OrgId,
        scopes: Option<Vec<String>>,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<CannedResponse>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        let read = move |connection: &Connection| {
            let mut filter = Filter::new("org_id = ? AND canned_response_id > ?", vec![Box::new(org.0), Box::new(after)]);
            if let Some(scopes) = scopes {
                let scopes = serde_json::Value::from(scopes).to_string();
                filter.and("substr(name, 1, instr(name, '/') - 1) IN (SELECT value FROM json_each(?))", vec![Box::new(scopes)]);
            }
            let limit = row_limit(limit + 1);
            let sql = format!("SELECT doc FROM canned_responses WHERE {} ORDER BY canned_response_id LIMIT {limit}", filter.sql());
            docs(connection, &sql, &filter.params())
        };
        Ok(page(self.readers.read(read).await?, limit))
    }

    async fn saved_views(&self, org: OrgId, user: UserId, after: Option<Uuid>, limit: usize) -> Result<Page<SavedView>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        let sql = "SELECT doc FROM saved_views WHERE org_id = ?1 AND view_id > ?2 AND (owner_id = ?3 OR shared) ORDER BY view_id LIMIT ?4";
        let read = move |connection: &Connection| docs(connection, sql, &[&org.0, &after, &user.0, &row_limit(limit + 1)]);
        Ok(page(self.readers.read(read).await?, limit))
    }

    async fn custom_field(&self, org: OrgId, key: &str) -> Result<Option<CustomField>, StoreError> {
        self.by_text(org, key, "SELECT doc FROM custom_fields WHERE org_id = ?1 AND key = ?2").await
    }

    async fn custom_fields(&self, org: OrgId) -> Result<Vec<CustomField>, StoreError> {
        let read =
            move |connection: &Connection| docs(connection, "SELECT doc FROM custom_fields WHERE org_id = ?1 ORDER BY key", &[&org.0]);
        self.readers.read(read).await
    }

    async fn settings(&self, org: OrgId) -> Result<Settings, StoreError> {
        self.readers.read(move |connection| settings(connection, org)).await
    }

    async fn oauth_clients(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<OAuthClient>, StoreError> {
        let sql = "SELECT doc FROM oauth_clients WHERE org_id = ?1 AND client_id > ?2 ORDER BY client_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn channel_by_builtin(&self, org: OrgId, name: &str) -> Result<Option<Channel>, StoreError> {
        self.by_text(org, name, "SELECT doc FROM channels WHERE org_id = ?1 AND builtin = ?2").await
    }

    async fn channel(&self, org: OrgId, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM channels WHERE org_id = ?1 AND channel_id = ?2").await
    }

    async fn channels(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Channel>, StoreError> {
        let sql = "SELECT doc FROM channels WHERE org_id = ?1 AND channel_id > ?2 ORDER BY channel_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn tokens_of_user(&self, org: OrgId, user: UserId, valid_at: Timestamp, limit: usize) -> Result<Vec<Token>, StoreError> {
        let read = move |connection: &Connection| docs(connection, TOKENS_OF_USER, &[&org.0, &user.0, &valid_at.0, &row_limit(limit)]);
        self.readers.read(read).await
    }

    async fn tokens(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Token>, StoreError> {
        let sql = "SELECT doc FROM tokens WHERE org_id = ?1 AND token_id > ?2 AND revoked = 0 ORDER BY token_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn subscription(&self, org: OrgId, id: SubscriptionId) -> Result<Option<Subscription>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM subscriptions WHERE org_id = ?1 AND subscription_id = ?2").await
    }

    async fn managed_subscription(&self, org: OrgId, managed_by: &str) -> Result<Option<Subscription>, StoreError> {
        self.by_text(org, managed_by, "SELECT doc FROM subscriptions WHERE org_id = ?1 AND managed_by = ?2").await
    }

    async fn subscriptions(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Subscription>, StoreError> {
        let sql = "SELECT doc FROM subscriptions WHERE org_id = ?1 AND subscription_id > ?2 ORDER BY subscription_id LIMIT ?3";
        self.by_id(org, after, limit, sql).await
    }

    async fn replays(&self, org: OrgId, of: SubscriptionId, after: Option<Uuid>, limit: usize) -> Result<Page<Replay>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        let sql = "SELECT doc FROM replays WHERE org_id = ?1 AND subscription_id = ?2 AND replay_id > ?3 ORDER BY replay_id LIMIT ?4";
        let read = move |connection: &Connection| docs(connection, sql, &[&org.0, &of.0, &after, &row_limit(limit + 1)]);
        Ok(page(self.readers.read(read).await?, limit))
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

/// What an organization has set.
pub(super) fn settings(connection: &Connection, org: OrgId) -> rusqlite::Result<Settings> {
    let mut statement = connection.prepare_cached("SELECT name, value FROM settings WHERE org_id = ?1")?;
    let rows = statement.query_map([org.0], |row| Ok((row.get(0)?, from_doc(row, 1)?)))?;
    Ok(Settings(rows.collect::<Result<_, _>>()?))
}

pub(super) fn docs<T: DeserializeOwned>(connection: &Connection, sql: &str, params: &[&dyn ToSql]) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map(params, |row| from_doc(row, 0))?.collect()
}

/// A page of rooms and one more. Each status has its own run in the index, latest activity first: the runs are read up to
/// a page each and merged, so that listing several statuses costs no index of its own. Only the rooms of the page are read whole.
fn rooms(connection: &Connection, org: OrgId, query: &RoomsQuery) -> rusqlite::Result<Vec<Room>> {
    let statuses: &[RoomStatus] = if query.statuses.is_empty() { &RoomStatus::EVERY } else { &query.statuses };
    let mut places = Vec::new();
    for (i, status) in statuses.iter().enumerate() {
        if !statuses[..i].contains(status) {
            places.extend(places_of_status(connection, org, query, *status)?);
        }
    }
    places.sort_by_key(|place| std::cmp::Reverse((place.last_activity_at, place.room)));
    places.truncate(query.limit + 1);
    let mut whole = connection.prepare_cached("SELECT doc FROM rooms WHERE rowid = ?1")?;
    places.iter().map(|place| whole.query_row([place.row], |row| from_doc(row, 0))).collect()
}

/// A room's place in a list.
struct Place {
    row: i64,
    last_activity_at: i64,
    room: Uuid,
}

fn places_of_status(connection: &Connection, org: OrgId, query: &RoomsQuery, status: RoomStatus) -> rusqlite::Result<Vec<Place>> {
    let mut sql = String::from("SELECT rowid, last_activity_at, room_id FROM rooms WHERE org_id = ?1 AND status = ?2");
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
    if let Some(team) = query.team {
        filter("team_id = ?", Box::new(team.0));
    }
    if let Some(priority) = query.priority {
        filter("priority = ?", Box::new(priority.as_str()));
    }
    match query.snoozed {
        // Few are: they are gathered by their own index, however many there are of the status.
        Some(true) => {
            let snoozed = "rowid IN (SELECT rowid FROM rooms INDEXED BY rooms_snoozed WHERE org_id = ? AND snoozed_until IS NOT NULL)";
            filter(snoozed, Box::new(org.0));
        }
        Some(false) => filter("snoozed_until IS ?", Box::new(None::<i64>)),
        None => {}
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
    let place = |row: &Row<'_>| Ok(Place { row: row.get(0)?, last_activity_at: row.get(1)?, room: row.get(2)? });
    connection.prepare_cached(&sql)?.query_map(&*params, place)?.collect()
}
