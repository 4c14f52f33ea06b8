//! `POST /v1/webhooks`.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::subscription::SubscriptionOptions;
use switchroom_engine::subscriptions::{self, NewSubscription};
use utoipa::ToSchema;

use super::options::{Batching, RoomFilter, sealed};
use super::view::Webhook;
use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Dialect, Ordering, given};

/// A webhook to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWebhook {
    /// Where events are posted to: http or https.
    url: String,
    /// In whose form.
    #[serde(default = "native")]
    #[schema(default = "native")]
    dialect: Dialect,
    /// Which kinds of event: names, `room.*` for a noun, `*` for all; and the dialect's own topics, as
    /// `receive_message_from_customer` of Qontak's or `LivechatSession` of Rocket.Chat's.
    #[serde(default = "everything")]
    #[schema(default = json!(["*"]))]
    events: Vec<String>,
    /// The signing secret (Standard Webhooks: `whsec_` and base64); absent: a random one.
    secret: Option<String>,
    /// The sequence number to start after; absent: only what happens from now on.
    after: Option<i64>,
    /// Which rooms' events; absent: everything.
    #[serde(default, deserialize_with = "given::optional_object")]
    #[schema(nullable = false)]
    rooms: Option<RoomFilter>,
    /// Whether it is not to be told what the token of this request causes.
    #[serde(default)]
    skip_own: bool,
    /// In which order; absent: the rooms'.
    ordering: Option<Ordering>,
    /// Requests a second, at the most; absent: as many as the endpoint takes.
    #[schema(minimum = 1, maximum = 100000)]
    max_per_second: Option<u32>,
    /// Several events in one request, for the native dialect; absent: one.
    #[serde(default, deserialize_with = "given::optional_object")]
    #[schema(nullable = false)]
    batching: Option<Batching>,
    /// How long an attempt may take, in milliseconds; absent: as long as the server says.
    #[schema(minimum = 100, maximum = 60000)]
    timeout_ms: Option<u64>,
    /// Headers of its own, by name. Their values are never shown again.
    headers: Option<BTreeMap<String, String>>,
    /// Whether what was sent and answered is kept of successes too.
    #[serde(default)]
    capture: bool,
    /// Waits between attempts in milliseconds; the last one repeats. Absent: the server's schedule.
    retry_schedule_ms: Option<Vec<u64>>,
    /// Whether events are delivered from the start.
    #[serde(default = "enabled")]
    #[schema(default = true)]
    enabled: bool,
}

/// A webhook, with its signing secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedWebhook<'a> {
    /// The webhook.
    #[serde(flatten)]
    webhook: Webhook<'a>,
    /// What deliveries are signed with. Shown this once.
    secret: &'a str,
}

fn native() -> Dialect {
    Dialect::Native
}

fn everything() -> Vec<String> {
    vec!["*".to_owned()]
}

fn enabled() -> bool {
    true
}

/// Create a webhook. Needs `webhook.manage`.
#[utoipa::path(
    post,
    path = "/v1/webhooks",
    tag = "webhooks",
    request_body = NewWebhook,
    responses((status = 201, description = "The webhook, with its signing secret.", body = CreatedWebhook)),
)]
pub(super) async fn create_webhook(State(state): State<ApiState>, post: Post<NewWebhook>) -> Result<Response, Problem> {
    let Post { caller, body } = post;
    let options = SubscriptionOptions {
        rooms: body.rooms.map(Into::into).unwrap_or_default(),
        not_by: caller.access.credential.filter(|_| body.skip_own),
        ordering: body.ordering.map(Into::into).unwrap_or_default(),
        max_per_second: body.max_per_second,
        batching: body.batching.map(Into::into),
        timeout_ms: body.timeout_ms,
        headers: sealed(state.engine(), body.headers)?,
        capture: body.capture,
    };
    let new = NewSubscription {
        url: body.url,
        dialect: body.dialect.into(),
        events: body.events,
        secret: body.secret,
        after: body.after,
        retry_schedule_ms: body.retry_schedule_ms,
        managed_by: None,
        enabled: body.enabled,
        options,
    };
    let done = subscriptions::create(state.engine(), &caller, new).await?;
    let created = CreatedWebhook { webhook: Webhook::from(&done.value.subscription), secret: &done.value.secret };
    Ok(answer::done(StatusCode::CREATED, done.replayed, &created))
}
