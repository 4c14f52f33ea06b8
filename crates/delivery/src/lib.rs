//! Webhooks: every subscription is told of the events it wants, in order per room, at least once.
//!
//! ```text
//! let (changes, listener) = switchroom_delivery::changes();   // before the store: it takes the listener
//! let delivery = Delivery::start(engine, reader, egress, voices, DeliveryConfig::default(), changes).await?;
//! delivery.stop().await;
//! ```
//!
//! A subscription has an [`endpoint`], which runs its followers: the live run, the one that tells what became of campaigns' messages, and
//! its replays. A follower's handler is a [`webhook`], or a [`batch`] where several events go into one request; both make their attempts
//! by a [`messenger`].

mod attempts;
mod backlog;
mod batch;
mod changes;
mod config;
mod courier;
mod delivery;
mod endpoint;
mod endpoints;
mod giving_up;
mod headers;
mod health;
mod holding;
mod insist;
mod mail;
mod messenger;
mod outbox;
mod patience;
mod reach;
mod role;
mod sender;
mod services;
mod share;
mod sign;
mod term;
mod trace;
mod verdict;
mod webhook;

pub use changes::{ChangeListener, Changes, changes};
pub use config::DeliveryConfig;
pub use courier::Courier;
pub use delivery::Delivery;
pub use reach::Dialable;
