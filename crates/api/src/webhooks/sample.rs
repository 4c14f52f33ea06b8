//! `POST /v1/webhooks/{id}/test`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::EventKind;
use switchroom_domain::subscription::Subscription;
use switchroom_engine::ports::SampleSent;
use utoipa::ToSchema;

use super::exchange::Exchange;
use super::view::managed;
use crate::answer;
use crate::event_types::example;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;

/// Which example to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sample {
    /// A kind of event, or a topic of the webhook's dialect; absent: the first one that the webhook's filter covers.
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// What became of an example.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SentSample<'a> {
    /// Its `webhook-id`.
    id: &'a str,
    /// Whether the endpoint accepted it.
    delivered: bool,
    /// The status of the answer, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status: Option<u16>,
    /// What went wrong, if there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error: Option<&'a str>,
    /// How long it took, in microseconds.
    duration_us: i64,
    /// What was sent and answered.
    exchange: Exchange<'a>,
}

impl<'a> From<&'a SampleSent> for SentSample<'a> {
    fn from(sent: &'a SampleSent) -> Self {
        Self {
            id: &sent.id,
            delivered: sent.accepted,
            status: sent.status,
            error: sent.error.as_deref(),
            duration_us: sent.micros,
            exchange: Exchange::from(&sent.exchange),
        }
    }
}

/// Send a webhook an example of an event, signed and with its headers, whether it is enabled or not. It comes once, with the header
/// `switchroom-test: true`, and is no attempt. Needs `webhook.manage`.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/test",
    tag = "webhooks",
    request_body = Option<Sample>,
    params(ById),
    responses((status = 200, description = "It was sent: whether it arrived, `delivered` says.", body = SentSample)),
)]
pub(super) async fn test_webhook(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Sample>,
) -> Result<Response, Problem> {
    let subscription = managed(&state, &post.caller, id).await?;
    let body = body(&subscription, post.body.kind.as_deref())?;
    let sent = state.courier().send_sample(&subscription, body.as_bytes().to_vec()).await;
    Ok(answer::ok(&SentSample::from(&sent)))
}

/// The example that is asked for.
fn body(subscription: &Subscription, asked: Option<&str>) -> Result<&'static str, Problem> {
    let dialect = subscription.dialect;
    let Some(asked) = asked else {
        let told = |topic: Option<&str>, kind| topic.map_or_else(|| subscription.covers(kind), |topic| subscription.tells(topic, kind));
        return example(dialect, told).ok_or_else(|| Problem::invalid("type", "the webhook's filter covers nothing: name a type"));
    };
    let kind = EventKind::from_name(asked);
    if kind.is_none() && !dialect.topics().contains(&asked) {
        return Err(Problem::invalid("type", format!("there is no event type or topic `{asked}`")));
    }
    let found = example(dialect, |topic, of| Some(of) == kind || topic == Some(asked));
    found.ok_or_else(|| Problem::invalid("type", format!("the dialect tells nothing of `{asked}`")))
}
