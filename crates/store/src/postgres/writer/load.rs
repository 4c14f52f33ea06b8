//! Loading what deciding misses into the working set: one statement a kind of thing, however many are wanted of it, all sent at once.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::mem::discriminant;

use futures_util::future::try_join_all;
use serde::de::DeserializeOwned;
use switchroom_domain::counter::Counter;
use switchroom_domain::idempotency::IdempotencyRecord;
use switchroom_domain::organization::Head;
use switchroom_domain::token::Token;
use switchroom_domain::unique::UniqueKey;
use switchroom_domain::world::{AvailableAgent, Key, World};
use switchroom_domain::{ContactId, OrgId, Person, RoomId, Timestamp, UserId, role};
use tokio_postgres::{Client, Row};
use uuid::Uuid;

use super::unique;
use crate::postgres::codec::{from_doc, signed, text};
use crate::postgres::error::{PgError, column};
use crate::postgres::params::{Param, each, params};
use crate::postgres::views::{SETTINGS, TOKENS_OF_USER, settings};

/// Puts what was loaded into the working set.
pub(super) type Loaded = Box<dyn FnOnce(&mut World) + Send>;

/// The head of an organization's log, locked until the end of the transaction; none if there is no such organization.
pub(super) async fn locked_head(client: &Client, org: OrgId) -> Result<Option<Head>, PgError> {
    let sql = "SELECT seq, at, person_number, room_number, message_number FROM heads WHERE org_id = $1 FOR UPDATE";
    let rows = client.query_typed(sql, params![org.0]).await?;
    let head = |row: &Row| -> Result<Head, PgError> {
        Ok(Head {
            seq: column(row, 0)?,
            at: column(row, 1)?,
            person_number: column(row, 2)?,
            room_number: column(row, 3)?,
            message_number: column(row, 4)?,
        })
    };
    rows.first().map(head).transpose()
}

/// Loads these things, or that there are none. `new_agents` are those of [`World::new_agents`], `at` is the time of the log's head.
pub(super) async fn keys(
    client: &Client,
    org: OrgId,
    keys: impl IntoIterator<Item = Key>,
    new_agents: &[UserId],
    at: i64,
) -> Result<Vec<Loaded>, PgError> {
    let mut kinds: HashMap<_, Vec<Key>> = HashMap::new();
    for key in keys {
        let kind = match &key {
            Key::Unique(key) => (None, Some(discriminant(key))),
            key => (Some(discriminant(key)), None),
        };
        kinds.entry(kind).or_default().push(key);
    }
    try_join_all(kinds.into_values().map(|keys| of_kind(client, org.0, keys, new_agents, at))).await
}

/// Entities by an id that is a UUID.
macro_rules! by_id {
    ($client:ident, $org:ident, $keys:ident, $kind:ident, $table:ident, $sql:expr) => {{
        let ids: Vec<_> = $keys.into_iter().filter_map(|key| if let Key::$kind(id) = key { Some(id) } else { None }).collect();
        let uuids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let mut found = docs($client, $sql, params![$org, uuids], |row| column::<Uuid>(row, 0)).await?;
        Box::new(move |world: &mut World| ids.into_iter().for_each(|id| world.$table.loaded(id, found.remove(&id.0))))
    }};
}

/// Entities by a name.
macro_rules! by_name {
    ($client:ident, $org:ident, $keys:ident, $kind:ident, $table:ident, $sql:expr) => {{
        let names: Vec<_> = $keys.into_iter().filter_map(|key| if let Key::$kind(name) = key { Some(name) } else { None }).collect();
        let texts: Vec<_> = names.iter().map(|name| text(name)).collect();
        let mut found = docs($client, $sql, params![$org, texts], |row| column::<String>(row, 0)).await?;
        Box::new(move |world: &mut World| {
            for name in names {
                let row = found.remove(&*text(&name));
                world.$table.loaded(name, row);
            }
        })
    }};
}

