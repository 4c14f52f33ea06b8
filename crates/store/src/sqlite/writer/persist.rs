//! Writing a working set: each table once, each row once.

use rusqlite::{Connection, params};
use switchroom_domain::canned_response::CannedResponse;
use switchroom_domain::idempotency::IdempotencyRecord;
use switchroom_domain::message::{Message, Visibility};
use switchroom_domain::priority::Priority;
use switchroom_domain::role::Role;
use switchroom_domain::room::Room;
use switchroom_domain::sla::Sla;
use switchroom_domain::team::Team;
use switchroom_domain::world::{Changed, Table, World};
use switchroom_domain::{EventKind, FollowerId, OrgId, SubscriptionId};
use uuid::Uuid;

use crate::sqlite::codec::{event_doc, to_doc};

/// Writes everything that the working set's commands changed.
pub(super) fn world(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    people(connection, world)?;
    organization(connection, world)?;
    conversations(connection, world)?;
    following(connection, world)?;
    idempotency(connection, world)?;
    counters(connection, world)?;
    events(connection, world)?;
    head(connection, world)
}

fn people(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    let org = world.org.0;
    // Whoever gives up a name must have done so before somebody takes it in the same batch.
    for Changed { before, now, .. } in world.users.changed() {
        if let (Some(before), Some(now)) = (before, now)
            && before.username != now.username
        {
            let sql = "UPDATE users SET username = ?3 WHERE org_id = ?1 AND user_id = ?2";
            connection.prepare_cached(sql)?.execute(params![org, now.id.0, now.id.0.to_string()])?;
        }
    }
    for user in world.users.kept() {
        connection
            .prepare_cached(
                "INSERT INTO users (org_id, user_id, username, number, email, takes_rooms, deleted, doc)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (org_id, user_id) DO UPDATE SET username = excluded.username, email = excluded.email,
                     takes_rooms = excluded.takes_rooms, deleted = excluded.deleted, doc = excluded.doc",
            )?
            .execute(params![
                org,
                user.id.0,
                user.username,
                user.number,
                user.email.as_ref().map(|email| email.to_lowercase()),
                user.takes_rooms(),
                user.deleted_at.is_some(),
                to_doc(&**user)?
            ])?;
    }
    for Changed { before, now, .. } in world.contacts.changed() {
        let gone = before.filter(|_| now.is_some_and(|now| now.identities.is_empty())).map_or(&[][..], |before| &before.identities);
        for identity in gone {
            connection.prepare_cached("DELETE FROM identities WHERE org_id = ?1 AND channel_id = ?2 AND handle = ?3")?.execute(params![
                org,
                identity.channel.0,
                identity.handle
            ])?;
        }
    }
    for contact in world.contacts.kept() {
        connection
            .prepare_cached(
                "INSERT INTO contacts (org_id, contact_id, number, name, deleted, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (org_id, contact_id) DO UPDATE SET name = excluded.name, deleted = excluded.deleted, doc = excluded.doc",
            )?
            .execute(params![org, contact.id.0, contact.number, contact.name, contact.deleted_at.is_some(), to_doc(&**contact)?])?;
        for identity in &contact.identities {
            // An edited contact's identities stand there already.
            connection
                .prepare_cached(
                    "INSERT INTO identities (org_id, channel_id, handle, contact_id) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (org_id, channel_id, handle) DO NOTHING",
                )?
                .execute(params![org, identity.channel.0, identity.handle, contact.id.0])?;
        }
    }
    for channel in world.channels.kept() {
        connection
            .prepare_cached(
                "INSERT INTO channels (org_id, channel_id, builtin, doc) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (org_id, channel_id) DO UPDATE SET doc = excluded.doc",
            )?
            .execute(params![org, channel.id.0, channel.builtin, to_doc(&**channel)?])?;
    }
    for role in world.roles.kept() {
        self::role(connection, role)?;
    }
    for token in world.tokens.kept() {
        connection
            .prepare_cached(
                "INSERT INTO tokens (hash, org_id, token_id, revoked, doc, user_id, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (org_id, token_id) DO UPDATE SET revoked = excluded.revoked, doc = excluded.doc",
            )?
            .execute(params![
                token.hash,
                org,
                token.id.0,
                token.revoked_at.is_some(),
                to_doc(&**token)?,
                token.account().map(|user| user.0),
                token.expires_at.map(|end| end.0),
            ])?;
    }
    Ok(())
}

/// Keeps a role.
pub(in crate::sqlite) fn role(connection: &Connection, role: &Role) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO roles (org_id, name, doc) VALUES (?1, ?2, ?3) ON CONFLICT (org_id, name) DO UPDATE SET doc = excluded.doc",
        )?
        .execute(params![role.org.0, role.name, to_doc(role)?])?;
    Ok(())
}

