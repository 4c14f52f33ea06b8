//! `PATCH /v1/webhooks/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::SubscriptionId;
use switchroom_domain::command::Missed;
use switchroom_domain::subscription::SubscriptionPatch;
use switchroom_engine::subscriptions;
use utoipa::ToSchema;

use super::view::Webhook;
use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::given;

/// What a webhook is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookEdit {
    /// Where events are posted to.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    url: Option<String>,
    /// Which kinds of event and topics of the dialect, all of them.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    events: Option<Vec<String>>,
    /// Whether events are delivered.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    enabled: Option<bool>,
    /// Waits between attempts in milliseconds; null: the server's schedule.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<Vec<u64>>)]
    retry_schedule_ms: Option<Option<Vec<u64>>>,
}

/// Edit a webhook. Needs `webhook.manage`.
#[utoipa::path(
    patch,
    path = "/v1/webhooks/{id}",
    tag = "webhooks",
    params(ById),
    responses((status = 200, description = "The webhook as it is now.", body = Webhook)),
)]
pub(super) async fn edit_webhook(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<WebhookEdit>,
) -> Result<Response, Problem> {
    let WebhookEdit { url, events, enabled, retry_schedule_ms } = edit;
    let patch = SubscriptionPatch { url, events, enabled, retry_schedule_ms, ..SubscriptionPatch::default() };
    let done = subscriptions::edit(state.engine(), &caller, SubscriptionId(id), patch, Missed::default()).await?;
    Ok(answer::ok(&Webhook::from(&done.value)))
}
