//! Posting a message.

use std::sync::Arc;

use serde_json::Map;

use super::mentions;
use crate::command::{Answer, Author, PostMessage};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, one_change};
use crate::decide::rooms::participants::not_blocked;
use crate::decide::rooms::snooze;
use crate::message::{ContentKind, DeliveryStatus, Message, Visibility};
use crate::room::{LastMessage, Room, RoomStatus};
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{Actor, EventKind, MessageId, Permission, Refusal, Timestamp, limits};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &PostMessage) -> Result<Answer, Stop> {
    let mut room = deciding.visible_room(command.room)?;
    let author = author(deciding, &room, command)?;
    check(command, author)?;
    let unique = natural_ids(&room, author, command)?;
    if let Some(message) = posted_before(deciding, &unique, author, command)? {
        return Ok(Answer::Message { message, created: false });
    }
    mentions::check(deciding, command.visibility, &command.content.mentions, &[])?;
    not_blocked(deciding, &room, author)?;
    replies_within(deciding, command)?;
    nobody_was_faster(deciding, &room, command)?;

    let before = room.head.clone();
    if room.head.status == RoomStatus::Resolved && command.visibility == Visibility::Public {
        match author {
            Actor::Contact(_) if command.reopens => deciding.reopen(&mut room)?,
            _ => return Err(Refusal::RoomResolved.into()),
        }
    }
    if let Some(person) = author.person() {
        deciding.join(&mut room, person)?;
    }
    snooze::wake_by_message(deciding, &mut room, author);
    let message = Arc::new(new_message(deciding, &room, author, command)?);
    say(deciding, &mut room, &message);
    for (_, key) in unique {
        deciding.write(Write::Unique(key, Some(message.id.0)));
    }
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Message { message: Message::clone(&message), created: true })
}

fn author(deciding: &Deciding<'_>, room: &Room, command: &PostMessage) -> Result<Actor, Refusal> {
    let access = deciding.access;
    if command.campaign {
        access.require(Permission::MessagePostCampaign)?;
    }
    match (access.actor, command.author) {
        (actor @ Actor::Contact(_), _) => Ok(actor),
        (_, Author::Contact) => {
            access.require(Permission::MessagePostAsContact)?;
            Ok(Actor::Contact(room.facts.contact))
        }
        (actor, Author::Caller) => {
            access.require(Permission::MessagePost)?;
            Ok(actor)
        }
    }
}

fn check(command: &PostMessage, author: Actor) -> Result<(), Refusal> {
    command.content.check()?;
    let from_contact = matches!(author, Actor::Contact(_));
    if from_contact && command.visibility == Visibility::Internal {
        return Err(Refusal::invalid("visibility", "must be public for a contact's message"));
    }
    if from_contact && command.campaign {
        return Err(Refusal::invalid("campaign", "must be false for a contact's message"));
    }
    if command.content.kind == ContentKind::System && author != Actor::System {
        return Err(Refusal::invalid("type", "must not be system: only the server posts those"));
    }
    Ok(())
}

/// The keys under which the message must be unique, with the fields that give them.
fn natural_ids(room: &Room, author: Actor, command: &PostMessage) -> Result<Vec<(&'static str, UniqueKey)>, Refusal> {
    let mut keys = Vec::new();
    if let (Some(id), Some(person)) = (&command.local_id, author.person()) {
        limits::foreign_id("local_id", id)?;
        keys.push(("local_id", UniqueKey::LocalMessage(room.facts.id, person, id.clone())));
    }
    if let Some(id) = &command.provider_id {
        limits::foreign_id("provider_id", id)?;
        keys.push(("provider_id", UniqueKey::ProviderMessage(room.facts.channel, id.clone())));
    }
    if let Some(id) = &command.rc_id {
        limits::foreign_id("_id", id)?;
        keys.push(("_id", UniqueKey::RocketChatMessage(id.clone())));
    }
    Ok(keys)
}