fn organization(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    let org = world.org.0;
    named(connection, world, &world.teams, "teams", "team_id", |team: &Team| team.name.to_lowercase())?;
    named(connection, world, &world.slas, "slas", "sla_id", |sla: &Sla| sla.name.to_lowercase())?;
    named(connection, world, &world.canned_responses, "canned_responses", "canned_response_id", CannedResponse::name_key)?;
    for Changed { id: key, now, .. } in world.custom_fields.changed() {
        match now {
            Some(field) => connection
                .prepare_cached(
                    "INSERT INTO custom_fields (org_id, key, doc) VALUES (?1, ?2, ?3)
                     ON CONFLICT (org_id, key) DO UPDATE SET doc = excluded.doc",
                )?
                .execute(params![org, key, to_doc(&**field)?])?,
            None => connection.prepare_cached("DELETE FROM custom_fields WHERE org_id = ?1 AND key = ?2")?.execute(params![org, key])?,
        };
    }
    for Changed { id, now, .. } in world.views.changed() {
        match now {
            Some(view) => connection
                .prepare_cached(
                    "INSERT INTO saved_views (org_id, view_id, owner_id, shared, doc) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (org_id, view_id) DO UPDATE SET shared = excluded.shared, doc = excluded.doc",
                )?
                .execute(params![org, id.0, view.owner.0, view.shared, to_doc(&**view)?])?,
            None => connection.prepare_cached("DELETE FROM saved_views WHERE org_id = ?1 AND view_id = ?2")?.execute(params![org, id.0])?,
        };
    }
    for Changed { id, now, .. } in world.oauth_clients.changed() {
        match now {
            Some(client) => connection
                .prepare_cached("INSERT INTO oauth_clients (client_id, org_id, doc) VALUES (?1, ?2, ?3)")?
                .execute(params![id.0, org, to_doc(&**client)?])?,
            None => {
                connection.prepare_cached("DELETE FROM oauth_clients WHERE client_id = ?1 AND org_id = ?2")?.execute(params![id.0, org])?
            }
        };
    }
    if let Some(name) = &world.organization_name {
        connection
            .prepare_cached("UPDATE organizations SET doc = json_set(doc, '$.name', ?2) WHERE org_id = ?1")?
            .execute(params![org, name])?;
    }
    for (name, value) in &world.settings_changed {
        match value {
            Some(value) => connection
                .prepare_cached(
                    "INSERT INTO settings (org_id, name, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT (org_id, name) DO UPDATE SET value = excluded.value",
                )?
                .execute(params![org, name, to_doc(value)?])?,
            None => connection.prepare_cached("DELETE FROM settings WHERE org_id = ?1 AND name = ?2")?.execute(params![org, name])?,
        };
    }
    Ok(())
}

/// Keeps what has an id and a name that is unique in the organization. What is gone and what gives up its name goes first,
/// so that another can take the name in the same batch.
fn named<K, V>(
    connection: &Connection,
    world: &World,
    rows: &Table<K, V>,
    table: &str,
    id_column: &str,
    name: impl Fn(&V) -> String,
) -> rusqlite::Result<()>
where
    K: Copy + Eq + std::hash::Hash + Into<Uuid>,
    V: serde::Serialize,
{
    let org = world.org.0;
    for Changed { id, .. } in rows.changed() {
        let sql = format!("DELETE FROM {table} WHERE org_id = ?1 AND {id_column} = ?2");
        connection.prepare_cached(&sql)?.execute(params![org, (*id).into()])?;
    }
    for Changed { id, now, .. } in rows.changed() {
        if let Some(row) = now {
            let sql = format!("INSERT INTO {table} (org_id, {id_column}, name, doc) VALUES (?1, ?2, ?3, ?4)");
            connection.prepare_cached(&sql)?.execute(params![org, (*id).into(), name(row), to_doc(&**row)?])?;
        }
    }
    Ok(())
}

