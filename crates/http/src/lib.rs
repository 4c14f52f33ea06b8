//! What every HTTP surface of the server shares: our own API and the vendors' dialects.
//!
//! It knows where a request comes from, which organization its host means and who bears its token, counts how often
//! somebody calls, and reads bodies with a limit. How an answer or an error looks is each surface's own affair.

pub mod body;
pub mod client;

mod authenticate;
mod fault;
mod host;
mod limits;
mod origin;
mod panic;
mod shared;

pub use authenticate::{AuthError, authenticate};
pub use fault::log_fault;
pub use host::host_organization;
pub use limits::{Keyed, Limits, Rate, RateLimits, TooMany, household};
pub use origin::{by_https, home, origin};
pub use panic::panic_text;
pub use shared::{HttpConfig, Shared};
