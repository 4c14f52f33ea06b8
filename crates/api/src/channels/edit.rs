//! `PATCH /v1/channels/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::EditChannel;
use switchroom_domain::{ChannelId, Command};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::widget::WidgetPatch;
use crate::wire::{Channel, given};

/// What a channel is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChannelEdit {
    /// What people call it.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Whether new rooms can be opened through it.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    active: Option<bool>,
    /// How its widget is to look, and what it is to ask of visitors: a web channel's.
    #[serde(default, deserialize_with = "given::optional_object")]
    #[schema(nullable = false)]
    widget: Option<Box<WidgetPatch>>,
}

/// Edit a channel. Needs `channel.manage`.
#[utoipa::path(
    patch,
    path = "/v1/channels/{id}",
    tag = "channels",
    params(ById),
    responses((status = 200, description = "The channel as it is now.", body = Channel)),
)]
pub(super) async fn edit_channel(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<ChannelEdit>,
) -> Result<Response, Problem> {
    let widget = edit.widget.map(|patch| Box::new((*patch).into()));
    let command = EditChannel { channel: ChannelId(id), name: edit.name, active: edit.active, widget };
    let done = state.engine().run(&caller, Command::EditChannel(command)).await?.channel()?;
    Ok(answer::ok(&Channel::from(&done.value)))
}
