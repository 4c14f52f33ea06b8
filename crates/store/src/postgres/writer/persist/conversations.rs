//! Rooms, who takes part in them, and what is said.

use std::sync::Arc;

use switchroom_domain::message::Message;
use switchroom_domain::participant::Participant;
use switchroom_domain::room::Room;
use switchroom_domain::world::{Changed, World};
use switchroom_domain::{EventKind, RoomId};

use crate::postgres::codec::{signed, text, to_doc};
use crate::postgres::columns::{self, MessageColumns, ParticipantColumns, RoomColumns, RoomHeadColumns, SeldomColumns};
use crate::postgres::error::PgError;
use crate::postgres::writer::statements::Statement;

pub(super) fn statements(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    rooms(world, into)?;
    room_heads(world, into)?;
    room_texts(world, into)?;
    for committed in world.events.iter().filter(|committed| committed.event.kind == EventKind::RoomTagged) {
        if let Some(room) = &committed.room {
            tags(world.org.0, room, into);
        }
    }
    participants(world, into)?;
    new_messages(world, into)?;
    changed_messages(world, into)?;
    files(world, into)?;
    revisions(world, into)
}

/// A contact has one open room on a channel: whatever is resolved makes place first.
fn rooms(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    let changed: Vec<(Option<&Arc<Room>>, &Arc<Room>)> =
        world.rooms.changed().filter_map(|Changed { before, now, .. }| Some((before, now?))).collect();
    for open in [false, true] {
        let of_status = || changed.iter().filter(|(_, now)| now.head.status.is_open() == open);
        for (before, now) in of_status() {
            let seldom = SeldomColumns::of(now);
            if before.is_some_and(|before| SeldomColumns::of(before) != seldom) {
                into.push(update(world.org.0, now, &seldom));
            }
        }
        insert(world.org.0, &of_status().filter(|(before, _)| before.is_none()).map(|(_, now)| &***now).collect::<Vec<_>>(), into);
    }
    Ok(())
}

fn update(org: i64, room: &Room, seldom: &SeldomColumns<'_>) -> Statement {
    Statement::new(
        "UPDATE rooms SET open = $3, team_id = $4, priority = $5, established_at = $6, resolved_at = $7, rating = $8, name = $9,
             snoozed_until = $10, custom_fields = $11::text::jsonb
         WHERE org_id = $1 AND room_id = $2",
    )
    .with(org)
    .with(room.facts.id.0)
    .with(seldom.open)
    .with(seldom.team)
    .with(seldom.priority)
    .with(seldom.established_at)
    .with(seldom.resolved_at)
    .with(seldom.rating)
    .with(columns::owned(seldom.name.as_ref()))
    .with(seldom.snoozed_until)
    .with(seldom.custom_fields())
}

fn insert(org: i64, rooms: &[&Room], into: &mut Vec<Statement>) {
    if rooms.is_empty() {
        return;
    }
    let columns: Vec<RoomColumns> = rooms.iter().map(|room| RoomColumns::of(room)).collect();
    let seldom: Vec<SeldomColumns<'_>> = rooms.iter().map(|room| SeldomColumns::of(room)).collect();
    into.push(
        Statement::new(
            "INSERT INTO rooms (org_id, room_id, number, channel_id, contact_id, kind, origin, created_at, open, team_id, priority,
                 established_at, resolved_at, rating, name, snoozed_until, custom_fields)
             SELECT $1, n.room_id, n.number, n.channel_id, n.contact_id, n.kind, n.origin, n.created_at, n.open, n.team_id, n.priority,
                 n.established_at, n.resolved_at, n.rating, n.name, n.snoozed_until, n.custom_fields::jsonb
             FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                 AS n (room_id, number, channel_id, contact_id, kind, origin, created_at, open, team_id, priority, established_at,
                     resolved_at, rating, name, snoozed_until, custom_fields)",
        )
        .with(org)
        .with(rooms.iter().map(|room| room.facts.id.0).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.number).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.channel).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.contact).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.kind).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.origin).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.created_at).collect::<Vec<_>>())
        .with(seldom.iter().map(|seldom| seldom.open).collect::<Vec<_>>())
        .with(seldom.iter().map(|seldom| seldom.team).collect::<Vec<_>>())
        .with(seldom.iter().map(|seldom| seldom.priority).collect::<Vec<_>>())
        .with(seldom.iter().map(|seldom| seldom.established_at).collect::<Vec<_>>())
        .with(seldom.iter().map(|seldom| seldom.resolved_at).collect::<Vec<_>>())
        .with(seldom.iter().map(|seldom| seldom.rating).collect::<Vec<_>>())
        .with(seldom.iter().map(|seldom| columns::owned(seldom.name.as_ref())).collect::<Vec<_>>())
        .with(seldom.iter().map(|seldom| seldom.snoozed_until).collect::<Vec<_>>())
        .with(seldom.iter().map(SeldomColumns::custom_fields).collect::<Vec<_>>()),
    );
}

