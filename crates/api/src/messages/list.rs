//! `GET /v1/rooms/{id}/messages`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::message::Visibility;
use switchroom_domain::{MessageId, RoomId, Timestamp, message as domain};
use switchroom_engine::ports::{MessagesQuery, Page};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::answer;
use crate::cursor;
use crate::extract::{Audience, ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::rooms::visible_room;
use crate::state::ApiState;
use crate::wire::Message;

/// Which messages of a room to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessagePage {
    /// Only those before this cursor, newest first. This is the direction if neither is given.
    before: Option<String>,
    /// Only those after this cursor, oldest first.
    after: Option<String>,
    /// The message with this id and those around it, half of the page on either side, newest first.
    around: Option<Uuid>,
    /// Rows on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// A page of messages.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageList<'a> {
    /// Newest first; oldest first if `after` was given.
    messages: Vec<Message<'a>>,
    /// The cursor of the next page in the same direction (with `around`: of the one before); null: there is none.
    next: Option<String>,
    /// The cursor to give as `after` for what is said later than all of this; null: nothing was said yet.
    newest: Option<String>,
}

/// List the messages of a room. Needs `room.view`, but for a contact's own room, whose internal messages it is not told.
#[utoipa::path(
    get,
    path = "/v1/rooms/{id}/messages",
    tag = "messages",
    params(ById, MessagePage),
    responses((status = 200, description = "A page of messages.", body = MessageList)),
)]
pub(super) async fn list_messages(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Query(asked): Query<MessagePage>,
) -> Result<Response, Problem> {
    let given = [asked.before.is_some(), asked.after.is_some(), asked.around.is_some()];
    if given.into_iter().filter(|given| *given).count() > 1 {
        return Err(Problem::bad_request("invalid_query", "of before, after and around only one may be given"));
    }
    let query = MessagesQuery {
        room: RoomId(id),
        before: asked.before.as_deref().map(cursor::time).transpose()?,
        after: asked.after.as_deref().map(cursor::time).transpose()?,
        internal: caller.audience() == Audience::Team,
        limit: cursor::limit(asked.limit)?,
    };
    visible_room(&state, &caller, RoomId(id)).await?;
    let page = match asked.around {
        Some(id) => around(&state, &caller, MessageId(id), query).await?,
        None => state.engine().store.messages(caller.org, query).await?,
    };
    let of_message = |message: &domain::Message| cursor::of_time(message.created_at);
    let newest = page.items.iter().max_by_key(|message| message.created_at);
    let answer = MessageList {
        messages: page.items.iter().map(|message| Message::new(message, caller.audience())).collect(),
        next: cursor::next(&page, of_message),
        newest: newest.map(of_message).or(asked.after),
    };
    Ok(answer::ok(&answer))
}

/// A message of the room and its neighbours, newest first.
async fn around(state: &ApiState, caller: &Caller, id: MessageId, query: MessagesQuery) -> Result<Page<domain::Message>, Problem> {
    let not_found = || Problem::not_found("message");
    let middle = state.engine().store.message(caller.org, id).await?.ok_or_else(not_found)?;
    let is_hidden = middle.visibility == Visibility::Internal && !query.internal;
    if middle.room != query.room || is_hidden {
        return Err(not_found());
    }
    let at = middle.created_at;
    let later = query.limit / 2;
    let earlier = MessagesQuery { before: Some(Timestamp(at.0 + 1)), limit: query.limit - later, ..query };
    let mut items = Vec::new();
    if later > 0 {
        let after = MessagesQuery { after: Some(at), before: None, limit: later, ..query };
        items = state.engine().store.messages(caller.org, after).await?.items;
        items.reverse();
    }
    let earlier = state.engine().store.messages(caller.org, earlier).await?;
    items.extend(earlier.items);
    Ok(Page { items, more: earlier.more })
}
