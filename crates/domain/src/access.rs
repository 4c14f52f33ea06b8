//! What a caller may do.

use crate::{Actor, Permission, Permissions, Refusal, TokenId};

/// A caller, bound to an organization by its credential.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// Who calls.
    pub actor: Actor,
    /// What the actor's roles and the credential's scopes both allow.
    pub permissions: Permissions,
    /// The credential the call came with; none for Switchroom's own work.
    pub credential: Option<TokenId>,
}

impl Access {
    /// Switchroom's own access, which may do everything.
    pub const SYSTEM: Access = Access { actor: Actor::System, permissions: Permissions::ALL, credential: None };

    /// Refuses unless `permission` is held.
    pub fn require(&self, permission: Permission) -> Result<(), Refusal> {
        if self.permissions.contains(permission) { Ok(()) } else { Err(Refusal::Forbidden { permission: permission.as_str() }) }
    }

    /// Refuses unless the log may be followed: as a whole, or as far as it is about rooms and what is seen around them.
    /// [`crate::EventKind::visible_with`] says what is told then.
    pub fn require_log(&self) -> Result<(), Refusal> {
        self.require(Permission::EventRead).or_else(|_| self.require(Permission::RoomView))
    }
}