fn room_heads(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    const UPDATE: &str = "UPDATE room_heads AS h
         SET status = n.status, assignee_id = n.assignee_id, last_activity_at = n.last_activity_at, last_message_at = n.last_message_at,
             doc = n.doc
         FROM unnest($2, $3, $4, $5, $6, $7) AS n (room_id, status, assignee_id, last_activity_at, last_message_at, doc)
         WHERE h.org_id = $1 AND h.room_id = n.room_id";
    const INSERT: &str = "INSERT INTO room_heads (org_id, room_id, status, assignee_id, last_activity_at, last_message_at, doc)
         SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7)";
    for (is_new, sql) in [(false, UPDATE), (true, INSERT)] {
        let rooms: Vec<&Arc<Room>> =
            world.rooms.changed().filter(|changed| changed.before.is_none() == is_new).filter_map(|changed| changed.now).collect();
        if rooms.is_empty() {
            continue;
        }
        let columns: Vec<RoomHeadColumns> = rooms.iter().map(|room| RoomHeadColumns::of(room)).collect();
        into.push(
            Statement::new(sql)
                .with(world.org.0)
                .with(rooms.iter().map(|room| room.facts.id.0).collect::<Vec<_>>())
                .with(columns.iter().map(|columns| columns.status).collect::<Vec<_>>())
                .with(columns.iter().map(|columns| columns.assignee).collect::<Vec<_>>())
                .with(columns.iter().map(|columns| columns.last_activity_at).collect::<Vec<_>>())
                .with(columns.iter().map(|columns| columns.last_message_at).collect::<Vec<_>>())
                .with(rooms.iter().map(|room| to_doc(&***room)).collect::<Result<Vec<_>, _>>()?),
        );
    }
    Ok(())
}

fn room_texts(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    if world.room_texts.is_empty() {
        return Ok(());
    }
    into.push(
        Statement::new("INSERT INTO room_texts (org_id, room_id, revision, doc) SELECT $1, * FROM unnest($2, $3, $4)")
            .with(world.org.0)
            .with(world.room_texts.iter().map(|(room, _, _)| room.0).collect::<Vec<_>>())
            .with(world.room_texts.iter().map(|(_, revision, _)| signed(*revision)).collect::<Vec<_>>())
            .with(world.room_texts.iter().map(|(_, _, texts)| to_doc(texts)).collect::<Result<Vec<_>, _>>()?),
    );
    Ok(())
}

fn tags(org: i64, room: &Room, into: &mut Vec<Statement>) {
    let RoomId(id) = room.facts.id;
    into.push(Statement::new("DELETE FROM room_tags WHERE org_id = $1 AND room_id = $2").with(org).with(id));
    if !room.head.tags.is_empty() {
        let tags: Vec<String> = room.head.tags.iter().map(|tag| text(tag).into_owned()).collect();
        // Two tags may be one when what cannot be kept is left out of them.
        let sql = "INSERT INTO room_tags (org_id, room_id, tag) SELECT $1, $2, * FROM unnest($3) ON CONFLICT DO NOTHING";
        into.push(Statement::new(sql).with(org).with(id).with(tags));
    }
}