fn conversations(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    let org = world.org.0;
    // A contact has one open room on a channel: whatever is resolved makes place first.
    for open in [false, true] {
        for Changed { before, now, .. } in world.rooms.changed() {
            if let Some(room) = now.filter(|room| room.head.status.is_open() == open) {
                self::room(connection, org, before.map(|before| &**before), room)?;
            }
        }
    }
    for (room, revision, texts) in &world.room_texts {
        connection.prepare_cached("INSERT INTO room_texts (org_id, room_id, revision, doc) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            org,
            room.0,
            revision,
            to_doc(texts)?
        ])?;
    }
    for committed in world.events.iter().filter(|committed| committed.event.kind == EventKind::RoomTagged) {
        if let Some(room) = &committed.room {
            tags(connection, org, room)?;
        }
    }
    for participant in world.participants.kept() {
        connection
            .prepare_cached(
                "INSERT INTO participants (org_id, room_id, person_id, doc) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (org_id, room_id, person_id) DO UPDATE SET doc = excluded.doc",
            )?
            .execute(params![org, participant.room.0, participant.person.uuid(), to_doc(&**participant)?])?;
    }
    for Changed { before, now, .. } in world.messages.changed() {
        if let Some(message) = now {
            self::message(connection, world, before.is_none(), message)?;
        }
    }
    for revision in world.revisions.kept() {
        connection
            .prepare_cached("INSERT INTO revisions (org_id, message_id, revision, doc) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![org, revision.message.0, revision.revision, to_doc(&**revision)?])?;
    }
    Ok(())
}

/// A room's row is written with every message, so it touches no index that stays as it is: SQLite rewrites the indexes of
/// all columns it is told to set, equal or not.
fn room(connection: &Connection, org: i64, before: Option<&Room>, room: &Room) -> rusqlite::Result<()> {
    let (id, at, doc) = (room.facts.id.0, room.head.last_activity_at.0, to_doc(room)?);
    let Some(before) = before else { return new_room(connection, org, room, &doc) };
    let assignee = room.head.primary_assignee();
    let last_message_at = room.head.last_message.map(|last| last.at.0);
    if seldom(before) != seldom(room) {
        let Seldom { team, priority, established_at, resolved_at, rating, name, snoozed_until } = seldom(room);
        let sql = "UPDATE rooms SET team_id = ?3, priority = ?4, established_at = ?5, resolved_at = ?6, rating = ?7, name = ?8,
                       snoozed_until = ?9
                   WHERE org_id = ?1 AND room_id = ?2";
        let params = params![org, id, team, priority, established_at, resolved_at, rating, name, snoozed_until];
        connection.prepare_cached(sql)?.execute(params)?;
    }
    if before.head.status != room.head.status || before.head.primary_assignee() != assignee {
        let sql = "UPDATE rooms SET status = ?3, assignee_id = ?4, last_activity_at = ?5, last_message_at = ?6, doc = ?7
                   WHERE org_id = ?1 AND room_id = ?2";
        let params = params![org, id, room.head.status.as_str(), assignee.map(|user| user.0), at, last_message_at, doc];
        connection.prepare_cached(sql)?.execute(params)?;
    } else if before.head.last_activity_at != room.head.last_activity_at {
        let sql = "UPDATE rooms SET last_activity_at = ?3, last_message_at = ?4, doc = ?5 WHERE org_id = ?1 AND room_id = ?2";
        connection.prepare_cached(sql)?.execute(params![org, id, at, last_message_at, doc])?;
    } else {
        let sql = "UPDATE rooms SET doc = ?3 WHERE org_id = ?1 AND room_id = ?2";
        connection.prepare_cached(sql)?.execute(params![org, id, doc])?;
    }
    Ok(())
}

/// Columns of a room that seldom change.
#[derive(PartialEq)]
struct Seldom<'a> {
    team: Option<Uuid>,
    priority: Option<&'static str>,
    established_at: Option<i64>,
    resolved_at: Option<i64>,
    rating: Option<u8>,
    name: Option<&'a str>,
    snoozed_until: Option<i64>,
}

fn seldom(room: &Room) -> Seldom<'_> {
    Seldom {
        team: room.head.team.map(|team| team.0),
        priority: room.head.priority.map(Priority::as_str),
        established_at: room.head.established_at.map(|at| at.0),
        resolved_at: room.head.resolved_at.map(|at| at.0),
        rating: room.texts.rating.as_ref().map(|rating| rating.value),
        name: room.texts.name.as_deref(),
        snoozed_until: room.head.snoozed_until.map(|until| until.0),
    }
}

