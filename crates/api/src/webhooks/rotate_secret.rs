//! `POST /v1/webhooks/{id}/secret`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::SubscriptionId;
use switchroom_engine::subscriptions;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Time;

/// A new signing secret.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSecret {
    /// The secret (Standard Webhooks: `whsec_` and base64); absent: a random one.
    secret: Option<String>,
    /// How long the present one signs too, in seconds: so long the receiver may take to change over.
    #[serde(default = "a_day")]
    #[schema(default = 86400, minimum = 0, maximum = 2592000)]
    overlap_seconds: u32,
}

/// The signing secret of a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RotatedSecret<'a> {
    /// What deliveries are signed with from now on. Shown this once.
    secret: &'a str,
    /// Until then the earlier ones sign too; null: none does.
    previous_signs_until: Option<Time>,
}

fn a_day() -> u32 {
    24 * 60 * 60
}

/// Give a webhook a new signing secret. Deliveries bear a signature by each secret that still signs. Needs `webhook.manage`.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/secret",
    tag = "webhooks",
    request_body = Option<NewSecret>,
    params(ById),
    responses((status = 200, description = "The new secret.", body = RotatedSecret)),
)]
pub(super) async fn rotate_secret(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<NewSecret>,
) -> Result<Response, Problem> {
    let NewSecret { secret, overlap_seconds } = post.body;
    let done = subscriptions::rotate_secret(state.engine(), &post.caller, SubscriptionId(id), secret.as_deref(), overlap_seconds).await?;
    let previous = done.value.subscription.retired_secrets.iter().map(|retired| retired.until).max();
    let rotated = RotatedSecret { secret: &done.value.secret, previous_signs_until: previous.map(Time::from) };
    Ok(answer::done(StatusCode::OK, done.replayed, &rotated))
}
