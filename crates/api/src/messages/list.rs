//! `GET /v1/rooms/{id}/messages`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::{RoomId, message as domain};
use switchroom_engine::ports::MessagesQuery;
use utoipa::{IntoParams, ToSchema};

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
    /// Rows on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// A page of messages.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageList<'a> {
    /// Newest first; oldest first if `after` was given.
    messages: Vec<Message<'a>>,
    /// The cursor of the next page in the same direction; null: there is none.
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
    if asked.before.is_some() && asked.after.is_some() {
        return Err(Problem::bad_request("invalid_query", "before and after must not be given together"));
    }
    let query = MessagesQuery {
        room: RoomId(id),
        before: asked.before.as_deref().map(cursor::time).transpose()?,
        after: asked.after.as_deref().map(cursor::time).transpose()?,
        internal: caller.audience() == Audience::Team,
        limit: cursor::limit(asked.limit)?,
    };
    visible_room(&state, &caller, RoomId(id)).await?;
    let page = state.engine().store.messages(caller.org, query).await?;
    let of_message = |message: &domain::Message| cursor::of_time(message.created_at);
    let newest = page.items.iter().max_by_key(|message| message.created_at);
    let answer = MessageList {
        messages: page.items.iter().map(|message| Message::new(message, caller.audience())).collect(),
        next: cursor::next(&page, of_message),
        newest: newest.map(of_message).or(asked.after),
    };
    Ok(answer::ok(&answer))
}
