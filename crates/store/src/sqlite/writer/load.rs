//! Loading what deciding misses into the working set.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use switchroom_domain::counter::Counter;
use switchroom_domain::idempotency::IdempotencyRecord;
use switchroom_domain::organization::Head;
use switchroom_domain::unique::UniqueKey;
use switchroom_domain::world::{AvailableAgent, Key, World};
use switchroom_domain::{OrgId, Timestamp, UserId, role};
use uuid::Uuid;

use crate::sqlite::log::doc;
use crate::sqlite::views::{TOKENS_OF_USER, docs, settings};

/// The head of an organization's log; none if there is no such organization.
pub(super) fn head(connection: &Connection, org: OrgId) -> rusqlite::Result<Option<Head>> {
    let mut statement =
        connection.prepare_cached("SELECT seq, at, person_number, room_number, message_number FROM heads WHERE org_id = ?1")?;
    statement
        .query_row([org.0], |row| {
            Ok(Head {
                seq: row.get(0)?,
                at: row.get(1)?,
                person_number: row.get(2)?,
                room_number: row.get(3)?,
                message_number: row.get(4)?,
            })
        })
        .optional()
}

/// Loads one thing, or that there is none.
pub(super) fn key(connection: &Connection, world: &mut World, key: Key) -> rusqlite::Result<()> {
    let org = world.org.0;
    match key {
        Key::Admins => world.admins_loaded(admins(connection, org)?),
        Key::Agents => {
            let agents = agents(connection, org, world.new_agents())?;
            world.agents_loaded(agents);
        }
        Key::Channel(id) => {
            let row = doc(connection, "SELECT doc FROM channels WHERE org_id = ?1 AND channel_id = ?2", params![org, id.0])?;
            world.channels.loaded(id, row);
        }
        Key::Contact(id) => {
            let row = doc(connection, "SELECT doc FROM contacts WHERE org_id = ?1 AND contact_id = ?2", params![org, id.0])?;
            world.contacts.loaded(id, row);
        }
        Key::CustomField(key) => {
            let row = doc(connection, "SELECT doc FROM custom_fields WHERE org_id = ?1 AND key = ?2", params![org, key])?;
            world.custom_fields.loaded(key, row);
        }
        Key::OAuthClient(id) => {
            let row = doc(connection, "SELECT doc FROM oauth_clients WHERE org_id = ?1 AND client_id = ?2", params![org, id.0])?;
            world.oauth_clients.loaded(id, row);
        }
        Key::OpenRoomsOfContact(id) => {
            let sql = "SELECT count(*) FROM rooms WHERE org_id = ?1 AND contact_id = ?2 AND status <> 'resolved'";
            let count = connection.prepare_cached(sql)?.query_row(params![org, id.0], |row| row.get(0))?;
            world.open_rooms_of_contact_loaded(id, count);
        }
        Key::RoleNames => {
            let mut statement = connection.prepare_cached("SELECT name FROM roles WHERE org_id = ?1 ORDER BY name")?;
            world.role_names_loaded(statement.query_map([org], |row| row.get(0))?.collect::<Result<_, _>>()?);
        }
        Key::Settings => world.settings_loaded(settings(connection, world.org)?),
        Key::CannedResponse(id) => {
            let sql = "SELECT doc FROM canned_responses WHERE org_id = ?1 AND canned_response_id = ?2";
            let row = doc(connection, sql, params![org, id.0])?;
            world.canned_responses.loaded(id, row);
        }
        Key::Sla(id) => {
            let row = doc(connection, "SELECT doc FROM slas WHERE org_id = ?1 AND sla_id = ?2", params![org, id.0])?;
            world.slas.loaded(id, row);
        }
        Key::Team(id) => {
            let row = doc(connection, "SELECT doc FROM teams WHERE org_id = ?1 AND team_id = ?2", params![org, id.0])?;
            world.teams.loaded(id, row);
        }
        Key::Idempotency(hash) => world.idempotency.loaded(hash, idempotency(connection, org, &hash)?),
        Key::Message(id) => {
            let row = doc(connection, "SELECT doc FROM messages WHERE org_id = ?1 AND message_id = ?2", params![org, id.0])?;
            world.messages.loaded(id, row);
        }
        Key::Participant(room, person) => {
            let sql = "SELECT doc FROM participants WHERE org_id = ?1 AND room_id = ?2 AND person_id = ?3";
            let row = doc(connection, sql, params![org, room.0, person.uuid()])?;
            world.participants.loaded((room, person), row);
        }
        Key::Revision(message, revision) => {
            let sql = "SELECT doc FROM revisions WHERE org_id = ?1 AND message_id = ?2 AND revision = ?3";
            let row = doc(connection, sql, params![org, message.0, revision])?;
            world.revisions.loaded((message, revision), row);
        }
        Key::Role(name) => {
            let row = doc(connection, "SELECT doc FROM roles WHERE org_id = ?1 AND name = ?2", params![org, name])?;
            world.roles.loaded(name, row);
        }
        Key::Room(id) => {
            let row = doc(connection, "SELECT doc FROM rooms WHERE org_id = ?1 AND room_id = ?2", params![org, id.0])?;
            world.rooms.loaded(id, row);
        }
        Key::Replay(id) => {
            let row = doc(connection, "SELECT doc FROM replays WHERE org_id = ?1 AND replay_id = ?2", params![org, id.0])?;
            world.replays.loaded(id, row);
        }
        Key::Subscription(id) => {
            let sql = "SELECT doc FROM subscriptions WHERE org_id = ?1 AND subscription_id = ?2";
            let row = doc(connection, sql, params![org, id.0])?;
            world.subscriptions.loaded(id, row);
        }
        Key::Token(id) => {
            let row = doc(connection, "SELECT doc FROM tokens WHERE org_id = ?1 AND token_id = ?2", params![org, id.0])?;
            world.tokens.loaded(id, row);
        }
        Key::TokensOfUser(user) => {
            let tokens = docs(connection, TOKENS_OF_USER, &[&org, &user.0, &world.head.at, &-1])?;
            world.tokens_of_user_loaded(user, tokens);
        }
        Key::User(id) => {
            let row = doc(connection, "SELECT doc FROM users WHERE org_id = ?1 AND user_id = ?2", params![org, id.0])?;
            world.users.loaded(id, row);
        }
        Key::View(id) => {
            let row = doc(connection, "SELECT doc FROM saved_views WHERE org_id = ?1 AND view_id = ?2", params![org, id.0])?;
            world.views.loaded(id, row);
        }
        Key::Unique(key) => {
            let holder = holder(connection, org, &key)?;
            world.unique_loaded(key, holder);
        }
    }
    Ok(())
}

