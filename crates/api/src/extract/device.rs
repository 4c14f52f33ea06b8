//! With what somebody calls.

use axum::extract::FromRequestParts;
use http::request::Parts;
use switchroom_domain::token::Device;
use switchroom_http::client;

use crate::problem::Problem;
use crate::state::ApiState;

/// With what somebody calls.
#[derive(Debug)]
pub(crate) struct CallingDevice(pub(crate) Device);

impl FromRequestParts<ApiState> for CallingDevice {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        Ok(Self(client::device(parts, &state.http().config().trusted_proxies)))
    }
}
