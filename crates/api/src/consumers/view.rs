//! Consumers on the wire.

use serde::Serialize;
use switchroom_engine::ports::Consumer as DomainConsumer;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Time;

/// A named reader of the events.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Consumer<'a> {
    /// Unique in the organization.
    name: &'a str,
    /// Which kinds of event it is given: names, `room.*` for a noun, `*` for all.
    events: &'a [String],
    /// Everything up to this sequence number is committed, or not for it.
    cursor: i64,
    /// Events of any kind between the cursor and the head of the log.
    lag: i64,
    /// Somebody reads on for it, until then at the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    leased_until: Option<Time>,
    /// When it was created.
    created_at: Time,
    /// When its events, lease or cursor last changed.
    updated_at: Time,
}

impl<'a> Consumer<'a> {
    /// The consumer as it stands now.
    pub(super) async fn new(state: &ApiState, consumer: &'a DomainConsumer) -> Result<Self, Problem> {
        let head = *state.feeds().reader().head(consumer.org, consumer.cursor).await?.borrow();
        Ok(Self {
            name: &consumer.name,
            events: &consumer.events,
            cursor: consumer.cursor,
            lag: head - consumer.cursor,
            leased_until: consumer.held(state.engine().now()).map(|lease| lease.until.into()),
            created_at: consumer.created_at.into(),
            updated_at: consumer.updated_at.into(),
        })
    }
}