/// Loads things that are all of one kind.
async fn of_kind(client: &Client, org: i64, keys: Vec<Key>, new_agents: &[UserId], at: i64) -> Result<Loaded, PgError> {
    let Some(first) = keys.first() else { return Ok(Box::new(|_| {})) };
    Ok(match first {
        Key::Admins => {
            let admins = admins(client, org).await?;
            Box::new(move |world| world.admins_loaded(admins))
        }
        Key::Agents => {
            let agents = agents(client, org, new_agents).await?;
            Box::new(move |world| world.agents_loaded(agents))
        }
        Key::RoleNames => {
            let rows = client.query_typed("SELECT name FROM roles WHERE org_id = $1 ORDER BY name", params![org]).await?;
            let names = rows.iter().map(|row| column(row, 0)).collect::<Result<_, _>>()?;
            Box::new(move |world| world.role_names_loaded(names))
        }
        Key::Settings => {
            let settings = settings(&client.query_typed(SETTINGS, params![org]).await?)?;
            Box::new(move |world| world.settings_loaded(settings))
        }
        Key::Channel(_) => {
            by_id!(client, org, keys, Channel, channels, each!("channels", "channel_id"))
        }
        Key::Contact(_) => {
            by_id!(client, org, keys, Contact, contacts, each!("contacts", "contact_id"))
        }
        Key::Message(_) => {
            by_id!(client, org, keys, Message, messages, each!("messages", "message_id"))
        }
        Key::OAuthClient(_) => by_id!(client, org, keys, OAuthClient, oauth_clients, each!("oauth_clients", "client_id")),
        Key::Room(_) => {
            by_id!(client, org, keys, Room, rooms, each!("room_heads", "room_id"))
        }
        Key::CannedResponse(_) => {
            by_id!(client, org, keys, CannedResponse, canned_responses, each!("canned_responses", "canned_response_id"))
        }
        Key::View(_) => by_id!(client, org, keys, View, views, each!("saved_views", "view_id")),
        Key::Sla(_) => by_id!(client, org, keys, Sla, slas, each!("slas", "sla_id")),
        Key::Replay(_) => by_id!(client, org, keys, Replay, replays, each!("replays", "replay_id")),
        Key::Subscription(_) => by_id!(client, org, keys, Subscription, subscriptions, each!("subscriptions", "subscription_id")),
        Key::Team(_) => by_id!(client, org, keys, Team, teams, each!("teams", "team_id")),
        Key::Token(_) => {
            by_id!(client, org, keys, Token, tokens, each!("tokens", "token_id"))
        }
        Key::TokensOfUser(_) => {
            let users = keys.into_iter().filter_map(|key| if let Key::TokensOfUser(user) = key { Some(user) } else { None });
            let mut found = Vec::new();
            for user in users {
                let rows = client.query_typed(TOKENS_OF_USER, params![org, user.0, at, i64::MAX]).await?;
                found.push((user, rows.iter().map(|row| from_doc(row, 0)).collect::<Result<Vec<Token>, PgError>>()?));
            }
            Box::new(move |world| found.into_iter().for_each(|(user, tokens)| world.tokens_of_user_loaded(user, tokens)))
        }
        Key::User(_) => by_id!(client, org, keys, User, users, each!("users", "user_id")),
        Key::CustomField(_) => {
            by_name!(client, org, keys, CustomField, custom_fields, each!("custom_fields", "key"))
        }
        Key::Role(_) => by_name!(client, org, keys, Role, roles, each!("roles", "name")),
        Key::Idempotency(_) => {
            let hashes: Vec<[u8; 32]> =
                keys.into_iter().filter_map(|key| if let Key::Idempotency(hash) = key { Some(hash) } else { None }).collect();
            let mut found = requests(client, org, &hashes).await?;
            Box::new(move |world| hashes.into_iter().for_each(|hash| world.idempotency.loaded(hash, found.remove(&hash[..]))))
        }
        Key::OpenRoomsOfContact(_) => {
            let contacts: Vec<_> =
                keys.into_iter().filter_map(|key| if let Key::OpenRoomsOfContact(contact) = key { Some(contact) } else { None }).collect();
            let ids: Vec<Uuid> = contacts.iter().map(|contact| contact.0).collect();
            let sql = "SELECT w.contact_id, r.rooms FROM unnest($2) AS w (contact_id) CROSS JOIN LATERAL (
                           SELECT count(*) AS rooms FROM rooms WHERE org_id = $1 AND contact_id = w.contact_id AND open
                       ) AS r";
            let rows = client.query_typed(sql, params![org, ids]).await?;
            let counts: HashMap<Uuid, i64> =
                rows.iter().map(|row| Ok((column(row, 0)?, column(row, 1)?))).collect::<Result<_, PgError>>()?;
            Box::new(move |world| {
                for contact in contacts {
                    world.open_rooms_of_contact_loaded(contact, counts.get(&contact.0).copied().unwrap_or(0));
                }
            })
        }
        Key::Participant(..) => {
            let wanted: Vec<_> = keys
                .into_iter()
                .filter_map(|key| if let Key::Participant(room, person) = key { Some((room, person)) } else { None })
                .collect();
            let (rooms, people): (Vec<Uuid>, Vec<Uuid>) = wanted.iter().map(|(room, person)| (room.0, person.uuid())).unzip();
            let sql = "SELECT w.room_id, w.person_id, p.doc FROM unnest($2, $3) AS w (room_id, person_id) CROSS JOIN LATERAL (
                           SELECT doc FROM participants WHERE org_id = $1 AND room_id = w.room_id AND person_id = w.person_id OFFSET 0
                       ) AS p";
            let mut found =
                docs(client, sql, params![org, rooms, people], |row| Ok((column::<Uuid>(row, 0)?, column::<Uuid>(row, 1)?))).await?;
            Box::new(move |world| {
                for (room, person) in wanted {
                    let row = found.remove(&(room.0, person.uuid()));
                    world.participants.loaded((room, person), row);
                }
            })
        }
        Key::Revision(..) => {
            let wanted: Vec<_> = keys
                .into_iter()
                .filter_map(|key| if let Key::Revision(message, revision) = key { Some((message, revision)) } else { None })
                .collect();
            let (messages, revisions): (Vec<Uuid>, Vec<i32>) =
                wanted.iter().map(|(message, revision)| (message.0, signed(*revision))).unzip();
            let sql = "SELECT w.message_id, w.revision, r.doc FROM unnest($2, $3) AS w (message_id, revision) CROSS JOIN LATERAL (
                           SELECT doc FROM revisions WHERE org_id = $1 AND message_id = w.message_id AND revision = w.revision OFFSET 0
                       ) AS r";
            let mut found =
                docs(client, sql, params![org, messages, revisions], |row| Ok((column::<Uuid>(row, 0)?, column::<i32>(row, 1)?))).await?;
            Box::new(move |world| {
                for (message, revision) in wanted {
                    let row = i32::try_from(revision).ok().and_then(|number| found.remove(&(message.0, number)));
                    world.revisions.loaded((message, revision), row);
                }
            })
        }
        Key::Unique(_) => {
            let unique: Vec<UniqueKey> =
                keys.into_iter().filter_map(|key| if let Key::Unique(key) = key { Some(key) } else { None }).collect();
            unique::holders(client, org, unique).await?
        }
    })
}

