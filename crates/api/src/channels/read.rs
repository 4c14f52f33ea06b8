//! `GET /v1/channels` and `GET /v1/channels/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{ChannelId, Permission};
use utoipa::ToSchema;

use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Channel;

/// A page of channels.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChannelList<'a> {
    /// By id, and so by age.
    channels: Vec<Channel<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the channels. Needs `channel.view`.
#[utoipa::path(
    get,
    path = "/v1/channels",
    tag = "channels",
    params(PageQuery),
    responses((status = 200, description = "A page of channels, oldest first.", body = ChannelList)),
)]
pub(super) async fn list_channels(
    State(state): State<ApiState>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::ChannelView)?;
    let page = state.engine().store.channels(caller.org, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    Ok(answer::ok(&ChannelList { channels: page.items.iter().map(Channel::from).collect(), next }))
}

/// Get a channel. Needs `channel.view`.
#[utoipa::path(get, path = "/v1/channels/{id}", tag = "channels", params(ById), responses((status = 200, description = "The channel.", body = Channel)))]
pub(super) async fn get_channel(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    caller.access.require(Permission::ChannelView)?;
    let found = state.engine().store.channel(caller.org, ChannelId(id)).await?;
    let channel = found.ok_or_else(|| Problem::not_found("channel"))?;
    Ok(answer::ok(&Channel::from(&channel)))
}
