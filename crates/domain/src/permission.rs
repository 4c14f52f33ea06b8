//! Permissions, in our own words.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident = $word:literal,)*) => {
        /// One thing an actor may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Permission { $($(#[$meta])* $name,)* }

        impl Permission {
            /// Every permission there is.
            pub const EVERY: &'static [Permission] = &[$(Permission::$name,)*];

            /// The permission's name, e.g. `room.view`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The permission of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

permissions! {
    /// See rooms and their messages.
    RoomView = "room.view",
    /// List rooms of whatever status.
    RoomList = "room.list",
    /// List the rooms that are open now.
    RoomViewCurrent = "room.view_current",
    /// See rooms that somebody else resolved.
    RoomViewResolvedByOthers = "room.view_resolved_by_others",
    /// See rooms that a colleague of the same team resolved.
    RoomViewResolvedOfTeam = "room.view_resolved_of_team",
    /// Open a room for a contact.
    RoomOpen = "room.open",
    /// Edit one's own room: name, topic, note, tags.
    RoomEdit = "room.edit",
    /// Edit a room assigned to somebody else or to nobody.
    RoomEditOthers = "room.edit_others",
    /// See rooms' custom fields.
    RoomViewCustomFields = "room.view_custom_fields",
    /// Give a room to another contact.
    RoomChangeContact = "room.change_contact",
    /// Assign an unassigned room to oneself.
    RoomTake = "room.take",
    /// Assign or unassign any room, to anybody.
    RoomAssign = "room.assign",
    /// Resolve or reopen a room one is assigned to.
    RoomResolve = "room.resolve",
    /// Resolve or reopen a room assigned to somebody else or to nobody.
    RoomResolveOthers = "room.resolve_others",
    /// Put a room one is assigned to on hold.
    RoomHold = "room.hold",
    /// Put any room on hold.
    RoomHoldOthers = "room.hold_others",
    /// Delete a resolved room.
    RoomDeleteResolved = "room.delete_resolved",
    /// Delete all resolved rooms.
    RoomDeleteAllResolved = "room.delete_all_resolved",
    /// Block somebody in a room.
    RoomBlock = "room.block",
    /// Post messages.
    MessagePost = "message.post",
    /// Post messages in a contact's name: what an inbound integration does.
    MessagePostAsContact = "message.post_as_contact",
    /// Post campaign messages.
    MessagePostCampaign = "message.post_campaign",
    /// Edit and delete one's own messages.
    MessageEdit = "message.edit",
    /// Edit other people's messages.
    MessageEditOthers = "message.edit_others",
    /// Delete other people's messages.
    MessageDeleteOthers = "message.delete_others",
    /// Delete messages however old they are.
    MessageForceDelete = "message.force_delete",
    /// Report a message's delivery status.
    MessageChangeStatus = "message.change_status",
    /// See contacts.
    ContactView = "contact.view",
    /// See a contact's earlier rooms.
    ContactViewHistory = "contact.view_history",
    /// Register contacts.
    ContactCreate = "contact.create",
    /// Edit contacts.
    ContactEdit = "contact.edit",
    /// Edit contacts' custom fields on the way of a room.
    ContactEditCustomFields = "contact.edit_custom_fields",
    /// See the contact centre.
    ContactCenterView = "contact_center.view",
    /// Edit contacts in the contact centre.
    ContactCenterEdit = "contact_center.edit",
    /// See the queue.
    QueueView = "queue.view",
    /// See users.
    UserView = "user.view",
    /// Create users.
    UserCreate = "user.create",
    /// Edit other users.
    UserManage = "user.manage",
    /// Let other users in, or no longer.
    UserEditActive = "user.edit_active",
    /// Delete users.
    UserDelete = "user.delete",
    /// Say who answers.
    AgentManage = "agent.manage",
    /// Say who manages.
    ManagerManage = "manager.manage",
    /// Say who monitors.
    MonitorManage = "monitor.manage",
    /// Change what roles allow.
    RoleManage = "role.manage",
    /// Give roles to users.
    RoleAssign = "role.assign",
    /// Give the role admin to users.
    RoleAssignAdmin = "role.assign_admin",
    /// See teams.
    TeamView = "team.view",
    /// Create and edit teams.
    TeamManage = "team.manage",
    /// Say who belongs to a team.
    TeamAddMembers = "team.add_members",
    /// Delete teams.
    TeamDelete = "team.delete",
    /// Create and edit groups of teams.
    UnitManage = "unit.manage",
    /// Rename priorities.
    PriorityManage = "priority.manage",
    /// Create and edit service levels.
    SlaManage = "sla.manage",
    /// Create and edit tags.
    TagManage = "tag.manage",
    /// Create and edit custom fields.
    CustomFieldManage = "custom_field.manage",
    /// See canned responses.
    CannedResponseView = "canned_response.view",
    /// See all canned responses.
    CannedResponseViewAll = "canned_response.view_all",
    /// See an agent's canned responses.
    CannedResponseViewAgent = "canned_response.view_agent",
    /// Create and edit one's own canned responses.
    CannedResponseEdit = "canned_response.edit",
    /// Create and edit a team's canned responses.
    CannedResponseEditTeam = "canned_response.edit_team",
    /// Create and edit all canned responses.
    CannedResponseEditAll = "canned_response.edit_all",
    /// Delete canned responses.
    CannedResponseDelete = "canned_response.delete",
    /// Manage canned responses.
    CannedResponseManage = "canned_response.manage",
    /// Share views with everybody, and change what others share.
    ViewShare = "view.share",
    /// Ask for a transcript as a document.
    TranscriptRequest = "transcript.request",
    /// Send a transcript by e-mail.
    TranscriptSend = "transcript.send",
    /// Send e-mail to all users.
    MailSend = "mail.send",
    /// Manage how customers are served.
    OmnichannelManage = "omnichannel.manage",
    /// Watch what happens now.
    MonitoringView = "monitoring.view",
    /// See analytics.
    AnalyticsView = "analytics.view",
    /// See reports.
    ReportView = "report.view",
    /// See business hours.
    BusinessHoursView = "business_hours.view",
    /// See how the widget looks.
    AppearanceView = "appearance.view",
    /// See how the widget is installed.
    InstallationView = "installation.view",
    /// See triggers.
    TriggerView = "trigger.view",
    /// See channels.
    ChannelView = "channel.view",
    /// Create and edit channels.
    ChannelManage = "channel.manage",
    /// See settings.
    SettingView = "setting.view",
    /// Change settings.
    SettingManage = "setting.manage",
    /// Issue and revoke tokens.
    TokenManage = "token.manage",
    /// Create, edit, replay and delete webhook subscriptions.
    WebhookManage = "webhook.manage",
    /// Read the organization's log of events.
    EventRead = "event.read",
    /// Create organizations and their hosts.
    OrganizationOperate = "organization.operate",
}

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u128);

impl Permissions {
    /// No permission.
    pub const NONE: Permissions = Permissions(0);
    /// Every permission.
    pub const ALL: Permissions = Permissions::of(Permission::EVERY);

    /// The set of these permissions.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < permissions.len() {
            bits |= 1_u128 << permissions[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Whether `permission` is in the set.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1_u128 << permission as u8) != 0
    }

    /// What is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether everything in this set is in `other` too.
    #[must_use]
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The permissions in the set, in their fixed order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::EVERY.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Permission::as_str))
    }
}

impl<'de> Deserialize<'de> for Permissions {
    /// Names that are not permissions (any more) are passed over: a role must not stop working over one of them.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        let known: Vec<Permission> = names.iter().filter_map(|name| Permission::from_name(name)).collect();
        Ok(Self::of(&known))
    }
}
