//! Reading, blocking and putting away.

use serde_json::Map;

use crate::command::{Answer, ArchiveRoom, BlockParticipant, FlagRoom, MarkRead};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, one_change};
use crate::event::Subject;
use crate::participant::Participant;
use crate::room::Room;
use crate::world::Write;
use crate::{Actor, EventKind, MessageId, Permission, Person, Refusal, Timestamp};

/// Where a read mark is to be moved.
struct Mark {
    message: MessageId,
    at: Timestamp,
    /// The contact's messages up to there.
    contact_messages: i64,
}

pub(in crate::decide) fn mark_read(deciding: &mut Deciding<'_>, command: &MarkRead) -> Result<Answer, Stop> {
    let mut room = deciding.visible_room(command.room)?;
    let person = caller(deciding)?;
    let mark = mark(deciding, &room, command.up_to)?;
    let mut participant = deciding.part(&room, person)?;
    let forward = |mark: &Mark| participant.last_read_at.is_none_or(|at| mark.at > at);
    let Some(mark) = mark.filter(forward) else { return Ok(Answer::Participant { participant }) };

    let before = room.head.clone();
    participant.last_read_message = Some(mark.message);
    participant.last_read_at = Some(mark.at);
    if matches!(person, Person::User(_)) {
        room.head.unread = room.head.unread.min(room.head.contact_messages - mark.contact_messages);
    }
    let changes = one_change("unread", before.unread, room.head.unread);
    keep(deciding, &mut room, EventKind::ParticipantRead, &participant, changes);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Participant { participant })
}

pub(in crate::decide) fn block(deciding: &mut Deciding<'_>, command: &BlockParticipant) -> Result<Answer, Stop> {
    deciding.access.require(Permission::RoomBlock)?;
    let mut room = deciding.visible_room(command.room)?;
    let found = deciding.world.participant(room.facts.id, command.person)?;
    let mut participant = Participant::clone(found.ok_or(Refusal::NotFound { noun: "participant" })?);
    if participant.blocked != command.blocked {
        let before = room.head.clone();
        participant.blocked = command.blocked;
        keep(deciding, &mut room, EventKind::ParticipantBlocked, &participant, one_change("blocked", !command.blocked, command.blocked));
        deciding.keep_room(Some(&before), &room);
    }
    Ok(Answer::Participant { participant })
}

pub(in crate::decide) fn archive(deciding: &mut Deciding<'_>, command: &ArchiveRoom) -> Result<Answer, Stop> {
    let mut room = deciding.visible_room(command.room)?;
    let person = caller(deciding)?;
    let mut participant = deciding.part(&room, person)?;
    if participant.archived != command.archived {
        let before = room.head.clone();
        participant.archived = command.archived;
        keep(
            deciding,
            &mut room,
            EventKind::ParticipantArchived,
            &participant,
            one_change("archived", !command.archived, command.archived),
        );
        deciding.keep_room(Some(&before), &room);
    }
    Ok(Answer::Participant { participant })
}

pub(in crate::decide) fn flag(deciding: &mut Deciding<'_>, command: &FlagRoom) -> Result<Answer, Stop> {
    let mut room = deciding.visible_room(command.room)?;
    let person = caller(deciding)?;
    let mut participant = deciding.part(&room, person)?;
    if participant.flag != command.flag {
        let before = room.head.clone();
        let changes = one_change("flag", participant.flag, command.flag);
        participant.flag = command.flag;
        keep(deciding, &mut room, EventKind::ParticipantFlagged, &participant, changes);
        deciding.keep_room(Some(&before), &room);
    }
    Ok(Answer::Participant { participant })
}

fn caller(deciding: &Deciding<'_>) -> Result<Person, Refusal> {
    deciding.access.actor.person().ok_or(Refusal::NotFound { noun: "participant" })
}

fn mark(deciding: &Deciding<'_>, room: &Room, up_to: Option<MessageId>) -> Result<Option<Mark>, Stop> {
    let Some(id) = up_to else {
        let last = room.head.last_message;
        return Ok(last.map(|last| Mark { message: last.id, at: last.at, contact_messages: room.head.contact_messages }));
    };
    let (message, of) = deciding.visible_message(id)?;
    if of.facts.id != room.facts.id {
        return Err(Refusal::NotFound { noun: "message" }.into());
    }
    Ok(Some(Mark { message: id, at: message.created_at, contact_messages: message.contact_messages }))
}

fn keep(deciding: &mut Deciding<'_>, room: &mut Room, kind: EventKind, participant: &Participant, changes: Map<String, serde_json::Value>) {
    let subject = Subject::Participant { id: participant.id, person: participant.person };
    deciding.emit_in_room(room, kind, subject, changes, None);
    deciding.write(Write::Participant(participant.clone()));
}

/// Refuses if the actor is blocked in the room.
pub(in crate::decide) fn not_blocked(deciding: &Deciding<'_>, room: &Room, author: Actor) -> Result<(), Stop> {
    let Some(person) = author.person() else { return Ok(()) };
    match deciding.world.participant(room.facts.id, person)? {
        Some(participant) if participant.blocked => Err(Refusal::Blocked.into()),
        _ => Ok(()),
    }
}
