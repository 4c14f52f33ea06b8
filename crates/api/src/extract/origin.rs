//! What addresses of files begin with.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::problem::Problem;
use crate::state::ApiState;

/// What addresses of files begin with, such as `https://chat.example.com`.
#[derive(Debug)]
pub(crate) struct Origin(pub(crate) String);

impl FromRequestParts<ApiState> for Origin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        Ok(Self(switchroom_http::origin(state.http(), parts).await?))
    }
}
