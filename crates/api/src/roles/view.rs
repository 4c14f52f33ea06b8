//! Roles on the wire.

use serde::Serialize;
use switchroom_domain::{Permission, role as domain};
use utoipa::ToSchema;

/// A named set of permissions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Role<'a> {
    /// The role's name: unique in the organization.
    name: &'a str,
    /// What its holders may do.
    permissions: Vec<&'static str>,
}

impl<'a> From<&'a domain::Role> for Role<'a> {
    fn from(role: &'a domain::Role) -> Self {
        Self { name: &role.name, permissions: role.effective().iter().map(Permission::as_str).collect() }
    }
}
