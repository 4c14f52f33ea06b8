//! Saying what one does in a room just now: that one types, or looks at it. It is no event: it is told to whoever listens just then,
//! and kept nowhere.

use switchroom_domain::room::{Room, RoomStatus};
use switchroom_domain::{Actor, Permission, Person, Refusal, RoomId};

use crate::ports::{Activity, ActivityKind};
use crate::{Caller, Engine, EngineError};

/// Somebody wants to say what he does in a room, or that he stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SayActivity {
    /// Where.
    pub room: RoomId,
    /// What.
    pub kind: ActivityKind,
    /// Whether he does it; else he stopped.
    pub active: bool,
}

impl SayActivity {
    /// What is to be told if `caller` may say so.
    pub fn of(self, caller: &Caller) -> Result<Activity, Refusal> {
        let Self { room, kind, active } = self;
        let needed = if kind.is_typing() { Permission::MessagePost } else { Permission::RoomView };
        let person = caller.access.actor.person().ok_or(Refusal::Forbidden { permission: needed.as_str() })?;
        Ok(Activity { org: caller.org, room, person, kind, active })
    }
}

/// Refuses unless `caller` may tell `activity`: whoever could post a message like that there just now may say that he types, and a
/// user who sees the room, that he looks at it.
pub async fn check(engine: &Engine, caller: &Caller, activity: &Activity) -> Result<(), EngineError> {
    if activity.kind.is_typing() { check_typing(engine, caller, activity).await } else { check_viewing(engine, caller, activity).await }
}

async fn check_viewing(engine: &Engine, caller: &Caller, activity: &Activity) -> Result<(), EngineError> {
    caller.access.require(Permission::RoomView)?;
    engine.store.room(caller.org, activity.room).await?.ok_or(Refusal::NotFound { noun: "room" })?;
    Ok(())
}

async fn check_typing(engine: &Engine, caller: &Caller, activity: &Activity) -> Result<(), EngineError> {
    let Activity { room, person, kind, .. } = *activity;
    if let Actor::Contact(_) = caller.access.actor {
        if kind.is_for_team() {
            return Err(Refusal::invalid("internal", "must be false for a contact").into());
        }
    } else {
        caller.access.require(Permission::MessagePost)?;
        caller.access.require(Permission::RoomView)?;
    }
    let found = engine.store.room(caller.org, room).await?.filter(|room| is_visible(room, person));
    let found = found.ok_or(Refusal::NotFound { noun: "room" })?;
    let part = engine.store.participant(caller.org, room, person).await?;
    if part.is_some_and(|part| part.blocked) {
        return Err(Refusal::Blocked.into());
    }
    // What a contact says opens the room again.
    let is_contact = matches!(person, Person::Contact(_));
    if found.head.status == RoomStatus::Resolved && !kind.is_for_team() && !is_contact {
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
