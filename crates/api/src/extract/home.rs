//! What links in mails begin with.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::problem::Problem;
use crate::state::ApiState;

/// What links in mails begin with: the host that is called, if it is an organization's, else the public URL. Any other host may be
/// anybody's invention.
#[derive(Debug)]
pub(crate) struct Home(pub(crate) Option<String>);

impl FromRequestParts<ApiState> for Home {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        Ok(Self(switchroom_http::home(state.http(), parts).await?))
    }
}
