//! Webhooks on the wire.

use serde::Serialize;
use switchroom_domain::subscription as domain;
use switchroom_domain::{Permission, SubscriptionId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::options::{Batching, RoomFilter};
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Dialect, DisabledReason, Ordering, Time};

/// An endpoint that is told of events.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Webhook<'a> {
    /// The webhook's id.
    id: Uuid,
    /// Where events are posted to.
    url: &'a str,
    /// In whose form.
    dialect: Dialect,
    /// Which kinds of event: names, `room.*` for a noun, `*` for all; and the dialect's own topics.
    events: &'a [String],
    /// Which rooms' events. Left out: everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rooms: Option<RoomFilter>,
    /// The token whose doings it is not told: the one that set `skip_own`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    not_by: Option<Uuid>,
    /// In which order. Left out: the rooms'.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ordering: Option<Ordering>,
    /// Requests a second, at the most. Left out: as many as the endpoint takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    max_per_second: Option<u32>,
    /// Several events in one request. Left out: one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    batching: Option<Batching>,
    /// How long an attempt may take, in milliseconds. Left out: as long as the server says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    timeout_ms: Option<u64>,
    /// The names of its own headers, in lower case. Their values are not shown.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schema(required = false)]
    header_names: &'a [String],
    /// Whether what was sent and answered is kept of successes too. Left out: of failures only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    capture: bool,
    /// The vendor's call that keeps it, e.g. `qontak.message_interactions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    managed_by: Option<&'a str>,
    /// Waits between attempts in milliseconds; the last one repeats. Left out: the server's schedule.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    retry_schedule_ms: Option<&'a [u64]>,
    /// Whether events are delivered; while not, none is lost.
    enabled: bool,
    /// Given where Switchroom itself disabled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    disabled: Option<Disabled>,
    /// When it was created.
    created_at: Time,
    /// When it was last edited.
    updated_at: Time,
}

/// That Switchroom itself disabled a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Disabled {
    /// Why.
    reason: DisabledReason,
    /// Since when.
    at: Time,
}

impl<'a> From<&'a domain::Subscription> for Webhook<'a> {
    fn from(subscription: &'a domain::Subscription) -> Self {
        let options = &subscription.options;
        Self {
            id: subscription.id.0,
            url: &subscription.url,
            dialect: subscription.dialect.into(),
            events: &subscription.events,
            rooms: (!options.rooms.is_everything()).then(|| RoomFilter::from(&options.rooms)),
            not_by: options.not_by.map(|token| token.0),
            ordering: (options.ordering != domain::Ordering::default()).then(|| options.ordering.into()),
            max_per_second: options.max_per_second,
            batching: options.batching.map(Batching::from),
            timeout_ms: options.timeout_ms,
            header_names: options.headers.as_ref().map_or(&[], |headers| &headers.names),
            capture: options.capture,
            managed_by: subscription.managed_by.as_deref(),
            retry_schedule_ms: subscription.retry_schedule_ms.as_deref(),
            enabled: subscription.enabled,
            disabled: subscription.disabled.map(|disabled| Disabled { reason: disabled.reason.into(), at: disabled.at.into() }),
            created_at: subscription.created_at.into(),
            updated_at: subscription.updated_at.into(),
        }
    }
}

/// The webhook, if there is one and the caller may manage it.
pub(super) async fn managed(state: &ApiState, caller: &Caller, id: Uuid) -> Result<domain::Subscription, Problem> {
    caller.access.require(Permission::WebhookManage)?;
    let found = state.engine().store.subscription(caller.org, SubscriptionId(id)).await?;
    found.ok_or_else(|| Problem::not_found("webhook"))
}
