//! `GET /v1/search/messages`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::{ChannelId, Permission, RoomId};
use switchroom_engine::search::{self, MessageHit, MessageSearch, Query as Words};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::limit::limit;
use super::room_filter::room_filter;
use super::searcher::{Contacts, may_search};
use crate::answer;
use crate::cursor;
use crate::extract::{Audience, Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{AuthorKind, Contact, Message, Part, Room, Time, Visibility};

/// Which messages to find.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessageWords {
    /// Words, all of which must be there, in whatever case and with or without diacritics. The last may go on. `"Words in quotes"` must
    /// stand together in this order; `-words` must not be there. At most 500 characters and 32 words.
    #[param(example = "refund order")]
    q: String,
    /// Of rooms of this channel.
    channel_id: Option<Uuid>,
    /// Of rooms for this team.
    team_id: Option<Uuid>,
    /// Of rooms whose primary assignee is this user: an id, `me`, or `none`.
    assignee: Option<String>,
    /// Of rooms of any of these statuses, separated by commas.
    #[param(example = "queued,assigned")]
    status: Option<String>,
    /// Of rooms with this tag.
    tag: Option<String>,
    /// Of this room.
    room_id: Option<Uuid>,
    /// Said by a contact, a user or a bot.
    #[param(inline)]
    author: Option<AuthorKind>,
    /// Only public or only internal ones.
    visibility: Option<Visibility>,
    /// Created then or later.
    from: Option<Time>,
    /// Created then or earlier.
    to: Option<Time>,
    /// `next` of the page before; absent: the first page.
    cursor: Option<String>,
    /// Messages on the page, at the most.
    #[param(minimum = 1, maximum = 50, default = 20)]
    limit: Option<u32>,
}

/// A message that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundMessage<'a> {
    /// The message.
    message: Message<'a>,
    /// Its room.
    room: Room<'a>,
    /// The room's contact; null: the caller may not see contacts.
    contact: Option<Contact<'a>>,
    /// About 200 characters of what it says, or of the name of its file, around the first place. Joined, they are a piece of it, with `…`
    /// where something was cut off.
    snippet: Vec<Part<'a>>,
}

/// A page of messages that were found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundMessages<'a> {
    /// Newest first.
    messages: Vec<FoundMessage<'a>>,
    /// The cursor of the next page; null: there is nothing more. A page may have fewer messages than asked for, or none, and there be
    /// more: no request looks through more than its share.
    next: Option<String>,
}

/// Find messages by what they say. Needs `room.view`, and is not for contacts.
///
/// Deleted messages and Switchroom's own remarks are not found. What was just said is found a moment later: `GET /v1/search/status` says
/// how far that is.
#[utoipa::path(
    get,
    path = "/v1/search/messages",
    tag = "search",
    params(MessageWords),
    responses((status = 200, description = "A page of messages, newest first.", body = FoundMessages)),
)]
pub(super) async fn search_messages(
    State(state): State<ApiState>,
    caller: Caller,
    Query(words): Query<MessageWords>,
) -> Result<Response, Problem> {
    may_search(&caller, Permission::RoomView)?;
    let found = search::find_messages(state.engine(), caller.org, &asked(&caller, words)?).await?;
    let contacts = Contacts::of(&state, &caller, found.items.iter().map(|hit| hit.room.facts.contact).collect()).await?;
    let told = |hit| told(hit, &contacts);
    let answer = FoundMessages { messages: found.items.iter().map(told).collect(), next: found.next.map(cursor::of_number) };
    Ok(answer::ok(&answer))
}

fn asked(caller: &Caller, words: MessageWords) -> Result<MessageSearch, Problem> {
    let rooms = room_filter(caller, words.status.as_deref(), words.assignee.as_deref(), words.team_id, words.tag)?;
    Ok(MessageSearch {
        query: Words::read(&words.q)?,
        channel: words.channel_id.map(ChannelId),
        rooms,
        room: words.room_id.map(RoomId),
        author: words.author.map(Into::into),
        visibility: words.visibility.map(Into::into),
        from: words.from.map(|Time(from)| from),
        to: words.to.map(|Time(to)| to),
        before: words.cursor.as_deref().map(cursor::number).transpose()?,
        limit: limit(words.limit)?,
    })
}

fn told<'a>(hit: &'a MessageHit, contacts: &'a Contacts) -> FoundMessage<'a> {
    FoundMessage {
        message: Message::new(&hit.message, Audience::Team),
        room: Room::new(&hit.room, Audience::Team),
        contact: contacts.told(hit.room.facts.contact),
        snippet: Part::all(&hit.snippet),
    }
}