fn participants(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    let participants: Vec<&Participant> = world.participants.kept().map(|participant| &**participant).collect();
    if participants.is_empty() {
        return Ok(());
    }
    let columns: Vec<ParticipantColumns> = participants.iter().map(|participant| ParticipantColumns::of(participant)).collect();
    into.push(
        Statement::new(
            "INSERT INTO participants (org_id, room_id, person_id, is_user, joined, doc)
             SELECT $1, * FROM unnest($2, $3, $4, $5, $6)
             ON CONFLICT (org_id, room_id, person_id) DO UPDATE SET joined = excluded.joined, doc = excluded.doc",
        )
        .with(world.org.0)
        .with(participants.iter().map(|participant| participant.room.0).collect::<Vec<_>>())
        .with(participants.iter().map(|participant| participant.person.uuid()).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.is_user).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.joined).collect::<Vec<_>>())
        .with(participants.iter().map(to_doc).collect::<Result<Vec<_>, _>>()?),
    );
    Ok(())
}

fn new_messages(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    let messages: Vec<&Message> =
        world.messages.changed().filter(|changed| changed.before.is_none()).filter_map(|changed| changed.now.map(|now| &**now)).collect();
    if messages.is_empty() {
        return Ok(());
    }
    // Whoever decided on the message has loaded its room.
    let channel = |message: &&Message| {
        message.provider_id.as_ref().and_then(|_| world.room(message.room).ok().flatten().map(|room| room.facts.channel.0))
    };
    let columns: Vec<MessageColumns<'_>> = messages.iter().map(|message| MessageColumns::of(message)).collect();
    into.push(
        Statement::new(
            "INSERT INTO messages (org_id, message_id, room_id, created_at, internal, author_id, channel_id, provider_id, local_id,
                 rc_id, doc)
             SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .with(world.org.0)
        .with(messages.iter().map(|message| message.id.0).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.room).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.created_at).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.internal).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.author).collect::<Vec<_>>())
        .with(messages.iter().map(channel).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns::owned(columns.provider_id.as_ref())).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns::owned(columns.local_id.as_ref())).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns::owned(columns.rc_id.as_ref())).collect::<Vec<_>>())
        .with(messages.iter().map(to_doc).collect::<Result<Vec<_>, _>>()?),
    );
    Ok(())
}

fn changed_messages(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    let messages: Vec<&Message> =
        world.messages.changed().filter(|changed| changed.before.is_some()).filter_map(|changed| changed.now.map(|now| &**now)).collect();
    if messages.is_empty() {
        return Ok(());
    }
    into.push(
        Statement::new(
            "UPDATE messages AS m SET doc = n.doc FROM unnest($2, $3) AS n (message_id, doc)
             WHERE m.org_id = $1 AND m.message_id = n.message_id",
        )
        .with(world.org.0)
        .with(messages.iter().map(|message| message.id.0).collect::<Vec<_>>())
        .with(messages.iter().map(to_doc).collect::<Result<Vec<_>, _>>()?),
    );
    Ok(())
}

fn files(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    for Changed { id, now, .. } in world.files.changed() {
        into.push(match now {
            Some(file) => Statement::new(
                "INSERT INTO files (org_id, file_id, due_at, doc) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (org_id, file_id) DO UPDATE SET due_at = excluded.due_at, doc = excluded.doc",
            )
            .with(world.org.0)
            .with(id.0)
            .with(file.due_at.map(|due| due.0))
            .with(to_doc(&**file)?),
            None => Statement::new("DELETE FROM files WHERE org_id = $1 AND file_id = $2").with(world.org.0).with(id.0),
        });
    }
    Ok(())
}

fn revisions(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    let revisions: Vec<_> = world.revisions.kept().collect();
    if revisions.is_empty() {
        return Ok(());
    }
    into.push(
        Statement::new("INSERT INTO revisions (org_id, message_id, revision, doc) SELECT $1, * FROM unnest($2, $3, $4)")
            .with(world.org.0)
            .with(revisions.iter().map(|revision| revision.message.0).collect::<Vec<_>>())
            .with(revisions.iter().map(|revision| signed(revision.revision)).collect::<Vec<_>>())
            .with(revisions.iter().map(|revision| to_doc(&***revision)).collect::<Result<Vec<_>, _>>()?),
    );
    Ok(())
}
