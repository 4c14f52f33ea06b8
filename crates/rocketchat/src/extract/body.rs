//! Bodies: JSON, or a form, which some clients send.

use axum::extract::{FromRequest, Request};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use switchroom_http::body;

use super::{Params, query};
use crate::errors::RcError;
use crate::state::RcState;

/// The parameters in a body.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: Params> FromRequest<RcState> for Body<T> {
    type Rejection = RcError;

    async fn from_request(request: Request, state: &RcState) -> Result<Self, RcError> {
        let (parts, body) = request.into_parts();
        let bytes = body::read(body, state.shared().config().max_body_bytes).await?;
        T::read(parse(&parts.headers, &bytes)?).map(Self)
    }
}

/// What the body says. One of another type than JSON or a form says nothing, as it does to Rocket.Chat.
fn parse(headers: &HeaderMap, bytes: &[u8]) -> Result<Value, RcError> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if bytes.is_empty() {
        Ok(json!({}))
    } else if kind.eq_ignore_ascii_case("application/json") {
        serde_json::from_slice(bytes).map_err(|_| RcError::plain("Invalid JSON"))
    } else if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Ok(query::object(bytes))
    } else {
        Ok(json!({}))
    }
}
