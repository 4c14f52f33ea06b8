//! The body of a message webhook.

use switchroom_domain::Timestamp;
use switchroom_domain::message::{Content, Message, Revision};
use switchroom_engine::{Engine, EngineError};

use super::bytes;
use super::people::Author;
use super::view::View;
use crate::translate::{file, words};
use crate::wire::message::{File, MessageBody, MessageLead, Reply, Sender};
use crate::wire::time::Time;

/// The `webhook_event` of every message webhook.
pub(super) const WEBHOOK_EVENT: &str = "message_interaction";

/// A message that is answered, as of an event.
struct Answered {
    message: Message,
    content: Content,
    author: Author,
    name: String,
    is_deleted: bool,
}

/// The message as of the view's event, in its room.
pub(super) async fn body(
    view: &View<'_>,
    engine: &Engine,
    picture: &str,
    message: &Message,
    data_event: &'static str,
) -> Result<Vec<u8>, EngineError> {
    let author = Author::of(view, engine, message).await?;
    let name = author.name(view, engine).await?;
    let answered = answered(view, engine, message).await?;
    let room = view.message_room(last_message_at(view, engine, message).await?);
    let is_deleted = message.deleted_at.is_some();
    bytes(&MessageBody {
        lead: lead(view, message, &message.content, is_deleted, &author, author.sender(&name, picture)),
        status: words::message_status(message.status),
        participant_type: author.participant_type,
        external_id: message.provider_id.as_deref(),
        local_id: message.local_id.as_deref(),
        created_at: Time(message.said_at()),
        reply: answered.as_ref().map(|answered| reply(view, answered, picture)),
        room: &room,
        file: file_of(&message.content, is_deleted),
        is_agent: author.is_agent(),
        channel_integration_id: view.room.facts.channel.0,
        webhook_event: WEBHOOK_EVENT,
        data_event,
    })
}

/// When the room's last message was said, as of the event.
async fn last_message_at(view: &View<'_>, engine: &Engine, message: &Message) -> Result<Option<Timestamp>, EngineError> {
    let Some(last) = view.room.head.last_message else { return Ok(None) };
    Ok(Some(engine.said_at(view.org, message.room, last.at).await?))
}

async fn answered(view: &View<'_>, engine: &Engine, message: &Message) -> Result<Option<Answered>, EngineError> {
    let Some(id) = message.reply_to else { return Ok(None) };
    let Some(message) = engine.store.message(view.org, id).await? else { return Ok(None) };
    let content = match message.edited_at {
        Some(edited) if edited > view.at => {
            let earlier = engine.store.revisions(view.org, id).await?;
            content_at(&earlier, view.at).unwrap_or(&message.content).clone()
        }
        _ => message.content.clone(),
    };
    let author = Author::of(view, engine, &message).await?;
    let name = author.name(view, engine).await?;
    let is_deleted = message.deleted_at.is_some_and(|deleted| deleted <= view.at);
    Ok(Some(Answered { message, content, author, name, is_deleted }))
}

/// What a message said at a time, of what it said before its last edit, oldest first. The first counts for earlier times,
/// too: a message's own time may lie a moment after the answer's, since it is a whole millisecond.
fn content_at(earlier: &[Revision], at: Timestamp) -> Option<&Content> {
    let revision = earlier.iter().rev().find(|revision| revision.at <= at).or_else(|| earlier.first())?;
    Some(&revision.content)
}

fn reply<'a>(view: &View<'_>, answered: &'a Answered, picture: &'a str) -> Reply<'a> {
    let Answered { message, content, author, name, is_deleted } = answered;
    Reply {
        lead: lead(view, message, content, *is_deleted, author, author.sender(name, picture)),
        participant_type: author.participant_type,
        external_id: message.provider_id.as_deref(),
        local_id: message.local_id.as_deref(),
        created_at: Time(message.said_at()),
        file: file_of(content, *is_deleted),
    }
}

/// What every message begins with. `content` is what it said as of the event.
fn lead<'a>(
    view: &View<'_>,
    message: &Message,
    content: &'a Content,
    is_deleted: bool,
    author: &Author,
    sender: Sender<'a>,
) -> MessageLead<'a> {
    MessageLead {
        id: message.id.0,
        kind: words::message_type(content.kind),
        room_id: message.room.0,
        is_campaign: message.campaign,
        sender_id: author.sender_id,
        sender_type: author.sender_type,
        sender,
        participant_id: author.participant_id,
        organization_id: view.organization,
        text: if is_deleted { "" } else { &content.text },
    }
}

fn file_of(content: &Content, is_deleted: bool) -> Option<File<'_>> {
    file::of(content).filter(|_| !is_deleted)
}

#[cfg(test)]
mod tests {
    use switchroom_domain::message::{Content, ContentKind, Revision};
    use switchroom_domain::{MessageId, OrgId, Timestamp};
    use uuid::Uuid;

    use super::content_at;

    #[test]
    fn a_message_is_answered_as_it_was() {
        let revision = |revision, at, text: &str| Revision {
            org: OrgId::FIRST,
            message: MessageId(Uuid::nil()),
            revision,
            content: Content { kind: ContentKind::Text, text: text.to_owned(), payload: None, mentions: Vec::new() },
            at: Timestamp(at),
        };
        let earlier = [revision(1, 1000, "one"), revision(2, 5000, "two")];
        let text = |at| content_at(&earlier, Timestamp(at)).map(|content| content.text.as_str());
        assert_eq!(text(900), Some("one"));
        assert_eq!(text(4999), Some("one"));
        assert_eq!(text(5000), Some("two"));
        assert_eq!(content_at(&[], Timestamp(1)), None);
    }
}