/// The message that holds one of the natural ids already, if it is the same one sent again.
fn posted_before(
    deciding: &Deciding<'_>,
    unique: &[(&'static str, UniqueKey)],
    author: Actor,
    command: &PostMessage,
) -> Result<Option<Message>, Stop> {
    for (field, key) in unique {
        let Some(holder) = deciding.world.unique(key)? else { continue };
        let held = deciding.world.message(MessageId(holder))?.ok_or(Refusal::NotFound { noun: "message" })?;
        let first = match held.revision {
            1 => &held.content,
            _ => &deciding.world.revision(held.id, 1)?.ok_or(Refusal::NotFound { noun: "message" })?.content,
        };
        let same = held.room == command.room && held.author == author && *first == command.content;
        return if same { Ok(Some(Message::clone(held))) } else { Err(Refusal::NaturalIdMismatch { field }.into()) };
    }
    Ok(None)
}

fn replies_within(deciding: &Deciding<'_>, command: &PostMessage) -> Result<(), Stop> {
    let Some(id) = command.reply_to else { return Ok(()) };
    let (message, _) = deciding.visible_message(id)?;
    if message.room == command.room { Ok(()) } else { Err(Refusal::NotFound { noun: "message" }.into()) }
}

/// Refuses if the room's last public message is another one than its giver expects, and a colleague's. What the contact says meanwhile, or
/// the room itself, is no answer.
fn nobody_was_faster(deciding: &Deciding<'_>, room: &Room, command: &PostMessage) -> Result<(), Stop> {
    let Some(expected) = command.expected_last_message else { return Ok(()) };
    if let Some(id) = expected
        && deciding.world.message(id)?.is_none_or(|message| message.room != command.room)
    {
        return Err(Refusal::NotFound { noun: "message" }.into());
    }
    let Some(last) = room.head.last_message.filter(|last| Some(last.id) != expected) else { return Ok(()) };
    let message = deciding.world.message(last.id)?.ok_or(Refusal::NotFound { noun: "message" })?;
    let user = message.author.user().filter(|_| message.content.kind != ContentKind::System);
    if user.is_none() || user == deciding.access.actor.user() {
        return Ok(());
    }
    Err(Refusal::NewerAnswer { message: Arc::clone(message) }.into())
}

/// The message of the command, as the next one of its room. What the room itself says is nobody's message.
pub(super) fn new_message(deciding: &mut Deciding<'_>, room: &Room, author: Actor, command: &PostMessage) -> Result<Message, Refusal> {
    let contacts = matches!(author, Actor::Contact(_)) && command.content.kind != ContentKind::System;
    let mut ext = Map::new();
    crate::ext::apply(&mut ext, &command.ext.iter().map(|(key, value)| (key.clone(), Some(value.clone()))).collect())?;
    Ok(Message {
        org: deciding.world.org,
        id: command.id,
        number: deciding.next_message_number(),
        room: room.facts.id,
        author,
        visibility: command.visibility,
        content: command.content.clone(),
        revision: 1,
        status: DeliveryStatus::Created,
        status_error: None,
        campaign: command.campaign,
        reply_to: command.reply_to,
        provider_id: command.provider_id.clone(),
        provider_at: command.provider_at,
        local_id: command.local_id.clone(),
        rc_id: command.rc_id.clone(),
        ext,
        contact_messages: room.head.contact_messages + i64::from(contacts),
        created_at: next_time(room, deciding.now),
        edited_at: None,
        deleted_at: None,
    })
}

/// Says a new message in its room, with its event.
pub(super) fn say(deciding: &mut Deciding<'_>, room: &mut Room, message: &Arc<Message>) {
    let status = room.head.status;
    advance(room, message, deciding.now);
    // An answer to a campaign is no event of its own.
    let changes = if room.head.status == status { Map::new() } else { one_change("status", status, room.head.status) };
    deciding.emit_in_room(room, EventKind::MessageCreated, super::subject(message), changes, Some(Arc::clone(message)));
    deciding.write(Write::Message(Arc::clone(message)));
}

/// The time of a room's next message: a whole millisecond, later than every earlier one's.
fn next_time(room: &Room, now: Timestamp) -> Timestamp {
    let now = now.next_whole_milli();
    room.head.latest_message_at.map_or(now, |latest| now.max(latest.plus_micros(1000)))
}

/// What the message does to its room's state.
fn advance(room: &mut Room, message: &Message, now: Timestamp) {
    let head = &mut room.head;
    head.latest_message_at = Some(message.created_at);
    if message.visibility == Visibility::Internal {
        return;
    }
    let answers = head.messages - head.contact_messages;
    match message.author {
        // The room speaks: nobody has answered, and nobody waits.
        _ if message.content.kind == ContentKind::System => {}
        Actor::Contact(_) => {
            head.unread += 1;
            head.last_contact_message_at = Some(message.created_at);
            if head.status == RoomStatus::Campaign {
                head.status = RoomStatus::Queued;
            }
            if answers > 0 {
                head.established_at.get_or_insert(now);
            }
        }
        author => {
            if head.contact_messages > 0 {
                head.established_at.get_or_insert(now);
                head.first_answered_at.get_or_insert(now);
            }
            if matches!(author, Actor::User(_)) {
                head.unread = 0;
            }
        }
    }
    head.contact_messages = message.contact_messages;
    head.messages += 1;
    head.last_message = Some(LastMessage { id: message.id, revision: message.revision, status: message.status, at: message.created_at });
    head.last_activity_at = now;
}
