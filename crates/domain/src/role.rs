//! Roles: named sets of permissions. Rows, so that an organization can change them.

use serde::{Deserialize, Serialize};

use crate::{OrgId, Permission as P, Permissions};

/// A named set of permissions in one organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The organization.
    pub org: OrgId,
    /// The role's name: unique in the organization.
    pub name: String,
    /// What was given to it; of no account for [`ADMIN`].
    pub permissions: Permissions,
    /// What is withheld from [`ADMIN`], which is given everything else, whatever permissions there will be.
    #[serde(default)]
    pub withheld: Permissions,
}

impl Role {
    /// What its holders may do: what was given to it, and what belongs to it.
    #[must_use]
    pub fn effective(&self) -> Permissions {
        self.granted().union(self.inherent())
    }

    /// What was given to it, and can be taken away.
    #[must_use]
    pub fn granted(&self) -> Permissions {
        if self.name == ADMIN { Permissions::ALL.without(self.withheld) } else { self.permissions }
    }

    /// What belongs to it: a [`BOT`] could not answer without. Rocket.Chat, whose roles ours are, gives that role nothing.
    #[must_use]
    pub fn inherent(&self) -> Permissions {
        if self.name == BOT { BOT_PERMISSIONS } else { Permissions::NONE }
    }

    /// The same role, to which this is given from now on.
    #[must_use]
    pub fn granting(mut self, permissions: Permissions) -> Self {
        if self.name == ADMIN {
            self.withheld = Permissions::ALL.without(permissions);
        } else {
            self.permissions = permissions;
        }
        self
    }
}

/// What somebody may do who holds the roles of these names.
#[must_use]
pub fn held(roles: &[Role], names: &[String]) -> Permissions {
    let held = roles.iter().filter(|role| names.contains(&role.name));
    held.fold(Permissions::NONE, |all, role| all.union(role.effective()))
}

/// The role whose holders may do everything in their organization that is not withheld from them.
pub const ADMIN: &str = "admin";
/// The role of somebody who manages how customers are served.
pub const MANAGER: &str = "manager";
/// The role of somebody who watches how customers are served.
pub const MONITOR: &str = "monitor";
/// The role of somebody who answers.
pub const AGENT: &str = "agent";
/// The role of a program that answers.
pub const BOT: &str = "bot";

/// Those who serve customers at all.
const SERVING: Permissions = Permissions::of(&[
    P::RoomOpen,
    P::RoomEdit,
    P::RoomTake,
    P::RoomBlock,
    P::MessagePost,
    P::MessageEdit,
    P::UserView,
    P::ChannelView,
    P::RoomResolve,
    P::ContactCreate,
    P::ContactEditCustomFields,
    P::RoomHold,
    P::CannedResponseDelete,
    P::TranscriptRequest,
    P::CannedResponseEdit,
    P::ContactEdit,
    P::CannedResponseView,
    P::RoomView,
    P::ContactView,
    P::ContactViewHistory,
    P::QueueView,
    P::RoomViewCustomFields,
    P::ContactCenterView,
]);

const AGENT_PERMISSIONS: Permissions =
    SERVING.union(Permissions::of(&[P::RoomChangeContact, P::ContactCenterEdit, P::CannedResponseViewAgent]));

/// Those who look after others.
const LEADING: Permissions = SERVING.union(Permissions::of(&[
    P::EventRead,
    P::TeamAddMembers,
    P::RoomResolveOthers,
    P::AgentManage,
    P::CannedResponseManage,
    P::TeamManage,
    P::RoomHoldOthers,
    P::RoomDeleteAllResolved,
    P::RoomEditOthers,
    P::RoomAssign,
    P::AnalyticsView,
    P::BusinessHoursView,
    P::RoomViewCurrent,
    P::TeamView,
    P::OmnichannelManage,
    P::MonitoringView,
    P::ReportView,
    P::RoomViewResolvedByOthers,
    P::RoomViewResolvedOfTeam,
    P::RoomList,
]));

const MONITOR_PERMISSIONS: Permissions = LEADING.union(Permissions::of(&[P::CannedResponseEditTeam]));

const MANAGER_PERMISSIONS: Permissions = LEADING.union(Permissions::of(&[
    P::MessagePostCampaign,
    P::ChannelManage,
    P::RoomChangeContact,
    P::ContactCenterEdit,
    P::ManagerManage,
    P::MonitorManage,
    P::PriorityManage,
    P::SlaManage,
    P::TagManage,
    P::UnitManage,
    P::RoomDeleteResolved,
    P::TeamDelete,
    P::CannedResponseEditAll,
    P::ViewShare,
    P::TranscriptSend,
    P::CannedResponseViewAll,
    P::AppearanceView,
    P::CustomFieldManage,
    P::InstallationView,
    P::TriggerView,
    P::WebhookManage,
]));

const BOT_PERMISSIONS: Permissions = SERVING.union(Permissions::of(&[
    P::RoomEditOthers,
    P::RoomAssign,
    P::RoomResolveOthers,
    P::MessagePostAsContact,
    P::MessagePostCampaign,
    P::MessageChangeStatus,
    P::WebhookManage,
    P::EventRead,
]));

/// Rocket.Chat's admins lack what is of use to those only who answer or look after a team.
const WITHHELD_FROM_ADMIN: Permissions = Permissions::of(&[P::CannedResponseViewAgent, P::CannedResponseEditTeam]);

const OWNER_PERMISSIONS: Permissions = Permissions::of(&[P::MessageEditOthers, P::MessageDeleteOthers, P::MessageForceDelete]);
const MODERATOR_PERMISSIONS: Permissions = Permissions::of(&[P::MessageEditOthers, P::MessageDeleteOthers]);

/// The roles a new organization starts with. Who holds what is as in Rocket.Chat; what only we have is for those who need it.
#[must_use]
pub fn defaults(org: OrgId) -> Vec<Role> {
    let role = |name: &str, permissions| Role { org, name: name.to_owned(), permissions, withheld: Permissions::NONE };
    vec![
        Role { withheld: WITHHELD_FROM_ADMIN, ..role(ADMIN, Permissions::NONE) },
        role(MANAGER, MANAGER_PERMISSIONS),
        role(MONITOR, MONITOR_PERMISSIONS),
        role(AGENT, AGENT_PERMISSIONS),
        role(BOT, Permissions::NONE),
        role("user", Permissions::NONE),
        role("guest", Permissions::NONE),
        role("owner", OWNER_PERMISSIONS),
        role("moderator", MODERATOR_PERMISSIONS),
    ]
}
