//! `POST /v1/webhooks`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::subscription::SubscriptionOptions;
use switchroom_engine::subscriptions::{self, NewSubscription};
use utoipa::ToSchema;

use super::view::Webhook;
use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Dialect;

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
    /// Waits between attempts in milliseconds; the last one repeats. Absent: the server's schedule.
    retry_schedule_ms: Option<Vec<u64>>,
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

/// Create a webhook. Needs `webhook.manage`.
#[utoipa::path(
    post,
    path = "/v1/webhooks",
    tag = "webhooks",
    request_body = NewWebhook,
    responses((status = 201, description = "The webhook, with its signing secret.", body = CreatedWebhook)),
)]
pub(super) async fn create_webhook(State(state): State<ApiState>, post: Post<NewWebhook>) -> Result<Response, Problem> {
    let NewWebhook { url, dialect, events, secret, after, retry_schedule_ms } = post.body;
    let new = NewSubscription {
        url,
        dialect: dialect.into(),
        events,
        secret,
        after,
        retry_schedule_ms,
        managed_by: None,
        enabled: true,
        options: SubscriptionOptions::default(),
    };
    let done = subscriptions::create(state.engine(), &post.caller, new).await?;
    let created = CreatedWebhook { webhook: Webhook::from(&done.value.subscription), secret: &done.value.secret };
    Ok(answer::done(StatusCode::CREATED, done.replayed, &created))
}
