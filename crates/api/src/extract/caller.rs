//! Who calls: bound to an organization by his token.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use http::request::Parts;
use switchroom_domain::{Actor, ContactId};
use switchroom_http::client;

use super::credential::{Credential, check_csrf};

use crate::problem::Problem;
use crate::state::ApiState;

/// Who calls, and what he may.
#[derive(Debug)]
pub(crate) struct Caller(switchroom_engine::Caller);

/// Who is to read an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Whoever answers: everything is told.
    Team,
    /// A contact: what is for colleagues is left out.
    Contact,
}

impl Caller {
    /// Whoever bears the token `secret`. Counts against his request limit, or, if the token is not valid, against his
    /// address's.
    pub(crate) async fn of_token(state: &ApiState, parts: &Parts, secret: &str) -> Result<Self, Problem> {
        Ok(Self(switchroom_http::authenticate(state.http(), parts, secret).await?))
    }

    /// The contact that calls, if it is one.
    pub(crate) fn contact(&self) -> Option<ContactId> {
        match self.access.actor {
            Actor::Contact(contact) => Some(contact),
            _ => None,
        }
    }

    /// As what the caller reads answers.
    pub(crate) fn audience(&self) -> Audience {
        if self.contact().is_some() { Audience::Contact } else { Audience::Team }
    }

    /// The same caller, whose request carries an `Idempotency-Key`.
    pub(super) fn with_idempotency(self, route: &str, key: &str, body: &[u8]) -> Self {
        Self(self.0.with_idempotency(route, key, body))
    }
}

impl Deref for Caller {
    type Target = switchroom_engine::Caller;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequestParts<ApiState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let credential = Credential::of(&parts.headers);
        let refused = match &credential {
            Some(Credential::Cookie(_)) => check_csrf(&parts.headers).err(),
            Some(Credential::Bearer(_)) => None,
            None => Some(Problem::unauthorized("token_missing", "this needs the header `Authorization: Bearer` with a token")),
        };
        if let Some(problem) = refused {
            state.limits().address(client::address(parts, &state.http().config().trusted_proxies))?;
            return Err(problem);
        }
        let secret = credential.map(Credential::into_secret).unwrap_or_default();
        Self::of_token(state, parts, &secret).await
    }
}
