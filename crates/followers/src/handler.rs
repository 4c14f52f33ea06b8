//! What is done with an event.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use switchroom_domain::{Committed, EventId, Timestamp};
use switchroom_engine::ports::Clock;

/// One try to handle an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// Counts the tries of this event, from 1.
    pub number: u32,
    /// The bodies of the try before, so that the same bytes are sent again. Empty at the first one.
    pub bodies: Vec<Bytes>,
    /// How many of those bodies were accepted already.
    pub accepted: u32,
    /// A try that fails at this time or later is the last one.
    pub deadline: Timestamp,
}

/// What a try came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handled {
    /// The event is handled.
    Done,
    /// There was nothing to tell of it: it is handled, which says nothing about the endpoint.
    Nothing,
    /// It is not: try again.
    Retry {
        /// The bodies that were sent, for the next try.
        bodies: Vec<Bytes>,
        /// How many of them were accepted.
        accepted: u32,
        /// The next try comes no sooner than this, whatever the schedule says.
        no_sooner: Duration,
        /// Whether it failed because the endpoint has too much to do: it is then told less at a time.
        overloaded: bool,
    },
    /// It is not, and it is given up.
    Dead,
    /// It is not, and the follower is to end: there is nobody to tell any more. The event counts as not handled.
    Gone,
}

/// Does something with a follower's events.
pub trait Handler: Send + Sync + 'static {
    /// Whether the follower is told of this event. Called for every event of the organization: must be quick.
    fn wants(&self, committed: &Committed) -> bool;

    /// Handles an event. Called for the events of one lane one after the other. Answers [`Handled::Dead`] instead of
    /// [`Handled::Retry`] once `attempt.deadline` is reached. The future may be dropped when the follower stops: the event
    /// is then handled again.
    fn handle(&self, committed: &Arc<Committed>, attempt: Try) -> impl Future<Output = Handled> + Send;
}

/// What `handling` an event comes to. A handler that panics has failed at this try, `attempt`, not at the others.
pub(crate) async fn caught(handling: impl Future<Output = Handled>, event: EventId, attempt: Try, clock: &dyn Clock) -> Handled {
    let Ok(handled) = AssertUnwindSafe(handling).catch_unwind().await else {
        tracing::error!(%event, "handling an event panicked");
        if clock.now() >= attempt.deadline {
            return Handled::Dead;
        }
        return Handled::Retry { bodies: attempt.bodies, accepted: attempt.accepted, no_sooner: Duration::ZERO, overloaded: false };
    };
    handled
}