/// Loads the parts that rooms' contacts have in them, of those who have one.
pub(super) async fn contacts_of_rooms(client: &Client, org: OrgId, rooms: Vec<RoomId>) -> Result<Loaded, PgError> {
    if rooms.is_empty() {
        return Ok(Box::new(|_| {}));
    }
    let rooms: Vec<Uuid> = rooms.into_iter().map(|room| room.0).collect();
    // `OFFSET 0` keeps the planner from joining in another order: room by room, each by its key.
    let sql = "SELECT w.room_id, r.contact_id, p.doc FROM unnest($2) AS w (room_id)
               CROSS JOIN LATERAL (SELECT contact_id FROM rooms WHERE org_id = $1 AND room_id = w.room_id OFFSET 0) AS r
               CROSS JOIN LATERAL (
                   SELECT doc FROM participants WHERE org_id = $1 AND room_id = w.room_id AND person_id = r.contact_id OFFSET 0
               ) AS p";
    let found = docs(client, sql, params![org.0, rooms], |row| Ok((RoomId(column(row, 0)?), ContactId(column(row, 1)?)))).await?;
    Ok(Box::new(move |world| {
        for ((room, contact), row) in found {
            world.participants.loaded((room, Person::Contact(contact)), Some(row));
        }
    }))
}

