//! Getting the open room of a contact, or opening one.

use serde_json::Map;

use super::routing;
use crate::channel::Channel;
use crate::command::{Answer, OpenRoom, RoomContact};
use crate::decide::deciding::Deciding;
use crate::decide::{Stop, contacts};
use crate::event::Subject;
use crate::participant::Participant;
use crate::room::{Origin, Room, RoomFacts, RoomHead, RoomStatus, RoomTexts};
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{Actor, ContactId, EventKind, Permission, Person, Refusal, RoomId, TeamId};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &OpenRoom) -> Result<Answer, Stop> {
    let contact = contact_of(deciding, command)?;
    let channel = deciding.world.channel(command.channel)?.ok_or(Refusal::NotFound { noun: "channel" })?;
    let key = UniqueKey::OpenRoom(command.channel, contact);
    if let Some(open) = deciding.world.unique(&key)? {
        let room = deciding.world.room(RoomId(open))?.ok_or(Refusal::NotFound { noun: "room" })?;
        return Ok(Answer::Room { room: Room::clone(room), created: false });
    }
    if !channel.active {
        return Err(Refusal::invalid("channel_id", "names a channel that is not active").into());
    }
    if let Some(team) = command.team {
        may_choose(deciding, channel, team)?;
        routing::active_team(deciding, team)?;
    }
    let agent = routing::agent_for(deciding, command)?;
    let mut room = new_room(deciding, command, contact);
    deciding.emit_in_room(&mut room, EventKind::RoomCreated, Subject::Room, Map::new(), None);
    let participant = Participant { joined_at: Some(deciding.now), ..deciding.new_part(&room, Person::Contact(contact)) };
    deciding.write(Write::Participant(participant));
    if let Some(agent) = agent {
        routing::give(deciding, &mut room, agent)?;
    }
    deciding.keep_room(None, &room);
    Ok(Answer::Room { room, created: true })
}

/// A visitor chooses among the teams that the channel offers. The channels that Switchroom makes by itself have rules of their dialect's.
fn may_choose(deciding: &Deciding<'_>, channel: &Channel, team: TeamId) -> Result<(), Refusal> {
    let is_free = !matches!(deciding.access.actor, Actor::Contact(_)) || channel.builtin.is_some();
    if is_free || channel.widget.team_choice.contains(&team) {
        return Ok(());
    }
    Err(Refusal::invalid("team_id", "must be a team that visitors of the channel may choose"))
}

fn contact_of(deciding: &mut Deciding<'_>, command: &OpenRoom) -> Result<ContactId, Stop> {
    match (&command.contact, deciding.access.actor) {
        (RoomContact::Known(contact), Actor::Contact(itself)) if *contact == itself => return Ok(deciding.living_contact(itself)?.id),
        (_, Actor::Contact(_)) => return Err(Refusal::NotFound { noun: "contact" }.into()),
        _ => deciding.access.require(Permission::RoomOpen)?,
    }
    if command.campaign {
        deciding.access.require(Permission::MessagePostCampaign)?;
    }
    match &command.contact {
        RoomContact::Known(contact) => Ok(deciding.living_contact(*contact)?.id),
        RoomContact::Handle { new_id, handle, details } => {
            deciding.world.channel(command.channel)?.ok_or(Refusal::NotFound { noun: "channel" })?;
            Ok(contacts::of_handle(deciding, command.channel, handle, *new_id, details)?.0.id)
        }
    }
}

fn new_room(deciding: &mut Deciding<'_>, command: &OpenRoom, contact: ContactId) -> Room {
    let now = deciding.now;
    Room {
        facts: RoomFacts {
            org: deciding.world.org,
            id: command.id,
            number: deciding.next_room_number(),
            channel: command.channel,
            contact,
            kind: command.kind,
            origin: command.origin.unwrap_or(match deciding.access.actor {
                _ if command.campaign => Origin::Campaign,
                Actor::Contact(_) => Origin::Direct,
                _ => Origin::Api,
            }),
            created_at: now,
        },
        head: RoomHead {
            team: command.team,
            ..RoomHead::opened(if command.campaign { RoomStatus::Campaign } else { RoomStatus::Queued }, now)
        },
        texts: RoomTexts::default(),
    }
}
