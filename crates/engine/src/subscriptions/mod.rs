//! Webhook subscriptions.

mod create;
mod edit;
mod headers;
mod rotate_secret;
mod secret;
mod url;

pub use create::{CreatedSubscription, NewSubscription, create};
pub use edit::edit;
pub use headers::{headers, seal_headers};
pub use rotate_secret::rotate_secret;
pub use secret::{SigningSecret, signing_secret, signing_secrets};
