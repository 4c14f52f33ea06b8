//! The log-reading machine: what reads an organization's log at its own pace and may not skip. It knows nothing of what
//! is done with the events: a [`Handler`] does it.
//!
//! A follower's events are handled in order within a lane (a room; the events of no room form one lane together), in
//! parallel across lanes; or, if its plan says so, in no order at all. A lane that fails or hangs is parked and served apart, so
//! that the others go on; a follower that fails everywhere opens its breaker and is probed, and one for which that lasts too long ends.
//! How many tries run at a time follows how the endpoint does, within a limit a second if there is one. What is given up is kept as
//! dead letters, in the flush that passes it. See `architecture.md`, "Following".
//!
//! [`Runner`] handles events one by one, [`BatchRunner`] several at a time. Either goes on where the other left off: parked rows say
//! by [`ParkedRoom::alone`] and [`ParkedRoom::lane`] whether they are a room's, an event's, or a batch's (alone, and of no room).
//!
//! [`ParkedRoom::alone`]: switchroom_engine::ports::ParkedRoom::alone
//! [`ParkedRoom::lane`]: switchroom_engine::ports::ParkedRoom::lane

mod batch;
mod breaker;
mod concurrency;
mod gauges;
mod handler;
mod lane;
mod machine;
mod parked;
mod patience;
mod plan;
mod positions;
mod precedence;
mod reads;
mod retry;
mod runner;
mod tail;
mod throttle;
mod window;

pub use batch::{BatchHandler, BatchRunner};
pub use concurrency::Concurrency;
pub use gauges::Gauges;
pub use handler::{Handled, Handler, Try};
pub use patience::Patience;
pub use plan::{End, Plan, Services};
pub use positions::Positions;
pub use precedence::Precedence;
pub use retry::RetrySchedule;
pub use runner::Runner;
pub use tail::{LogReader, Tail};
pub use throttle::Throttle;
pub use window::WindowLimits;