fn new_room(connection: &Connection, org: i64, room: &Room, doc: &str) -> rusqlite::Result<()> {
    let Seldom { team, priority, established_at, resolved_at, rating, name, snoozed_until } = seldom(room);
    connection
        .prepare_cached(
            "INSERT INTO rooms (org_id, room_id, channel_id, contact_id, status, assignee_id, last_activity_at, doc, number, kind, origin,
                 created_at, team_id, priority, established_at, resolved_at, rating, last_message_at, name,
                 snoozed_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?
        .execute(params![
            org,
            room.facts.id.0,
            room.facts.channel.0,
            room.facts.contact.0,
            room.head.status.as_str(),
            room.head.primary_assignee().map(|user| user.0),
            room.head.last_activity_at.0,
            doc,
            room.facts.number,
            room.facts.kind.as_str(),
            room.facts.origin.as_str(),
            room.facts.created_at.0,
            team,
            priority,
            established_at,
            resolved_at,
            rating,
            room.head.last_message.map(|last| last.at.0),
            name,
            snoozed_until,
        ])?;
    Ok(())
}

fn tags(connection: &Connection, org: i64, room: &Room) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM room_tags WHERE org_id = ?1 AND room_id = ?2")?.execute(params![org, room.facts.id.0])?;
    for tag in &room.head.tags {
        connection.prepare_cached("INSERT INTO room_tags (org_id, room_id, tag) VALUES (?1, ?2, ?3)")?.execute(params![
            org,
            room.facts.id.0,
            tag
        ])?;
    }
    Ok(())
}

fn message(connection: &Connection, world: &World, new: bool, message: &Message) -> rusqlite::Result<()> {
    let doc = to_doc(message)?;
    if !new {
        let sql = "UPDATE messages SET doc = ?3 WHERE org_id = ?1 AND message_id = ?2";
        connection.prepare_cached(sql)?.execute(params![message.org.0, message.id.0, doc])?;
        return Ok(());
    }
    let channel = match &message.provider_id {
        // Whoever decided on the message has loaded its room.
        Some(_) => world.room(message.room).ok().flatten().map(|room| room.facts.channel.0),
        None => None,
    };
    let author = message.local_id.as_ref().and_then(|_| message.author.person()).map(|person| person.uuid());
    connection
        .prepare_cached(
            "INSERT INTO messages (org_id, message_id, room_id, created_at, internal, channel_id, provider_id, author_id, local_id, doc,
                 rc_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            message.org.0,
            message.id.0,
            message.room.0,
            message.created_at.0,
            message.visibility == Visibility::Internal,
            channel,
            message.provider_id,
            author,
            message.local_id,
            doc,
            message.rc_id,
        ])?;
    Ok(())
}

fn following(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    let org = world.org.0;
    let gone = || world.subscriptions.changed().filter(|changed| changed.now.is_none()).map(|changed| *changed.id);
    for id in gone() {
        forget_subscription(connection, world.org, id)?;
    }
    for subscription in world.subscriptions.kept() {
        connection
            .prepare_cached(
                "INSERT INTO subscriptions (org_id, subscription_id, managed_by, doc) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (org_id, subscription_id) DO UPDATE SET doc = excluded.doc",
            )?
            .execute(params![org, subscription.id.0, subscription.managed_by, to_doc(&**subscription)?])?;
    }
    for replay in world.replays.kept() {
        connection
            .prepare_cached(
                "INSERT INTO replays (org_id, replay_id, subscription_id, running, doc) VALUES (?1, ?2, ?3, 1, ?4)
                 ON CONFLICT (org_id, replay_id) DO UPDATE SET doc = excluded.doc",
            )?
            .execute(params![org, replay.id.0, replay.subscription.0, to_doc(&**replay)?])?;
    }
    for (follower, after) in &world.cursors {
        connection
            .prepare_cached(
                "INSERT INTO followers (org_id, follower_id, epoch, cursor) VALUES (?1, ?2, 1, ?3)
                 ON CONFLICT (org_id, follower_id) DO UPDATE SET epoch = epoch + 1, cursor = excluded.cursor,
                     breaker_probes = NULL, breaker_at = NULL, failing_since = NULL",
            )?
            .execute(params![org, follower.0, after])?;
        connection.prepare_cached("DELETE FROM parked_rooms WHERE org_id = ?1 AND follower_id = ?2")?.execute(params![org, follower.0])?;
    }
    // What was set of them earlier in the same batch goes with them.
    for id in gone() {
        forget_subscription(connection, world.org, id)?;
    }
    Ok(())
}

