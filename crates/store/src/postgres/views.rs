//! The present state.

use async_trait::async_trait;
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
use switchroom_domain::room::Room;
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
use tokio_postgres::Row;
use uuid::Uuid;

use super::PostgresStore;
use super::codec::{from_doc, signed, text};
use super::error::{PgError, column};
use super::params::params;
use super::readers::patiently;
use super::{find_rooms, find_users, list_rooms};
use crate::as_of;
use crate::pages::{page, row_limit};

impl PostgresStore {
    async fn one<T: DeserializeOwned>(&self, org: OrgId, id: Uuid, sql: &str) -> Result<Option<T>, StoreError> {
        self.readers.doc(sql, params![org.0, id]).await
    }

    async fn by_text<T: DeserializeOwned>(&self, org: OrgId, text: &str, sql: &str) -> Result<Option<T>, StoreError> {
        self.readers.doc(sql, params![org.0, self::text(text)]).await
    }

    /// A page by id. `sql` takes the organization, the last id of the page before, and a limit.
    async fn by_id<T: DeserializeOwned>(&self, org: OrgId, after: Option<Uuid>, limit: usize, sql: &str) -> Result<Page<T>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        Ok(page(self.readers.docs(sql, params![org.0, after, row_limit(limit + 1)]).await?, limit))
    }
}

/// A user's sessions, and what sets his password, that are good after a time: latest first, so many.
pub(super) const TOKENS_OF_USER: &str = "SELECT doc FROM tokens
     WHERE org_id = $1 AND user_id = $2 AND NOT revoked AND (expires_at IS NULL OR expires_at > $3)
     ORDER BY token_id DESC LIMIT $4";

