//! The only place that may dial out. Every address a name resolves to is checked against the private and special
//! networks, and the connection goes to exactly the address that was checked.

mod answer;
mod client;
mod connector;
mod error;
mod guard;
mod resolver;
mod target;
mod tls;

pub use answer::{Answer, KEPT_BODY_BYTES};
pub use client::{Egress, EgressConfig, Request};
pub use error::EgressError;
pub use guard::Guard;
pub use resolver::{Resolve, SystemResolver};
pub use target::Target;
