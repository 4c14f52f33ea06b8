//! Requests of somebody who has no token yet: his organization is that of the host he calls.

use std::net::IpAddr;

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use serde::de::DeserializeOwned;
use switchroom_domain::OrgId;
use switchroom_http::client;

use super::{idempotency, json};
use crate::problem::Problem;
use crate::state::ApiState;

/// The organization of the host that is called. Counts against the request limit of the client's address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HostOrganization {
    /// The organization; an unknown host means the first one.
    pub(crate) org: OrgId,
    /// The client's address.
    pub(crate) address: IpAddr,
}

impl FromRequestParts<ApiState> for HostOrganization {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let address = client::address(parts, &state.http().config().trusted_proxies);
        state.limits().address(address)?;
        let org = switchroom_http::host_organization(state.http(), parts).await?;
        Ok(Self { org: org.unwrap_or(OrgId::FIRST), address })
    }
}

/// A POST request without a token. An `Idempotency-Key` must be well-formed, but belongs to nobody and so has no effect.
#[derive(Debug)]
pub(crate) struct PublicPost<T> {
    /// Where it is sent to, and from where.
    pub(crate) host: HostOrganization,
    /// What is sent.
    pub(crate) body: T,
}

impl<T: DeserializeOwned> FromRequest<ApiState> for PublicPost<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let host = HostOrganization::from_request_parts(&mut parts, state).await?;
        idempotency::key(&parts.headers)?;
        let raw = json::read(&parts.headers, body, state.http().config().max_body_bytes).await?;
        Ok(Self { host, body: json::parse(&raw)? })
    }
}
