//! Who calls: bound to an organization by the bearer token. It may be the operator's static one, one issued for a
//! program, or one of `/oauth/token`.

use std::ops::Deref;

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::header::AUTHORIZATION;
use http::request::Parts;
use switchroom_http::{Shared, client};

use crate::body::{self, Fields};
use crate::errors::Failure;

/// Who calls, and what he may.
#[derive(Debug)]
pub(crate) struct Caller(switchroom_engine::Caller);

impl Deref for Caller {
    type Target = switchroom_engine::Caller;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Failure> {
        match credential(parts, "bearer") {
            Some(secret) => Ok(Self(switchroom_http::authenticate(shared, parts, secret).await?)),
            None => {
                shared.limits().address(client::address(parts, &shared.config().trusted_proxies))?;
                Err(Failure::unauthorized("The header `Authorization: Bearer` with an access token is missing"))
            }
        }
    }
}

/// A caller and the fields of his body.
#[derive(Debug)]
pub(crate) struct Call {
    /// Who calls.
    pub(crate) caller: Caller,
    /// What he sends.
    pub(crate) fields: Fields,
}

impl FromRequest<Shared> for Call {
    type Rejection = Failure;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, shared).await?;
        let fields = body::read(&parts.headers, body, shared.config().max_body_bytes).await?;
        Ok(Self { caller, fields })
    }
}

/// What the `Authorization` header holds for a scheme, given in lower case.
pub(crate) fn credential<'a>(parts: &'a Parts, scheme: &str) -> Option<&'a str> {
    let (given, credential) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let credential = credential.trim();
    (given.eq_ignore_ascii_case(scheme) && !credential.is_empty()).then_some(credential)
}
