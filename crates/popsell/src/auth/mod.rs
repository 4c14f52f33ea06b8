//! Who calls, and for which brand. Checked in this order: the token (401, 429), the brand (422, 403).

mod brand;
mod domain;

use std::ops::Deref;

use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use switchroom_domain::{Actor, ContactId};
use switchroom_http::{AuthError, Shared, authenticate, client};

use crate::errors::Error;

pub(crate) use domain::organization as organization_of_domain;

/// Who calls. A brand he names must be his own.
#[derive(Debug)]
pub(crate) struct Caller(switchroom_engine::Caller);

/// Who calls, of the brand that he names and must name.
#[derive(Debug)]
pub(crate) struct BrandCaller(pub(crate) Caller);

impl Caller {
    /// The customer who calls, if it is one.
    pub(crate) fn contact(&self) -> Option<ContactId> {
        match self.access.actor {
            Actor::Contact(contact) => Some(contact),
            _ => None,
        }
    }
}

impl Deref for Caller {
    type Target = switchroom_engine::Caller;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Deref for BrandCaller {
    type Target = Caller;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Error> {
        let caller = bearer(parts, shared).await?;
        match brand::given(&parts.headers)? {
            Some(brand) if brand != caller.org => Err(Error::Forbidden),
            _ => Ok(Self(caller)),
        }
    }
}

impl FromRequestParts<Shared> for BrandCaller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Error> {
        let caller = Caller::from_request_parts(parts, shared).await?;
        if brand::given(&parts.headers)?.is_none() {
            return Err(brand::missing());
        }
        Ok(Self(caller))
    }
}

/// Whoever bears the request's token.
async fn bearer(parts: &Parts, shared: &Shared) -> Result<switchroom_engine::Caller, Error> {
    let now = shared.engine().now();
    let Some(secret) = secret(parts) else {
        let address = client::address(parts, &shared.config().trusted_proxies);
        shared.limits().address(address).map_err(|too_many| Error::too_many(too_many, now))?;
        return Err(Error::Unauthorized);
    };
    authenticate(shared, parts, secret).await.map_err(|error| match error {
        AuthError::Engine(error) => error.into(),
        AuthError::TooMany(too_many) => Error::too_many(too_many, now),
    })
}

fn secret(parts: &Parts) -> Option<&str> {
    let (scheme, secret) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}
