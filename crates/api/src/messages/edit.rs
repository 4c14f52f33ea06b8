//! `PATCH /v1/messages/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use switchroom_domain::command::EditMessage;
use switchroom_domain::{Command, MessageId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Message, given, plain};

/// What a message is to say from now on. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageEdit {
    /// The words.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    text: Option<String>,
    /// What the kind needs beyond words; null: nothing.
    #[serde(default, deserialize_with = "plain::nullable")]
    #[schema(value_type = Option<Object>)]
    payload: Option<Option<Value>>,
    /// The users it mentions, all of them: in an internal message only.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    mentions: Option<Vec<Uuid>>,
}

/// Edit a message. Needs `message.edit` for one's own, else `message.edit_others`.
#[utoipa::path(
    patch,
    path = "/v1/messages/{id}",
    tag = "messages",
    params(ById),
    responses(
        (status = 200, description = "The message as it is now.", body = Message),
        (status = 409, description = "`message_deleted`."),
    ),
)]
pub(super) async fn edit_message(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<MessageEdit>,
) -> Result<Response, Problem> {
    let found = state.engine().store.message(caller.org, MessageId(id)).await?;
    let mut content = found.ok_or_else(|| Problem::not_found("message"))?.content;
    if let Some(text) = edit.text {
        content.text = text;
    }
    if let Some(payload) = edit.payload {
        content.payload = payload;
    }
    if let Some(mentions) = edit.mentions {
        content.mentions = mentions.into_iter().map(UserId).collect();
    }
    let command = EditMessage { message: MessageId(id), content };
    let (message, _) = state.engine().run(&caller, Command::EditMessage(command)).await?.message()?.value;
    Ok(answer::ok(&Message::new(&message, caller.audience())))
}
