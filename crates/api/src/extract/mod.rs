//! What handlers take from a request.

mod caller;
mod idempotency;
mod json;
mod path;
mod post;
mod public;
mod query;

pub(crate) use caller::{Audience, Caller, bearer};
pub(crate) use json::{Json, parse};
pub(crate) use path::{ById, Path};
pub(crate) use post::Post;
pub(crate) use public::{HostOrganization, PublicPost};
pub(crate) use query::Query;
