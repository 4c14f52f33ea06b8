//! Webhooks on the wire.

use serde::Serialize;
use switchroom_domain::subscription as domain;
use switchroom_domain::{Permission, SubscriptionId};
use switchroom_engine::ports::FollowerState;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Dialect, Time};

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
    /// When it was created.
    created_at: Time,
    /// When it was last edited.
    updated_at: Time,
}

impl<'a> From<&'a domain::Subscription> for Webhook<'a> {
    fn from(subscription: &'a domain::Subscription) -> Self {
        Self {
            id: subscription.id.0,
            url: &subscription.url,
            dialect: subscription.dialect.into(),
            events: &subscription.events,
            managed_by: subscription.managed_by.as_deref(),
            retry_schedule_ms: subscription.retry_schedule_ms.as_deref(),
            enabled: subscription.enabled,
            created_at: subscription.created_at.into(),
            updated_at: subscription.updated_at.into(),
        }
    }
}

/// How far a webhook or a replay has come, as last kept: up to half a second ago.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Position {
    /// Everything up to this sequence number is done, or belongs to a room that waits apart.
    cursor: i64,
    /// Rooms that wait apart, because a delivery failed or was slow.
    parked_rooms: usize,
    /// The endpoint fails everywhere and is left alone until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    paused_until: Option<Time>,
}

impl From<&FollowerState> for Position {
    fn from(state: &FollowerState) -> Self {
        Self { cursor: state.cursor, parked_rooms: state.parked.len(), paused_until: state.breaker.map(|breaker| breaker.next_at.into()) }
    }
}

/// The webhook, if there is one and the caller may manage it.
pub(super) async fn managed(state: &ApiState, caller: &Caller, id: Uuid) -> Result<domain::Subscription, Problem> {
    caller.access.require(Permission::WebhookManage)?;
    let found = state.engine().store.subscription(caller.org, SubscriptionId(id)).await?;
    found.ok_or_else(|| Problem::not_found("webhook"))
}
