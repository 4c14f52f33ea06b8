//! What handlers take from a request, in the order in which Rocket.Chat checks it: who calls, how often, the parameters.

mod body;
mod params;
mod path;
mod query;

pub(crate) use body::Body;
pub(crate) use params::{Params, holds_nul};
pub(crate) use path::Path;
pub(crate) use query::Query;
