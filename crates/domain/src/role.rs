//! Roles: named sets of permissions. Rows, so that an organization can change them.

use serde::{Deserialize, Serialize};

use crate::{OrgId, Permission, Permissions};

/// A named set of permissions in one organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The organization.
    pub org: OrgId,
    /// The role's name: unique in the organization.
    pub name: String,
    /// What its holders may do.
    pub permissions: Permissions,
}

/// The role whose holders may do everything in their organization.
pub const ADMIN: &str = "admin";
/// The role of somebody who answers.
pub const AGENT: &str = "agent";
/// The role of a program that answers.
pub const BOT: &str = "bot";

const AGENT_PERMISSIONS: Permissions = Permissions::of(&[
    Permission::RoomView,
    Permission::RoomOpen,
    Permission::RoomEdit,
    Permission::RoomTake,
    Permission::RoomResolve,
    Permission::RoomBlock,
    Permission::MessagePost,
    Permission::MessageEdit,
    Permission::ContactView,
    Permission::ContactEdit,
    Permission::UserView,
    Permission::ChannelView,
]);

const MONITOR_PERMISSIONS: Permissions = AGENT_PERMISSIONS.union(Permissions::of(&[
    Permission::RoomEditOthers,
    Permission::RoomAssign,
    Permission::RoomResolveOthers,
    Permission::MessageEditOthers,
    Permission::EventRead,
]));

const MANAGER_PERMISSIONS: Permissions = MONITOR_PERMISSIONS.union(Permissions::of(&[
    Permission::MessagePostCampaign,
    Permission::UserManage,
    Permission::ChannelManage,
    Permission::WebhookManage,
]));

const BOT_PERMISSIONS: Permissions = AGENT_PERMISSIONS.union(Permissions::of(&[
    Permission::RoomEditOthers,
    Permission::RoomAssign,
    Permission::RoomResolveOthers,
    Permission::MessagePostAsContact,
    Permission::MessagePostCampaign,
    Permission::MessageChangeStatus,
    Permission::EventRead,
]));

/// The roles a new organization starts with.
#[must_use]
pub fn defaults(org: OrgId) -> Vec<Role> {
    let role = |name: &str, permissions| Role { org, name: name.to_owned(), permissions };
    vec![
        role(ADMIN, Permissions::ALL),
        role("manager", MANAGER_PERMISSIONS),
        role("monitor", MONITOR_PERMISSIONS),
        role(AGENT, AGENT_PERMISSIONS),
        role(BOT, BOT_PERMISSIONS),
    ]
}