#[async_trait]
impl Views for PostgresStore {
    async fn room(&self, org: OrgId, id: RoomId) -> Result<Option<Room>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM room_heads WHERE org_id = $1 AND room_id = $2").await
    }

    async fn room_by_number(&self, org: OrgId, number: i64) -> Result<Option<Room>, StoreError> {
        let sql = "SELECT h.doc FROM rooms AS r JOIN room_heads AS h USING (org_id, room_id) WHERE r.org_id = $1 AND r.number = $2";
        self.readers.doc(sql, params![org.0, number]).await
    }

    async fn find_rooms(&self, org: OrgId, search: RoomSearch) -> Result<Found<Room>, StoreError> {
        let (readers, search) = (&self.readers, &search);
        patiently(move || find_rooms::find(readers, org, search)).await
    }

    async fn rooms(&self, org: OrgId, query: RoomsQuery) -> Result<Page<Room>, StoreError> {
        let (sql, filter) = list_rooms::statement(org, &query);
        Ok(page(self.readers.docs_by_index(&sql, &filter.params()).await?, query.limit))
    }

    async fn participants(&self, org: OrgId, room: RoomId) -> Result<Vec<Participant>, StoreError> {
        let sql = "SELECT doc FROM participants WHERE org_id = $1 AND room_id = $2";
        let mut participants: Vec<Participant> = self.readers.docs(sql, params![org.0, room.0]).await?;
        participants.sort_by_key(|participant| (!participant.takes_part(), participant.joined_at, participant.id));
        Ok(participants)
    }

    async fn participant(&self, org: OrgId, room: RoomId, person: Person) -> Result<Option<Participant>, StoreError> {
        let sql = "SELECT doc FROM participants WHERE org_id = $1 AND room_id = $2 AND person_id = $3";
        self.readers.doc(sql, params![org.0, room.0, person.uuid()]).await
    }

    async fn message_at(&self, org: OrgId, id: MessageId, revision: u32) -> Result<Option<Message>, StoreError> {
        let sql = "SELECT m.doc, r.doc FROM messages AS m
                   LEFT JOIN revisions AS r ON r.org_id = m.org_id AND r.message_id = m.message_id AND r.revision = $3
                   WHERE m.org_id = $1 AND m.message_id = $2";
        let rows = self.readers.rows(sql, params![org.0, id.0, signed(revision)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let now: Message = from_doc(row, 0)?;
        if now.revision == revision {
            return Ok(Some(now));
        }
        let then: Option<&str> = column(row, 1)?;
        Ok(then.map(|_| from_doc(row, 1)).transpose()?.map(|then| as_of::earlier_message(now, then)))
    }

    async fn message_by_rc_id(&self, org: OrgId, rc_id: &str) -> Result<Option<Message>, StoreError> {
        self.by_text(org, rc_id, "SELECT doc FROM messages WHERE org_id = $1 AND rc_id = $2").await
    }

    async fn message(&self, org: OrgId, id: MessageId) -> Result<Option<Message>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM messages WHERE org_id = $1 AND message_id = $2").await
    }

    async fn messages_by_id(&self, org: OrgId, ids: Vec<MessageId>) -> Result<Vec<Message>, StoreError> {
        let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
        self.readers.docs_by_index("SELECT doc FROM messages WHERE org_id = $1 AND message_id = ANY($2)", params![org.0, ids]).await
    }

    async fn messages(&self, org: OrgId, query: MessagesQuery) -> Result<Page<Message>, StoreError> {
        let (sql, bound) = match (query.after, query.before) {
            (Some(after), _) => (
                "SELECT doc FROM messages WHERE org_id = $1 AND room_id = $2 AND created_at > $3 AND (NOT internal OR $4)
                 ORDER BY created_at LIMIT $5",
                after.0,
            ),
            (None, before) => (
                "SELECT doc FROM messages WHERE org_id = $1 AND room_id = $2 AND created_at < $3 AND (NOT internal OR $4)
                 ORDER BY created_at DESC LIMIT $5",
                before.map_or(i64::MAX, |before| before.0),
            ),
        };
        let limit = row_limit(query.limit + 1);
        Ok(page(self.readers.docs(sql, params![org.0, query.room.0, bound, query.internal, limit]).await?, query.limit))
    }

    async fn revisions(&self, org: OrgId, message: MessageId) -> Result<Vec<Revision>, StoreError> {
        let sql = "SELECT doc FROM revisions WHERE org_id = $1 AND message_id = $2 ORDER BY revision";
        self.readers.docs(sql, params![org.0, message.0]).await
    }

    async fn contact(&self, org: OrgId, id: ContactId) -> Result<Option<Contact>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM contacts WHERE org_id = $1 AND contact_id = $2").await
    }

    async fn contacts_by_id(&self, org: OrgId, ids: Vec<ContactId>) -> Result<Vec<Contact>, StoreError> {
        let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
        self.readers.docs_by_index("SELECT doc FROM contacts WHERE org_id = $1 AND contact_id = ANY($2)", params![org.0, ids]).await
    }

    async fn contact_by_identity(&self, org: OrgId, channel: ChannelId, handle: &str) -> Result<Option<Contact>, StoreError> {
        let sql = "SELECT c.doc FROM identities AS i JOIN contacts AS c USING (org_id, contact_id)
                   WHERE i.org_id = $1 AND i.channel_id = $2 AND i.handle = $3";
        self.readers.doc(sql, params![org.0, channel.0, text(handle)]).await
    }

    async fn person_by_number(&self, org: OrgId, number: i64) -> Result<Option<Person>, StoreError> {
        let sql = "SELECT contact_id, false FROM contacts WHERE org_id = $1 AND number = $2 AND NOT deleted
                   UNION ALL SELECT user_id, true FROM users WHERE org_id = $1 AND number = $2 AND NOT deleted
                   ORDER BY 2 LIMIT 1";
        let rows = self.readers.rows(sql, params![org.0, number]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (id, is_user) = (column(row, 0)?, column(row, 1)?);
        Ok(Some(if is_user { Person::User(UserId(id)) } else { Person::Contact(ContactId(id)) }))
    }

    async fn last_seen(&self, org: OrgId, people: Vec<Uuid>) -> Result<Vec<(Uuid, Timestamp)>, StoreError> {
        let sql = "SELECT person_id, last_seen_at FROM presence WHERE org_id = $1 AND person_id = ANY($2)";
        let rows = self.readers.rows(sql, params![org.0, people]).await?;
        Ok(rows.iter().map(|row| Ok((column(row, 0)?, Timestamp(column(row, 1)?)))).collect::<Result<_, PgError>>()?)
    }

    async fn contacts(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Contact>, StoreError> {
        let sql = "SELECT doc FROM contacts WHERE org_id = $1 AND contact_id > $2 AND NOT deleted ORDER BY contact_id LIMIT $3";
        self.by_id(org, after, limit, sql).await
    }

    async fn user(&self, org: OrgId, id: UserId) -> Result<Option<User>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM users WHERE org_id = $1 AND user_id = $2").await
    }

    async fn user_by_name(&self, org: OrgId, username: &str) -> Result<Option<User>, StoreError> {
        self.by_text(org, username, "SELECT doc FROM users WHERE org_id = $1 AND username = $2").await
    }

    async fn user_by_email(&self, org: OrgId, email: &str) -> Result<Option<User>, StoreError> {
        let sql = "SELECT doc FROM users WHERE org_id = $1 AND email = $2 AND NOT deleted LIMIT 2";
        let mut found: Vec<User> = self.readers.docs(sql, params![org.0, text(&email.to_lowercase())]).await?;
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    async fn find_users(&self, org: OrgId, search: UserSearch) -> Result<Found<User>, StoreError> {
        let (readers, search) = (&self.readers, &search);
        patiently(move || find_users::find(readers, org, search)).await
    }

    async fn users(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<User>, StoreError> {
        let sql = "SELECT doc FROM users WHERE org_id = $1 AND user_id > $2 AND NOT deleted ORDER BY user_id LIMIT $3";
        self.by_id(org, after, limit, sql).await
    }

    async fn roles(&self, org: OrgId) -> Result<Vec<Role>, StoreError> {
        self.readers.docs("SELECT doc FROM roles WHERE org_id = $1 ORDER BY name", params![org.0]).await
    }

    async fn team(&self, org: OrgId, id: TeamId) -> Result<Option<Team>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM teams WHERE org_id = $1 AND team_id = $2").await
    }

    async fn teams(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Team>, StoreError> {
        let sql = "SELECT doc FROM teams WHERE org_id = $1 AND team_id > $2 ORDER BY team_id LIMIT $3";
        self.by_id(org, after, limit, sql).await
    }

    async fn sla(&self, org: OrgId, id: SlaId) -> Result<Option<Sla>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM slas WHERE org_id = $1 AND sla_id = $2").await
    }

    async fn slas(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Sla>, StoreError> {
        let sql = "SELECT doc FROM slas WHERE org_id = $1 AND sla_id > $2 ORDER BY sla_id LIMIT $3";
        self.by_id(org, after, limit, sql).await
    }

    async fn canned_response(&self, org: OrgId, id: CannedResponseId) -> Result<Option<CannedResponse>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM canned_responses WHERE org_id = $1 AND canned_response_id = $2").await
    }

    async fn canned_responses(
        &self,
        org: OrgId,
        scopes: Option<Vec<String>>,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<CannedResponse>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        let all = scopes.is_none();
        let sql = "SELECT doc FROM canned_responses
                   WHERE org_id = $1 AND canned_response_id > $2 AND ($3 OR split_part(name, '/', 1) = ANY($4))
                   ORDER BY canned_response_id LIMIT $5";
        let (scopes, most) = (scopes.unwrap_or_default(), row_limit(limit + 1));
        Ok(page(self.readers.docs(sql, params![org.0, after, all, scopes, most]).await?, limit))
    }

    async fn saved_views(&self, org: OrgId, user: UserId, after: Option<Uuid>, limit: usize) -> Result<Page<SavedView>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        let sql = "SELECT doc FROM saved_views WHERE org_id = $1 AND view_id > $2 AND (owner_id = $3 OR shared) ORDER BY view_id LIMIT $4";
        Ok(page(self.readers.docs(sql, params![org.0, after, user.0, row_limit(limit + 1)]).await?, limit))
    }

    async fn custom_field(&self, org: OrgId, key: &str) -> Result<Option<CustomField>, StoreError> {
        self.by_text(org, key, "SELECT doc FROM custom_fields WHERE org_id = $1 AND key = $2").await
    }

    async fn custom_fields(&self, org: OrgId) -> Result<Vec<CustomField>, StoreError> {
        self.readers.docs("SELECT doc FROM custom_fields WHERE org_id = $1 ORDER BY key", params![org.0]).await
    }

    async fn settings(&self, org: OrgId) -> Result<Settings, StoreError> {
        Ok(settings(&self.readers.rows(SETTINGS, params![org.0]).await?)?)
    }

    async fn oauth_clients(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<OAuthClient>, StoreError> {
        let sql = "SELECT doc FROM oauth_clients WHERE org_id = $1 AND client_id > $2 ORDER BY client_id LIMIT $3";
        self.by_id(org, after, limit, sql).await
    }

    async fn channel_by_builtin(&self, org: OrgId, name: &str) -> Result<Option<Channel>, StoreError> {
        self.by_text(org, name, "SELECT doc FROM channels WHERE org_id = $1 AND builtin = $2").await
    }

    async fn channel(&self, org: OrgId, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM channels WHERE org_id = $1 AND channel_id = $2").await
    }

    async fn channels(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Channel>, StoreError> {
        let sql = "SELECT doc FROM channels WHERE org_id = $1 AND channel_id > $2 ORDER BY channel_id LIMIT $3";
        self.by_id(org, after, limit, sql).await
    }

    async fn tokens_of_user(&self, org: OrgId, user: UserId, valid_at: Timestamp, limit: usize) -> Result<Vec<Token>, StoreError> {
        self.readers.docs(TOKENS_OF_USER, params![org.0, user.0, valid_at.0, row_limit(limit)]).await
    }

    async fn tokens(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Token>, StoreError> {
        let sql = "SELECT doc FROM tokens WHERE org_id = $1 AND token_id > $2 AND NOT revoked ORDER BY token_id LIMIT $3";
        self.by_id(org, after, limit, sql).await
    }

    async fn subscription(&self, org: OrgId, id: SubscriptionId) -> Result<Option<Subscription>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM subscriptions WHERE org_id = $1 AND subscription_id = $2").await
    }

    async fn managed_subscription(&self, org: OrgId, managed_by: &str) -> Result<Option<Subscription>, StoreError> {
        self.by_text(org, managed_by, "SELECT doc FROM subscriptions WHERE org_id = $1 AND managed_by = $2").await
    }

    async fn subscriptions(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Subscription>, StoreError> {
        let sql = "SELECT doc FROM subscriptions WHERE org_id = $1 AND subscription_id > $2 ORDER BY subscription_id LIMIT $3";
        self.by_id(org, after, limit, sql).await
    }

    async fn replays(&self, org: OrgId, of: SubscriptionId, after: Option<Uuid>, limit: usize) -> Result<Page<Replay>, StoreError> {
        let after = after.unwrap_or(Uuid::nil());
        let sql = "SELECT doc FROM replays WHERE org_id = $1 AND subscription_id = $2 AND replay_id > $3 ORDER BY replay_id LIMIT $4";
        Ok(page(self.readers.docs(sql, params![org.0, of.0, after, row_limit(limit + 1)]).await?, limit))
    }

    async fn replay(&self, org: OrgId, id: FollowerId) -> Result<Option<Replay>, StoreError> {
        self.one(org, id.0, "SELECT doc FROM replays WHERE org_id = $1 AND replay_id = $2").await
    }

    async fn counters(&self, org: OrgId) -> Result<Vec<(String, String, i64)>, StoreError> {
        let sql = "SELECT dimension, key, value FROM counters WHERE org_id = $1 AND value <> 0 ORDER BY dimension, key";
        let rows = self.readers.rows(sql, params![org.0]).await?;
        Ok(rows.iter().map(|row| Ok((column(row, 0)?, column(row, 1)?, column(row, 2)?))).collect::<Result<_, PgError>>()?)
    }
}

/// What an organization has set, for [`settings`].
pub(super) const SETTINGS: &str = "SELECT name, value FROM settings WHERE org_id = $1";

/// What an organization has set.
pub(super) fn settings(rows: &[Row]) -> Result<Settings, PgError> {
    Ok(Settings(rows.iter().map(|row| Ok((column(row, 0)?, from_doc(row, 1)?))).collect::<Result<_, PgError>>()?))
}
