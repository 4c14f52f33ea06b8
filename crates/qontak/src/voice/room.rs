//! The body of `qontak.chat.room.created` and `.updated`.

use switchroom_domain::message::{DeliveryStatus, Message};
use switchroom_domain::room::Room;
use switchroom_engine::{Engine, EngineError};

use super::people::Author;
use super::view::View;
use super::{bytes, raw};
use crate::translate::words;
use crate::wire::avatar::RoomAvatar;
use crate::wire::room::{LastMessage, RoomBody};
use crate::wire::time::Time;

/// The last message of a room, as of an event.
struct Last {
    message: Message,
    status: DeliveryStatus,
    author: Author,
    is_deleted: bool,
}

/// The room as of the view's event.
pub(super) async fn body(view: &View<'_>, engine: &Engine, picture: &str, data_event: &'static str) -> Result<Vec<u8>, EngineError> {
    let last = last(view, engine).await?;
    let Room { facts, head, texts } = view.room;
    bytes(&RoomBody {
        lead: view.lead(),
        session_at: view.session_at(),
        last_message: last.as_ref().map(|last| last_message(view, last)),
        unread_count: head.unread,
        created_at: Time(facts.created_at),
        last_message_at: last.as_ref().map(|last| Time(last.message.said_at())),
        last_activity_at: Time(head.last_activity_at),
        updated_at: Time(head.updated_at),
        avatar: RoomAvatar::default_at(picture),
        note: texts.note.as_deref(),
        resolved_at: head.resolved_at.map(Time),
        external_id: "",
        resolved_by_id: view.resolved_by_id(),
        resolved_by_type: view.resolved_by_type(),
        extra: view.extra(),
        agent_ids: view.agent_ids(),
        is_dont_auto_resolve: !head.auto_resolve,
        email_cc: None,
        is_unresponded: head.is_unresponded(),
        is_manual_survey: false,
        data_event,
    })
}

async fn last(view: &View<'_>, engine: &Engine) -> Result<Option<Last>, EngineError> {
    let Some(last) = view.room.head.last_message else { return Ok(None) };
    let at_hand = view.message.filter(|message| message.id == last.id && message.revision == last.revision);
    let found = match at_hand {
        Some(message) => Some(message.clone()),
        None => engine.store.message_at(view.org, last.id, last.revision).await?,
    };
    let Some(message) = found else { return Ok(None) };
    let author = Author::of(view, engine, &message).await?;
    let is_deleted = message.deleted_at.is_some_and(|deleted| deleted <= view.at);
    Ok(Some(Last { message, status: last.status, author, is_deleted }))
}

fn last_message<'a>(view: &'a View<'_>, last: &'a Last) -> LastMessage<'a> {
    let Last { message, status, author, is_deleted } = last;
    let text = if *is_deleted { "" } else { &message.content.text };
    LastMessage {
        id: message.id.0,
        kind: words::message_type(message.content.kind),
        room_id: message.room.0,
        is_campaign: message.campaign,
        sender_id: author.sender_id,
        sender_type: author.sender_type,
        participant_id: author.participant_id,
        participant_type: author.participant_type,
        organization_id: view.organization,
        text,
        status: words::message_status(*status),
        channel: view.channel_kind(),
        raw_message: raw::of(view, message, text, *is_deleted),
        external_id: message.provider_id.as_deref(),
        local_id: message.local_id.as_deref(),
        created_at: Time(message.said_at()),
    }
}