/// The entities of a statement's rows, whose last column is their JSON, by key.
async fn docs<K: Eq + Hash, T: DeserializeOwned>(
    client: &Client,
    sql: &str,
    params: &[Param<'_>],
    key: impl Fn(&Row) -> Result<K, PgError>,
) -> Result<HashMap<K, T>, PgError> {
    let rows = client.query_typed(sql, params).await?;
    rows.iter().map(|row| Ok((key(row)?, from_doc(row, row.len() - 1)?))).collect()
}

async fn admins(client: &Client, org: i64) -> Result<Vec<UserId>, PgError> {
    let sql = "SELECT user_id FROM users WHERE org_id = $1 AND NOT deleted AND active AND $2 = ANY(roles)";
    let rows = client.query_typed(sql, params![org, role::ADMIN]).await?;
    rows.iter().map(|row| Ok(UserId(column(row, 0)?))).collect()
}

/// Who takes new rooms, those included who do so only since this batch.
async fn agents(client: &Client, org: i64, new: &[UserId]) -> Result<Vec<AvailableAgent>, PgError> {
    let rows = client.query_typed("SELECT user_id FROM users WHERE org_id = $1 AND takes_rooms", params![org]).await?;
    let mut users: BTreeSet<Uuid> = rows.iter().map(|row| column(row, 0)).collect::<Result<_, _>>()?;
    users.extend(new.iter().map(|user| user.0));
    let names: Vec<(Uuid, &'static str, String)> = users
        .into_iter()
        .map(|user| {
            let (dimension, key) = Counter::OpenRoomsByAssignee(UserId(user)).dimension_and_key();
            (user, dimension, key)
        })
        .collect();
    let dimensions: Vec<&str> = names.iter().map(|(_, dimension, _)| *dimension).collect();
    let keys: Vec<&str> = names.iter().map(|(_, _, key)| key.as_str()).collect();
    let sql = "SELECT w.key, c.value FROM unnest($2, $3) AS w (dimension, key) CROSS JOIN LATERAL (
                   SELECT value FROM counters WHERE org_id = $1 AND dimension = w.dimension AND key = w.key OFFSET 0
               ) AS c";
    let rows = client.query_typed(sql, params![org, dimensions, keys]).await?;
    let counts: HashMap<String, i64> = rows.iter().map(|row| Ok((column(row, 0)?, column(row, 1)?))).collect::<Result<_, PgError>>()?;
    let agent =
        |(user, _, key): &(Uuid, &str, String)| AvailableAgent { user: UserId(*user), open_rooms: counts.get(key).copied().unwrap_or(0) };
    Ok(names.iter().map(agent).collect())
}

/// The requests carried out under these hashes.
async fn requests(client: &Client, org: i64, hashes: &[[u8; 32]]) -> Result<HashMap<Vec<u8>, IdempotencyRecord>, PgError> {
    let hashes: Vec<&[u8]> = hashes.iter().map(|hash| &hash[..]).collect();
    let sql = "SELECT w.hash, i.fingerprint, i.receipt, i.at FROM unnest($2) AS w (hash) CROSS JOIN LATERAL (
                   SELECT fingerprint, receipt, at FROM idempotency WHERE org_id = $1 AND hash = w.hash OFFSET 0
               ) AS i";
    let rows = client.query_typed(sql, params![org, hashes]).await?;
    let request = |row: &Row| -> Result<_, PgError> {
        let fingerprint: &[u8] = column(row, 1)?;
        let fingerprint = fingerprint.try_into().map_err(|_| PgError::Damaged("a fingerprint is not 32 bytes long".to_owned()))?;
        Ok((column(row, 0)?, IdempotencyRecord { fingerprint, receipt: column(row, 2)?, at: Timestamp(column(row, 3)?) }))
    };
    rows.iter().map(request).collect()
}

/// The request carried out under that hash.
pub(in crate::postgres) async fn idempotency(client: &Client, org: OrgId, hash: &[u8; 32]) -> Result<Option<IdempotencyRecord>, PgError> {
    Ok(requests(client, org.0, &[*hash]).await?.into_values().next())
}