fn admins(connection: &Connection, org: i64) -> rusqlite::Result<Vec<UserId>> {
    let sql = "SELECT user_id FROM users WHERE org_id = ?1 AND deleted = 0 AND doc ->> '$.active'
               AND EXISTS (SELECT 1 FROM json_each(doc, '$.roles') WHERE value = ?2)";
    connection.prepare_cached(sql)?.query_map(params![org, role::ADMIN], |row| row.get(0).map(UserId))?.collect()
}

/// Who takes new rooms, those included who do so only since this batch.
fn agents(connection: &Connection, org: i64, new: impl Iterator<Item = UserId>) -> rusqlite::Result<Vec<AvailableAgent>> {
    let sql = "SELECT user_id FROM users WHERE org_id = ?1 AND takes_rooms = 1";
    let mut users: BTreeSet<Uuid> = connection.prepare_cached(sql)?.query_map([org], |row| row.get(0))?.collect::<Result<_, _>>()?;
    users.extend(new.map(|user| user.0));
    let count = "SELECT value FROM counters WHERE org_id = ?1 AND dimension = ?2 AND key = ?3";
    let mut count = connection.prepare_cached(count)?;
    let mut agents = Vec::with_capacity(users.len());
    for user in users.into_iter().map(UserId) {
        let (dimension, key) = Counter::OpenRoomsByAssignee(user).dimension_and_key();
        let open_rooms = count.query_row(params![org, dimension, key], |row| row.get(0)).optional()?.unwrap_or(0);
        agents.push(AvailableAgent { user, open_rooms });
    }
    Ok(agents)
}

/// The request carried out under that hash.
pub(in crate::sqlite) fn idempotency(connection: &Connection, org: i64, hash: &[u8; 32]) -> rusqlite::Result<Option<IdempotencyRecord>> {
    let sql = "SELECT fingerprint, receipt, at FROM idempotency WHERE org_id = ?1 AND hash = ?2";
    let record =
        |row: &rusqlite::Row<'_>| Ok(IdempotencyRecord { fingerprint: row.get(0)?, receipt: row.get(1)?, at: Timestamp(row.get(2)?) });
    connection.prepare_cached(sql)?.query_row(params![org, hash], record).optional()
}

fn holder(connection: &Connection, org: i64, key: &UniqueKey) -> rusqlite::Result<Option<Uuid>> {
    let one = |sql: &str, params: &[&dyn rusqlite::ToSql]| connection.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional();
    match key {
        UniqueKey::Identity(channel, handle) => {
            one("SELECT contact_id FROM identities WHERE org_id = ?1 AND channel_id = ?2 AND handle = ?3", &[&org, &channel.0, handle])
        }
        UniqueKey::OpenRoom(channel, contact) => one(
            "SELECT room_id FROM rooms WHERE org_id = ?1 AND channel_id = ?2 AND contact_id = ?3 AND status <> 'resolved'",
            &[&org, &channel.0, &contact.0],
        ),
        UniqueKey::Username(name) => one("SELECT user_id FROM users WHERE org_id = ?1 AND username = ?2", &[&org, name]),
        UniqueKey::TeamName(name) => one("SELECT team_id FROM teams WHERE org_id = ?1 AND name = ?2", &[&org, name]),
        UniqueKey::SlaName(name) => one("SELECT sla_id FROM slas WHERE org_id = ?1 AND name = ?2", &[&org, name]),
        UniqueKey::CannedShortcut(name) => {
            one("SELECT canned_response_id FROM canned_responses WHERE org_id = ?1 AND name = ?2", &[&org, name])
        }
        UniqueKey::BuiltinChannel(name) => one("SELECT channel_id FROM channels WHERE org_id = ?1 AND builtin = ?2", &[&org, name]),
        UniqueKey::ManagedSubscription(name) => {
            one("SELECT subscription_id FROM subscriptions WHERE org_id = ?1 AND managed_by = ?2", &[&org, name])
        }
        UniqueKey::RocketChatMessage(id) => one("SELECT message_id FROM messages WHERE org_id = ?1 AND rc_id = ?2", &[&org, id]),
        UniqueKey::ProviderMessage(channel, id) => {
            one("SELECT message_id FROM messages WHERE org_id = ?1 AND channel_id = ?2 AND provider_id = ?3", &[&org, &channel.0, id])
        }
        UniqueKey::LocalMessage(room, person, id) => one(
            "SELECT message_id FROM messages WHERE org_id = ?1 AND room_id = ?2 AND author_id = ?3 AND local_id = ?4",
            &[&org, &room.0, &person.uuid(), id],
        ),
    }
}
