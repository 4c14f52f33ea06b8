//! `POST /v1/rooms/{id}/messages`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use switchroom_domain::command::{Author, PostMessage};
use switchroom_domain::message::Content;
use switchroom_domain::{Actor, Command, MessageId, RoomId, UserId};
use switchroom_engine::{Caller, Engine};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{ContentKind, Message, Time, Visibility, given, plain};

/// A message to be posted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// What kind of thing it is.
    #[serde(rename = "type", default = "text")]
    #[schema(default = "text")]
    kind: ContentKind,
    /// The words; for other kinds than text a caption, maybe absent.
    #[serde(default)]
    text: String,
    /// What the kind needs beyond words.
    #[serde(default, deserialize_with = "plain::optional")]
    #[schema(value_type = Option<Object>)]
    payload: Option<Value>,
    /// Who it is from.
    #[serde(default)]
    author: NewMessageAuthor,
    /// Who may see it.
    #[serde(default = "public")]
    #[schema(default = "public")]
    visibility: Visibility,
    /// The users it mentions: in an internal message only, active ones, at most 50, each once. Not for contacts.
    #[serde(default)]
    mentions: Vec<Uuid>,
    /// Whether a campaign sends it. Needs `message.post_campaign`.
    #[serde(default)]
    campaign: bool,
    /// The message it answers.
    reply_to: Option<Uuid>,
    /// The last public message that the sender has seen; null: there was none. If a colleague has answered since, nothing is posted. Not
    /// for contacts.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<Uuid>)]
    expected_last_message_id: Option<Option<Uuid>>,
    /// The provider's id: unique in the room's channel. Not for contacts.
    provider_id: Option<String>,
    /// The provider's time. Not for contacts.
    provider_at: Option<Time>,
    /// The sender's own id: unique for this room and sender.
    local_id: Option<String>,
}

/// Who a message is from.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NewMessageAuthor {
    /// Whoever calls.
    #[default]
    Caller,
    /// The room's contact: what an inbound integration posts. Needs `message.post_as_contact`.
    Contact,
}

impl NewMessage {
    /// The command that posts the message in a room.
    pub(crate) fn command(self, engine: &Engine, caller: &Caller, room: RoomId) -> Result<Command, Problem> {
        if matches!(caller.access.actor, Actor::Contact(_)) {
            self.not_from_team()?;
        }
        Ok(Command::PostMessage(PostMessage {
            id: engine.new_id(),
            room,
            author: match self.author {
                NewMessageAuthor::Caller => Author::Caller,
                NewMessageAuthor::Contact => Author::Contact,
            },
            visibility: self.visibility.into(),
            content: Content {
                kind: self.kind.into(),
                text: self.text,
                payload: self.payload,
                mentions: self.mentions.into_iter().map(UserId).collect(),
            },
            campaign: self.campaign,
            reply_to: self.reply_to.map(MessageId),
            expected_last_message: self.expected_last_message_id.map(|id| id.map(MessageId)),
            provider_id: self.provider_id,
            provider_at: self.provider_at.map(|Time(at)| at),
            local_id: self.local_id,
            rc_id: None,
            ext: Map::new(),
            reopens: true,
        }))
    }

    /// A contact has no colleagues, and could take the id of a message that its provider has yet to deliver.
    fn not_from_team(&self) -> Result<(), Problem> {
        let given = [
            ("provider_id", self.provider_id.is_some()),
            ("provider_at", self.provider_at.is_some()),
            ("mentions", !self.mentions.is_empty()),
            ("expected_last_message_id", self.expected_last_message_id.is_some()),
        ];
        match given.into_iter().find(|(_, given)| *given) {
            Some((field, _)) => Err(Problem::invalid(field, format!("{field} must not be given by a contact"))),
            None => Ok(()),
        }
    }
}

fn text() -> ContentKind {
    ContentKind::Text
}

fn public() -> Visibility {
    Visibility::Public
}

/// Post a message. Needs `message.post`, but for a contact in its own room.
///
/// The same `local_id` or `provider_id` with the same content is the same message: it is answered with 200. With
/// `expected_last_message_id`, a reply is held back if a colleague was faster: the problem carries his answer.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/messages",
    tag = "messages",
    request_body = NewMessage,
    params(ById),
    responses(
        (status = 201, description = "The message was posted.", body = Message),
        (status = 200, description = "The message was posted before.", body = Message),
        (status = 403, description = "`forbidden`; `blocked`."),
        (status = 409, description = "`room_resolved`; `natural_id_mismatch`; `other_room_open`, with `room_id`; `newer_answer`, with `message`."),
    ),
)]
pub(super) async fn post_message(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<NewMessage>,
) -> Result<Response, Problem> {
    let Post { caller, body } = post;
    let command = body.command(state.engine(), &caller, RoomId(id))?;
    let done = state.engine().run(&caller, command).await?.message()?;
    let (message, created) = done.value;
    Ok(answer::done(answer::created(created), done.replayed, &Message::new(&message, caller.audience())))
}
