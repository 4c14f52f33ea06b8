//! Reporting how far a message has come.

use super::edit::keep;
use crate::command::{Answer, ChangeStatus};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, one_change};
use crate::message::{DeliveryStatus, Message};
use crate::{Actor, EventKind, Permission, Refusal, limits};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &ChangeStatus) -> Result<Answer, Stop> {
    let (mut message, mut room) = deciding.visible_message(command.message)?;
    may_report(deciding, &message, command.status)?;
    if let Some(error) = &command.error {
        limits::text("error", error)?;
    }
    let (from, to) = (message.status, command.status);
    if !from.may_become(to) {
        // A late report of what is known already is no fault of the reporter's; a contradiction is told.
        let known = from != DeliveryStatus::Failed && to != DeliveryStatus::Failed || from == to;
        let refusal = Refusal::StatusImpossible { from: from.as_str(), to: to.as_str() };
        return if known { Ok(Answer::Message { message, created: false }) } else { Err(refusal.into()) };
    }
    let before = room.head.clone();
    message.status = to;
    message.status_error = (to == DeliveryStatus::Failed).then(|| command.error.clone()).flatten();
    let mut changes = one_change("status", from, to);
    if let Some(at) = command.at {
        changes.insert("provider_at".to_owned(), at.0.into());
    }
    keep(deciding, &mut room, EventKind::MessageStatusChanged, &message, changes);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Message { message, created: false })
}

/// A contact may say that it got or read what others wrote to it; everything else is for whoever relays.
fn may_report(deciding: &Deciding<'_>, message: &Message, status: DeliveryStatus) -> Result<(), Refusal> {
    let readers_own = matches!(status, DeliveryStatus::Delivered | DeliveryStatus::Read);
    match deciding.access.actor {
        actor @ Actor::Contact(_) if readers_own && message.author != actor => Ok(()),
        _ => deciding.access.require(Permission::MessageChangeStatus),
    }
}
