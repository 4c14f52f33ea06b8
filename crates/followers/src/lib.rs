//! The log-reading machine: what reads an organization's log at its own pace and may not skip. It knows nothing of what
//! is done with the events: a [`Handler`] does it.
//!
//! A follower's events are handled in order within a lane (a room; the events of no room form one lane together), in
//! parallel across lanes. A lane that fails or hangs is parked and served apart, so that the others go on; a follower that
//! fails everywhere opens its breaker and is probed. See `architecture.md`, "Following".

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

pub use concurrency::Concurrency;
pub use gauges::Gauges;
pub use handler::{Handled, Handler, Try};
pub use plan::{End, Plan, Services};
pub use positions::Positions;
pub use precedence::Precedence;
pub use retry::RetrySchedule;
pub use runner::Runner;
pub use tail::{LogReader, Tail};
pub use window::WindowLimits;
