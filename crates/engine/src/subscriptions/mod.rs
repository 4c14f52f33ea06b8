//! Webhook subscriptions.

mod create;
mod edit;
mod secret;
mod url;

pub use create::{CreatedSubscription, NewSubscription, create};
pub use edit::edit;
pub use secret::signing_secret;
