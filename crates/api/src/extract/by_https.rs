//! How the client called.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::problem::Problem;
use crate::state::ApiState;

/// Whether the client called by https, as a trusted proxy or else the public address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByHttps(pub(crate) bool);

impl FromRequestParts<ApiState> for ByHttps {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        Ok(Self(switchroom_http::by_https(state.http(), parts)))
    }
}
