//! OAuth clients on the wire.

use serde::Serialize;
use switchroom_domain::oauth as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Time;

/// A program that may log users in, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OAuthClient)]
pub(crate) struct OAuthClient<'a> {
    /// Its id: what it shows as `client_id`.
    id: Uuid,
    /// What people call it.
    name: &'a str,
    /// When it was registered.
    created_at: Time,
}

impl<'a> From<&'a domain::OAuthClient> for OAuthClient<'a> {
    fn from(client: &'a domain::OAuthClient) -> Self {
        Self { id: client.id.0, name: &client.name, created_at: client.created_at.into() }
    }
}