fn forget_subscription(connection: &Connection, org: OrgId, id: SubscriptionId) -> rusqlite::Result<()> {
    let replays: Vec<Uuid> = connection
        .prepare_cached("SELECT replay_id FROM replays WHERE org_id = ?1 AND subscription_id = ?2")?
        .query_map(params![org.0, id.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for follower in [id.live(), id.campaigns()].into_iter().chain(replays.into_iter().map(FollowerId)) {
        forget_follower(connection, org, follower)?;
    }
    for sql in [
        "DELETE FROM dead_letters WHERE org_id = ?1 AND follower_id = ?2",
        "DELETE FROM replays WHERE org_id = ?1 AND subscription_id = ?2",
        "DELETE FROM subscriptions WHERE org_id = ?1 AND subscription_id = ?2",
    ] {
        connection.prepare_cached(sql)?.execute(params![org.0, id.0])?;
    }
    Ok(())
}

/// Forgets a follower's position.
pub(in crate::sqlite) fn forget_follower(connection: &Connection, org: OrgId, follower: FollowerId) -> rusqlite::Result<()> {
    for sql in
        ["DELETE FROM parked_rooms WHERE org_id = ?1 AND follower_id = ?2", "DELETE FROM followers WHERE org_id = ?1 AND follower_id = ?2"]
    {
        connection.prepare_cached(sql)?.execute(params![org.0, follower.0])?;
    }
    Ok(())
}

fn idempotency(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    for Changed { id: hash, now, .. } in world.idempotency.changed() {
        if let Some(record) = now {
            idempotency_record(connection, world.org, hash, record)?;
        }
    }
    Ok(())
}

/// Remembers a request that is being carried out.
pub(in crate::sqlite) fn idempotency_record(
    connection: &Connection,
    org: OrgId,
    hash: &[u8; 32],
    record: &IdempotencyRecord,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO idempotency (org_id, hash, fingerprint, at, receipt) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![org.0, hash, record.fingerprint, record.at.0, record.receipt])?;
    Ok(())
}

fn counters(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    for (counter, delta) in world.counters.iter().filter(|(_, delta)| **delta != 0) {
        let (dimension, key) = counter.dimension_and_key();
        connection
            .prepare_cached(
                "INSERT INTO counters (org_id, dimension, key, value) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (org_id, dimension, key) DO UPDATE SET value = value + excluded.value",
            )?
            .execute(params![world.org.0, dimension, key, delta])?;
    }
    Ok(())
}

fn events(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    for committed in &world.events {
        let event = &committed.event;
        connection
            .prepare_cached("INSERT INTO events (org_id, seq, room_id, kind, at, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![event.org.0, event.seq, event.room.map(|room| room.0), event.kind.as_str(), event.at.0, event_doc(event)?])?;
    }
    Ok(())
}

fn head(connection: &Connection, world: &World) -> rusqlite::Result<()> {
    let head = &world.head;
    connection
        .prepare_cached("UPDATE heads SET seq = ?2, at = ?3, person_number = ?4, room_number = ?5, message_number = ?6 WHERE org_id = ?1")?
        .execute(params![world.org.0, head.seq, head.at, head.person_number, head.room_number, head.message_number])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rusqlite::Connection;
    use switchroom_domain::organization::Head;
    use switchroom_domain::room::{Origin, Room, RoomFacts, RoomHead, RoomKind, RoomStatus, RoomTexts};
    use switchroom_domain::world::{World, Write};
    use switchroom_domain::{ChannelId, ContactId, OrgId, RoomId, Timestamp};
    use uuid::Uuid;

    use crate::sqlite::log::doc;
    use crate::sqlite::migrations;

    fn room(number: i64, status: RoomStatus) -> Write {
        let at = Timestamp(1);
        let facts = RoomFacts {
            org: OrgId::FIRST,
            id: RoomId(Uuid::from_u128(number.unsigned_abs().into())),
            number,
            channel: ChannelId(Uuid::nil()),
            contact: ContactId(Uuid::nil()),
            kind: RoomKind::Conversation,
            origin: Origin::Api,
            created_at: at,
        };
        Write::Room(Arc::new(Room { facts, head: RoomHead::opened(status, at), texts: RoomTexts::default() }))
    }

    #[test]
    fn of_two_rooms_one_makes_place_for_the_other_in_one_batch() {
        let mut connection = Connection::open_in_memory().expect("a database");
        migrations::main_file(&mut connection).expect("a schema");
        let keep = |writes: Vec<Write>| {
            let mut world = World::new(OrgId::FIRST, Head::default());
            for write in &writes {
                let Write::Room(room) = write else { continue };
                let sql = "SELECT doc FROM rooms WHERE room_id = ?1";
                world.rooms.loaded(room.facts.id, doc(&connection, sql, [room.facts.id.0]).expect("read"));
            }
            world.apply(writes, Vec::new(), Vec::new(), Head::default());
            super::world(&connection, &world).expect("kept");
        };
        keep(vec![room(1, RoomStatus::Queued), room(2, RoomStatus::Resolved)]);
        // The one that is opened again was touched first, as by a tag.
        keep(vec![room(2, RoomStatus::Resolved), room(1, RoomStatus::Resolved), room(2, RoomStatus::Queued)]);
    }
}
