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
    /// Open a room for a contact.
    RoomOpen = "room.open",
    /// Edit a room one is assigned to: name, topic, note, tags.
    RoomEdit = "room.edit",
    /// Edit a room assigned to somebody else or to nobody.
    RoomEditOthers = "room.edit_others",
    /// Assign an unassigned room to oneself.
    RoomTake = "room.take",
    /// Assign or unassign any room, to anybody.
    RoomAssign = "room.assign",
    /// Resolve or reopen a room one is assigned to.
    RoomResolve = "room.resolve",
    /// Resolve or reopen a room assigned to somebody else or to nobody.
    RoomResolveOthers = "room.resolve_others",
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
    /// Edit and delete other people's messages.
    MessageEditOthers = "message.edit_others",
    /// Report a message's delivery status.
    MessageChangeStatus = "message.change_status",
    /// See contacts.
    ContactView = "contact.view",
    /// Register and edit contacts.
    ContactEdit = "contact.edit",
    /// See users.
    UserView = "user.view",
    /// Create and edit users and roles.
    UserManage = "user.manage",
    /// See channels.
    ChannelView = "channel.view",
    /// Create and edit channels.
    ChannelManage = "channel.manage",
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
pub struct Permissions(u64);

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
            bits |= 1 << permissions[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Whether `permission` is in the set.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
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
