//! Looking up who holds what is unique.

use std::collections::HashMap;

use switchroom_domain::unique::UniqueKey;
use switchroom_domain::world::World;
use tokio_postgres::{Client, Row};
use uuid::Uuid;

use super::load::Loaded;
use crate::postgres::codec::text;
use crate::postgres::error::{PgError, column};
use crate::postgres::params::params;

/// A unique key as rows have it: up to two ids and a text.
type Columns = (Uuid, Uuid, String);

/// Who holds these keys, which are all of one kind.
pub(super) async fn holders(client: &Client, org: i64, keys: Vec<UniqueKey>) -> Result<Loaded, PgError> {
    let columns: Vec<Columns> = keys.iter().map(columns).collect();
    let firsts: Vec<Uuid> = columns.iter().map(|(first, _, _)| *first).collect();
    let seconds: Vec<Uuid> = columns.iter().map(|(_, second, _)| *second).collect();
    let texts: Vec<&str> = columns.iter().map(|(_, _, text)| text.as_str()).collect();
    let Some(sql) = keys.first().map(statement) else { return Ok(Box::new(|_| {})) };
    let rows = client.query_typed(sql, params![org, firsts, seconds, texts]).await?;
    let row = |row: &Row| -> Result<_, PgError> { Ok(((column(row, 0)?, column(row, 1)?, column(row, 2)?), column(row, 3)?)) };
    let found: HashMap<Columns, Uuid> = rows.iter().map(row).collect::<Result<_, _>>()?;
    Ok(Box::new(move |world: &mut World| {
        for (key, columns) in keys.into_iter().zip(columns) {
            world.unique_loaded(key, found.get(&columns).copied());
        }
    }))
}

fn columns(key: &UniqueKey) -> Columns {
    let named = |name: &str| (Uuid::nil(), Uuid::nil(), text(name).into_owned());
    match key {
        UniqueKey::Identity(channel, handle) => (channel.0, Uuid::nil(), text(handle).into_owned()),
        UniqueKey::OpenRoom(channel, contact) => (channel.0, contact.0, String::new()),
        UniqueKey::Username(name)
        | UniqueKey::TeamName(name)
        | UniqueKey::SlaName(name)
        | UniqueKey::CannedShortcut(name)
        | UniqueKey::BuiltinChannel(name)
        | UniqueKey::ManagedSubscription(name)
        | UniqueKey::RocketChatMessage(name) => named(name),
        UniqueKey::ProviderMessage(channel, id) => (channel.0, Uuid::nil(), text(id).into_owned()),
        UniqueKey::LocalMessage(room, person, id) => (room.0, person.uuid(), text(id).into_owned()),
    }
}

/// The statement that finds the holders of keys of this kind, one by one, and answers the key's columns and its holder.
fn statement(key: &UniqueKey) -> &'static str {
    macro_rules! holders {
        ($holder:literal, $table:literal, $condition:literal) => {
            concat!(
                "SELECT w.a, w.b, w.t, h.holder FROM unnest($2, $3, $4) AS w (a, b, t) CROSS JOIN LATERAL (SELECT h.",
                $holder,
                " AS holder FROM ",
                $table,
                " AS h WHERE h.org_id = $1 AND ",
                $condition,
                " OFFSET 0) AS h"
            )
        };
    }
    match key {
        UniqueKey::Identity(..) => holders!("contact_id", "identities", "h.channel_id = w.a AND h.handle = w.t"),
        UniqueKey::OpenRoom(..) => holders!("room_id", "rooms", "h.channel_id = w.a AND h.contact_id = w.b AND h.open"),
        UniqueKey::Username(_) => holders!("user_id", "users", "h.username = w.t"),
        UniqueKey::TeamName(_) => holders!("team_id", "teams", "h.name = w.t"),
        UniqueKey::SlaName(_) => holders!("sla_id", "slas", "h.name = w.t"),
        UniqueKey::CannedShortcut(_) => holders!("canned_response_id", "canned_responses", "h.name = w.t"),
        UniqueKey::BuiltinChannel(_) => holders!("channel_id", "channels", "h.builtin = w.t"),
        UniqueKey::ManagedSubscription(_) => holders!("subscription_id", "subscriptions", "h.managed_by = w.t"),
        UniqueKey::RocketChatMessage(_) => holders!("message_id", "messages", "h.rc_id = w.t"),
        UniqueKey::ProviderMessage(..) => holders!("message_id", "messages", "h.channel_id = w.a AND h.provider_id = w.t"),
        UniqueKey::LocalMessage(..) => holders!("message_id", "messages", "h.room_id = w.a AND h.author_id = w.b AND h.local_id = w.t"),
    }
}
