//! The ids of things. Every id but the organization's is a UUIDv7, so ids of one kind sort by the time they were made.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;

/// Where new ids come from. Injected, so that tests can predict them.
pub trait Ids: Send + Sync {
    /// A new UUIDv7 whose time part is `at`.
    fn uuid(&self, at: Timestamp) -> Uuid;

    /// Fills `bytes` from a source fit for secrets.
    fn secret(&self, bytes: &mut [u8]);
}

impl SubscriptionId {
    /// The follower that tells the subscription what happens.
    #[must_use]
    pub fn live(self) -> FollowerId {
        FollowerId(self.0)
    }

    /// The follower that tells it of campaign messages' statuses, apart from all the rest and after it.
    #[must_use]
    pub fn campaigns(self) -> FollowerId {
        /// Another id, derived from the subscription's without touching its time, version and variant.
        const OTHER: u128 = 0x2a5a_5a5a_5a5a_5a5a;
        FollowerId(Uuid::from_u128(self.0.as_u128() ^ OTHER))
    }
}

/// The number of an organization, counted from 1: the first part of every table's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrgId(pub i64);

impl OrgId {
    /// The organization that an unknown host means.
    pub const FIRST: OrgId = OrgId(1);
}

impl std::fmt::Display for OrgId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! uuid_ids {
    ($($(#[$meta:meta])* $name:ident,)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

uuid_ids! {
    /// Id of a canned response: a text that is said again and again.
    CannedResponseId,
    /// Id of a channel: one configured way in.
    ChannelId,
    /// Id of a contact: a customer.
    ContactId,
    /// Id of an event in the log.
    EventId,
    /// Id of whatever reads the log with a position of its own: a subscription's live run or a replay job.
    FollowerId,
    /// Id of a message.
    MessageId,
    /// Id of a program that may log users in over OAuth.
    OAuthClientId,
    /// Id of somebody's part in one room.
    ParticipantId,
    /// Id of a room.
    RoomId,
    /// Id of a service level: how soon somebody must answer.
    SlaId,
    /// Id of a webhook subscription.
    SubscriptionId,
    /// Id of a team: a group of users.
    TeamId,
    /// Id of an access token (not its secret).
    TokenId,
    /// Id of a user: whoever answers, person or bot.
    UserId,
    /// Id of a view: a list of rooms that somebody wants to find again.
    ViewId,
}
