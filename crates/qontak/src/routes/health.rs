//! `GET /health`.

use axum::extract::{FromRequestParts, State};
use axum::response::Response;
use http::header::AUTHORIZATION;
use http::request::Parts;
use serde::Serialize;
use switchroom_http::{Shared, client};

use crate::answer;
use crate::auth::Caller;
use crate::errors::Failure;

#[derive(Serialize)]
struct Health {
    healthy: bool,
}

/// That the server serves; and, to whoever shows a token, whether that is valid.
pub(super) async fn get_health(State(shared): State<Shared>, mut parts: Parts) -> Result<Response, Failure> {
    if parts.headers.contains_key(AUTHORIZATION) {
        Caller::from_request_parts(&mut parts, &shared).await?;
    } else {
        shared.limits().address(client::address(&parts, &shared.config().trusted_proxies))?;
    }
    Ok(answer::success(Health { healthy: true }))
}
