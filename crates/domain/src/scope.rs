//! Scopes: what a token may be used for, at the most. A caller may do what its roles and its token's scopes both allow.

use serde::{Deserialize, Serialize};

use crate::{Permission, Permissions};

/// A bound on what a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Everything its actor may do in the organization; not `operator`.
    #[serde(rename = "all")]
    All,
    /// Create organizations and their hosts. Only the organization numbered 1 can issue it.
    #[serde(rename = "operator")]
    Operator,
    /// Read the log of events, with its sequence numbers.
    #[serde(rename = "events:read")]
    EventsRead,
    /// See rooms and messages.
    #[serde(rename = "rooms:read")]
    RoomsRead,
    /// See and change rooms and messages.
    #[serde(rename = "rooms:write")]
    RoomsWrite,
    /// See contacts.
    #[serde(rename = "contacts:read")]
    ContactsRead,
    /// See and change contacts.
    #[serde(rename = "contacts:write")]
    ContactsWrite,
    /// Manage webhook subscriptions.
    #[serde(rename = "webhooks:manage")]
    WebhooksManage,
    /// Manage users, teams, channels, settings and tokens; not what roles allow, for whoever changes that can get everything.
    #[serde(rename = "organization:manage")]
    OrganizationManage,
}

impl Scope {
    /// The permissions the scope lets through.
    #[must_use]
    pub const fn permissions(self) -> Permissions {
        use Permission as P;
        match self {
            Self::All => Permissions::ALL.without(Permissions::of(&[P::OrganizationOperate])),
            Self::Operator => Permissions::of(&[P::OrganizationOperate]),
            Self::EventsRead => Permissions::of(&[P::EventRead]),
            Self::RoomsRead => Permissions::of(&[P::RoomView, P::RoomList, P::RoomViewCurrent, P::RoomViewCustomFields, P::QueueView]),
            Self::RoomsWrite => Permissions::of(&[
                P::RoomView,
                P::RoomList,
                P::RoomViewCurrent,
                P::RoomViewResolvedByOthers,
                P::RoomViewResolvedOfTeam,
                P::RoomViewCustomFields,
                P::RoomChangeContact,
                P::RoomHold,
                P::RoomHoldOthers,
                P::QueueView,
                P::RoomOpen,
                P::RoomEdit,
                P::RoomEditOthers,
                P::RoomTake,
                P::RoomAssign,
                P::RoomResolve,
                P::RoomResolveOthers,
                P::RoomBlock,
                P::MessagePost,
                P::MessagePostAsContact,
                P::MessagePostCampaign,
                P::MessageEdit,
                P::MessageEditOthers,
                P::MessageDeleteOthers,
                P::MessageChangeStatus,
                P::ViewShare,
            ]),
            Self::ContactsRead => Permissions::of(&[P::ContactView, P::ContactViewHistory, P::ContactCenterView]),
            Self::ContactsWrite => Permissions::of(&[
                P::ContactView,
                P::ContactViewHistory,
                P::ContactCenterView,
                P::ContactCenterEdit,
                P::ContactCreate,
                P::ContactEdit,
                P::ContactEditCustomFields,
            ]),
            Self::WebhooksManage => Permissions::of(&[P::WebhookManage]),
            Self::OrganizationManage => Permissions::of(&[
                P::UserView,
                P::UserCreate,
                P::UserManage,
                P::UserEditActive,
                P::UserDelete,
                P::AgentManage,
                P::ManagerManage,
                P::MonitorManage,
                P::RoleAssign,
                P::RoleAssignAdmin,
                P::TeamView,
                P::TeamManage,
                P::TeamAddMembers,
                P::TeamDelete,
                P::SlaManage,
                P::PriorityManage,
                P::CustomFieldManage,
                P::OmnichannelManage,
                P::ChannelView,
                P::ChannelManage,
                P::SettingView,
                P::SettingManage,
                P::TokenManage,
            ]),
        }
    }

    /// The permissions that any of `scopes` lets through.
    #[must_use]
    pub fn union(scopes: &[Scope]) -> Permissions {
        scopes.iter().fold(Permissions::NONE, |all, scope| all.union(scope.permissions()))
    }
}
