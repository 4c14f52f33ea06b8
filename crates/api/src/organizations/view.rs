//! Organizations on the wire.

use serde::{Deserialize, Serialize};
use switchroom_domain::OrgId;
use switchroom_domain::organization as domain;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::wire::Time;

/// A tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Organization<'a> {
    /// Its number, counted from 1.
    number: i64,
    /// Its UUID.
    id: Uuid,
    /// What people call it.
    name: &'a str,
    /// When it was created.
    created_at: Time,
}

impl<'a> From<&'a domain::Organization> for Organization<'a> {
    fn from(organization: &'a domain::Organization) -> Self {
        Self { number: organization.id.0, id: organization.uuid, name: &organization.name, created_at: organization.created_at.into() }
    }
}

/// A path that names an organization.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct ByNumber {
    /// The organization's number.
    number: i64,
}

impl ByNumber {
    pub(super) fn org(self) -> OrgId {
        OrgId(self.number)
    }
}
