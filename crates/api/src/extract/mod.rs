//! What handlers take from a request.

mod by_https;
mod caller;
mod credential;
mod device;
mod home;
mod idempotency;
mod json;
mod origin;
mod path;
mod post;
mod public;
mod query;
mod session_cookie;

pub(crate) use by_https::ByHttps;
pub(crate) use caller::{Audience, Caller};
pub(crate) use credential::{Credential, check_origin};
pub(crate) use device::CallingDevice;
pub(crate) use home::Home;
pub(crate) use json::{Json, parse};
pub(crate) use origin::Origin;
pub(crate) use path::{ById, Path};
pub(crate) use post::Post;
pub(crate) use public::{HostOrganization, PublicPost};
pub(crate) use query::Query;
pub(crate) use session_cookie::{NAME as SESSION_COOKIE, SessionCookie};
