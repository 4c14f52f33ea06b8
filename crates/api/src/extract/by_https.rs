//! How the client called.

use axum::extract::FromRequestParts;
use http::request::Parts;
use switchroom_http::client;

use crate::problem::Problem;
use crate::state::ApiState;

/// Whether the client called by https, as a trusted proxy or else the public address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByHttps(pub(crate) bool);

impl FromRequestParts<ApiState> for ByHttps {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let config = state.http().config();
        let public = config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
        Ok(Self(public || client::is_https(parts, &config.trusted_proxies) == Some(true)))
    }
}
