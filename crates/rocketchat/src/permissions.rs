//! Rocket.Chat's names of permissions and roles, and ours: one to one, both ways.

use switchroom_domain::Permission;
use switchroom_domain::Permission as P;

/// Rocket.Chat's names, each with ours, by name.
pub(crate) const TABLE: &[(&str, Permission)] = &[
    ("access-permissions", P::RoleManage),
    ("add-livechat-department-agents", P::TeamAddMembers),
    ("assign-admin-role", P::RoleAssignAdmin),
    ("assign-roles", P::RoleAssign),
    ("change-livechat-room-visitor", P::RoomChangeContact),
    ("close-livechat-room", P::RoomResolve),
    ("close-others-livechat-room", P::RoomResolveOthers),
    ("create-livechat-contact", P::ContactCreate),
    ("create-user", P::UserCreate),
    ("delete-message", P::MessageDeleteOthers),
    ("delete-user", P::UserDelete),
    ("edit-livechat-room-customfields", P::ContactEditCustomFields),
    ("edit-message", P::MessageEditOthers),
    ("edit-omnichannel-contact", P::ContactCenterEdit),
    ("edit-other-user-active-status", P::UserEditActive),
    ("edit-other-user-info", P::UserManage),
    ("edit-privileged-setting", P::SettingManage),
    ("force-delete-message", P::MessageForceDelete),
    ("mail-messages", P::MailSend),
    ("manage-livechat-agents", P::AgentManage),
    ("manage-livechat-canned-responses", P::CannedResponseManage),
    ("manage-livechat-departments", P::TeamManage),
    ("manage-livechat-managers", P::ManagerManage),
    ("manage-livechat-monitors", P::MonitorManage),
    ("manage-livechat-priorities", P::PriorityManage),
    ("manage-livechat-sla", P::SlaManage),
    ("manage-livechat-tags", P::TagManage),
    ("manage-livechat-units", P::UnitManage),
    ("on-hold-livechat-room", P::RoomHold),
    ("on-hold-others-livechat-room", P::RoomHoldOthers),
    ("remove-canned-responses", P::CannedResponseDelete),
    ("remove-closed-livechat-room", P::RoomDeleteResolved),
    ("remove-closed-livechat-rooms", P::RoomDeleteAllResolved),
    ("remove-livechat-department", P::TeamDelete),
    ("request-pdf-transcript", P::TranscriptRequest),
    ("save-all-canned-responses", P::CannedResponseEditAll),
    ("save-canned-responses", P::CannedResponseEdit),
    ("save-department-canned-responses", P::CannedResponseEditTeam),
    ("save-others-livechat-room-info", P::RoomEditOthers),
    ("send-omnichannel-chat-transcript", P::TranscriptSend),
    ("transfer-livechat-guest", P::RoomAssign),
    ("update-livechat-contact", P::ContactEdit),
    ("user-generate-access-token", P::TokenManage),
    ("view-agent-canned-responses", P::CannedResponseViewAgent),
    ("view-all-canned-responses", P::CannedResponseViewAll),
    ("view-canned-responses", P::CannedResponseView),
    ("view-l-room", P::RoomView),
    ("view-livechat-analytics", P::AnalyticsView),
    ("view-livechat-appearance", P::AppearanceView),
    ("view-livechat-business-hours", P::BusinessHoursView),
    ("view-livechat-contact", P::ContactView),
    ("view-livechat-contact-history", P::ContactViewHistory),
    ("view-livechat-current-chats", P::RoomViewCurrent),
    ("view-livechat-customfields", P::CustomFieldManage),
    ("view-livechat-departments", P::TeamView),
    ("view-livechat-installation", P::InstallationView),
    ("view-livechat-manager", P::OmnichannelManage),
    ("view-livechat-queue", P::QueueView),
    ("view-livechat-real-time-monitoring", P::MonitoringView),
    ("view-livechat-reports", P::ReportView),
    ("view-livechat-room-closed-by-another-agent", P::RoomViewResolvedByOthers),
    ("view-livechat-room-closed-same-department", P::RoomViewResolvedOfTeam),
    ("view-livechat-room-customfields", P::RoomViewCustomFields),
    ("view-livechat-rooms", P::RoomList),
    ("view-livechat-triggers", P::TriggerView),
    ("view-livechat-webhooks", P::WebhookManage),
    ("view-omnichannel-contact-center", P::ContactCenterView),
    ("view-privileged-setting", P::SettingView),
];

/// Roles that Rocket.Chat calls otherwise: its name, ours.
const ROLES: &[(&str, &str)] = &[("livechat-manager", "manager"), ("livechat-monitor", "monitor"), ("livechat-agent", "agent")];

/// Our permission of Rocket.Chat's name.
pub(crate) fn permission(name: &str) -> Option<Permission> {
    TABLE.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours)
}

/// Our name of Rocket.Chat's role. The three that it calls otherwise go by its names alone.
pub(crate) fn our_role(name: &str) -> Option<&str> {
    match ROLES.iter().find(|(theirs, _)| *theirs == name) {
        Some((_, ours)) => Some(ours),
        None => (!ROLES.iter().any(|(_, ours)| *ours == name)).then_some(name),
    }
}

/// Rocket.Chat's name of our role.
pub(crate) fn their_role(name: &str) -> &str {
    ROLES.iter().find(|(_, ours)| *ours == name).map_or(name, |(theirs, _)| theirs)
}

#[cfg(test)]
mod tests {
    use switchroom_domain::Permission;

    use super::{TABLE, our_role, permission, their_role};

    #[test]
    fn the_table_is_one_to_one() {
        for (i, (name, ours)) in TABLE.iter().enumerate() {
            assert_eq!(permission(name), Some(*ours));
            assert!(TABLE[..i].iter().all(|(other, same)| other < name && same != ours), "{name}");
        }
    }

    /// A permission that no name of Rocket.Chat's means is one of those we know of.
    #[test]
    fn what_only_we_have_is_known() {
        let ours: Vec<&str> =
            Permission::EVERY.iter().filter(|ours| TABLE.iter().all(|(_, other)| other != *ours)).map(|ours| ours.as_str()).collect();
        insta::assert_snapshot!(
            ours.join(" "),
            @"room.open room.edit room.take room.block message.post message.post_as_contact message.post_campaign message.edit message.change_status user.view view.share channel.view channel.manage event.read organization.operate"
        );
    }

    #[test]
    fn roles_go_by_one_name_only() {
        for (theirs, ours) in [("livechat-agent", "agent"), ("admin", "admin"), ("bot", "bot"), ("livechat-monitor", "monitor")] {
            assert_eq!((our_role(theirs), their_role(ours)), (Some(ours), theirs));
        }
        assert_eq!(our_role("agent"), None);
    }
}
