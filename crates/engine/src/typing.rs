//! Saying that one types. It is no event: it is told to whoever listens just then, and kept nowhere.

use switchroom_domain::room::{Room, RoomStatus};
use switchroom_domain::{Actor, Permission, Person, Refusal, RoomId};

use crate::ports::Typing;
use crate::{Caller, Engine, EngineError};

/// Somebody wants to say that he types in a room, or that he stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SayTyping {
    /// Where.
    pub room: RoomId,
    /// Whether what is typed is for those who answer only.
    pub internal: bool,
    /// Whether he types; else he stopped.
    pub typing: bool,
}

impl SayTyping {
    /// What is to be told if `caller` may say so.
    pub fn of(self, caller: &Caller) -> Result<Typing, Refusal> {
        let Self { room, internal, typing } = self;
        let person = caller.access.actor.person().ok_or(Refusal::Forbidden { permission: Permission::MessagePost.as_str() })?;
        Ok(Typing { org: caller.org, room, person, internal, typing })
    }
}

/// Refuses unless `caller` may tell `typing`: whoever could post a message like that there just now may.
pub async fn check(engine: &Engine, caller: &Caller, typing: &Typing) -> Result<(), EngineError> {
    if let Actor::Contact(_) = caller.access.actor {
        if typing.internal {
            return Err(Refusal::invalid("internal", "must be false for a contact").into());
        }
    } else {
        caller.access.require(Permission::MessagePost)?;
        caller.access.require(Permission::RoomView)?;
    }
    let room = engine.store.room(caller.org, typing.room).await?.filter(|room| is_visible(room, typing.person));
    let room = room.ok_or(Refusal::NotFound { noun: "room" })?;
    let part = engine.store.participant(caller.org, typing.room, typing.person).await?;
    if part.is_some_and(|part| part.blocked) {
        return Err(Refusal::Blocked.into());
    }
    // What a contact says opens the room again.
    let is_contact = matches!(typing.person, Person::Contact(_));
    if room.head.status == RoomStatus::Resolved && !typing.internal && !is_contact {
        return Err(Refusal::RoomResolved.into());
    }
    Ok(())
}

/// A contact sees its own rooms only.
fn is_visible(room: &Room, person: Person) -> bool {
    match person {
        Person::Contact(contact) => room.facts.contact == contact,
        Person::User(_) => true,
    }
}
