//! `GET /v1/webhooks` and `GET /v1/webhooks/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::Permission;
use utoipa::ToSchema;

use super::position::Position;
use super::view::{Webhook, managed};
use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;

/// A page of webhooks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookList<'a> {
    /// By id, and so by age.
    webhooks: Vec<Webhook<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// A webhook, with how far it has come.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FollowedWebhook<'a> {
    /// The webhook.
    #[serde(flatten)]
    webhook: Webhook<'a>,
    /// How far it has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    position: Option<Position>,
}

/// List the webhooks. Needs `webhook.manage`.
#[utoipa::path(
    get,
    path = "/v1/webhooks",
    tag = "webhooks",
    params(PageQuery),
    responses((status = 200, description = "A page of webhooks, oldest first.", body = WebhookList)),
)]
pub(super) async fn list_webhooks(
    State(state): State<ApiState>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::WebhookManage)?;
    let page = state.engine().store.subscriptions(caller.org, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    Ok(answer::ok(&WebhookList { webhooks: page.items.iter().map(Webhook::from).collect(), next }))
}

/// Get a webhook, with how far it has come. Needs `webhook.manage`.
#[utoipa::path(get, path = "/v1/webhooks/{id}", tag = "webhooks", params(ById), responses((status = 200, description = "The webhook.", body = FollowedWebhook)))]
pub(super) async fn get_webhook(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    let subscription = managed(&state, &caller, id).await?;
    let store = &state.engine().store;
    let followed = store.follower_state(caller.org, subscription.id.live()).await?;
    let head = store.head_seq(caller.org).await?;
    let position = followed.map(|followed| Position::new(&followed, head));
    Ok(answer::ok(&FollowedWebhook { webhook: Webhook::from(&subscription), position }))
}
