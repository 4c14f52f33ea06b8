//! `PATCH /v1/webhooks/{id}`.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::SubscriptionId;
use switchroom_domain::subscription::{SubscriptionOptionsPatch, SubscriptionPatch};
use switchroom_engine::subscriptions;
use utoipa::ToSchema;

use super::options::{Batching, RoomFilter, sealed};
use super::view::Webhook;
use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Missed, Ordering, given};

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
    /// Which rooms' events; null: everything.
    #[serde(default, deserialize_with = "given::nullable_object")]
    #[schema(value_type = Option<RoomFilter>)]
    rooms: Option<Option<RoomFilter>>,
    /// Whether it is not to be told what the token of this request causes; false: it is told what everybody causes.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    skip_own: Option<bool>,
    /// In which order.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    ordering: Option<Ordering>,
    /// Requests a second, at the most; null: as many as the endpoint takes.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 100000)]
    max_per_second: Option<Option<u32>>,
    /// Several events in one request, for the native dialect; null: one.
    #[serde(default, deserialize_with = "given::nullable_object")]
    #[schema(value_type = Option<Batching>)]
    batching: Option<Option<Batching>>,
    /// How long an attempt may take, in milliseconds; null: as long as the server says.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<u64>, minimum = 100, maximum = 60000)]
    timeout_ms: Option<Option<u64>>,
    /// Headers of its own, by name, all of them; null: none.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<BTreeMap<String, String>>)]
    headers: Option<Option<BTreeMap<String, String>>>,
    /// Whether what was sent and answered is kept of successes too.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    capture: Option<bool>,
    /// Whether events are delivered.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    enabled: Option<bool>,
    /// What becomes of the events that it was not told while it was disabled; absent: they are told. Goes with `enabled: true`.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    missed: Option<Missed>,
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
    if edit.missed.is_some() && edit.enabled != Some(true) {
        return Err(Problem::invalid("missed", "missed goes with `enabled: true`"));
    }
    let options = SubscriptionOptionsPatch {
        rooms: edit.rooms.map(|rooms| rooms.map(Into::into).unwrap_or_default()),
        not_by: edit.skip_own.map(|skip| caller.access.credential.filter(|_| skip)),
        ordering: edit.ordering.map(Into::into),
        max_per_second: edit.max_per_second,
        batching: edit.batching.map(|batching| batching.map(Into::into)),
        timeout_ms: edit.timeout_ms,
        headers: edit.headers.map(|headers| sealed(state.engine(), headers)).transpose()?,
        capture: edit.capture,
    };
    let patch = SubscriptionPatch {
        url: edit.url,
        events: edit.events,
        enabled: edit.enabled,
        options,
        retry_schedule_ms: edit.retry_schedule_ms,
        ..SubscriptionPatch::default()
    };
    let missed = edit.missed.map(Into::into).unwrap_or_default();
    let done = subscriptions::edit(state.engine(), &caller, SubscriptionId(id), patch, missed).await?;
    Ok(answer::ok(&Webhook::from(&done.value)))
}
