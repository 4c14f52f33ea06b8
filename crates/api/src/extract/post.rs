//! POST requests of a caller with a token.

use axum::extract::{FromRequest, FromRequestParts, Request};
use serde::de::DeserializeOwned;

use super::{Caller, idempotency, json};
use crate::problem::Problem;
use crate::state::ApiState;

/// A POST request: who sends it, with the `Idempotency-Key` it may carry, and its body.
#[derive(Debug)]
pub(crate) struct Post<T> {
    /// Who sends it.
    pub(crate) caller: Caller,
    /// What is sent.
    pub(crate) body: T,
}

impl<T: DeserializeOwned> FromRequest<ApiState> for Post<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, state).await?;
        let key = idempotency::key(&parts.headers)?;
        let raw = json::read(&parts.headers, body, state.http().config().max_body_bytes).await?;
        let body = json::parse(&raw)?;
        let caller = match key {
            Some(key) => caller.with_idempotency(&format!("{} {}", parts.method, parts.uri.path()), key, &raw),
            None => caller,
        };
        Ok(Self { caller, body })
    }
}
