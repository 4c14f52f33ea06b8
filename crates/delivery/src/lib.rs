//! Webhooks: every subscription is told of the events it wants, in order per room, at least once.
//!
//! ```text
//! let (changes, listener) = switchroom_delivery::changes();   // before the store: it takes the listener
//! let delivery = Delivery::start(engine, reader, egress, voices, DeliveryConfig::default(), changes).await?;
//! delivery.stop().await;
//! ```

mod attempts;
mod backlog;
mod changes;
mod config;
mod delivery;
mod endpoint;
mod endpoints;
mod headers;
mod holding;
mod patience;
mod sender;
mod services;
mod sign;
mod term;
mod webhook;

pub use changes::{ChangeListener, Changes, changes};
pub use config::DeliveryConfig;
pub use delivery::Delivery;
