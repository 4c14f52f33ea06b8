//! Programs that may log users in over OAuth.

mod create;

pub use create::{CreatedOAuthClient, create};
