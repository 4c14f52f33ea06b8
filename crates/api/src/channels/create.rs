//! `POST /v1/channels`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::Command;
use switchroom_domain::command::CreateChannel;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Channel, ChannelKind};

/// A channel to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewChannel {
    /// What kind of way in.
    kind: ChannelKind,
    /// What people call it.
    name: String,
}

/// Create a channel. Needs `channel.manage`.
#[utoipa::path(
    post,
    path = "/v1/channels",
    tag = "channels",
    request_body = NewChannel,
    responses((status = 201, description = "The channel was created.", body = Channel)),
)]
pub(super) async fn create_channel(State(state): State<ApiState>, post: Post<NewChannel>) -> Result<Response, Problem> {
    let NewChannel { kind, name } = post.body;
    let command = CreateChannel { id: state.engine().new_id(), kind: kind.into(), name, builtin: None };
    let done = state.engine().run(&post.caller, Command::CreateChannel(command)).await?.channel()?;
    Ok(answer::done(StatusCode::CREATED, done.replayed, &Channel::from(&done.value)))
}
