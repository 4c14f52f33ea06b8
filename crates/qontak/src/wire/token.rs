//! Answers of `/oauth/token`, in Doorkeeper's form.

use serde::Serialize;

/// Granted tokens.
#[derive(Debug, Serialize)]
pub(crate) struct Granted<'a> {
    pub(crate) access_token: &'a str,
    pub(crate) token_type: &'static str,
    /// Seconds.
    pub(crate) expires_in: i64,
    pub(crate) refresh_token: &'a str,
    /// Seconds since 1970.
    pub(crate) created_at: i64,
}

/// Why no tokens are granted (RFC 6749, section 5.2).
#[derive(Debug, Serialize)]
pub(crate) struct Denied<'a> {
    pub(crate) error: &'static str,
    pub(crate) error_description: &'a str,
}
