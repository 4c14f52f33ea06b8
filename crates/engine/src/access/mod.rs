//! Who calls, and what they may.

mod authenticate;
mod cache;
mod issue_token;
mod lockout;
mod log_in;
pub mod oauth;
pub mod passwords;
pub mod policy;
pub(crate) mod second_factor;

pub use authenticate::authenticate;
pub use cache::AccessCache;
pub use issue_token::{IssuedToken, NewToken, issue_token, token_hash};
pub(crate) use issue_token::{new_secret, open_token, token_command};
pub(crate) use lockout::Target;
pub use lockout::{Lockout, MOST_WRONG};
pub(crate) use log_in::user_named;
pub use log_in::{LogIn, SESSION_SECONDS, log_in};
pub use passwords::Password;
