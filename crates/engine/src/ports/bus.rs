//! What nodes on one store tell each other.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use switchroom_domain::{OrgId, Person, RoomId, Timestamp};
use tokio::sync::broadcast;
use uuid::Uuid;

/// Something that one node tells the others. It may be lost or come late: whatever must not be lost is in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// The log of `org` reaches `seq`.
    Committed {
        /// Whose log.
        org: OrgId,
        /// The sequence number of its latest event.
        seq: i64,
    },
    /// People were seen.
    Seen {
        /// Who, and when.
        people: Vec<(OrgId, Uuid, Timestamp)>,
    },
    /// Somebody does something in a room, or stopped.
    Activity(Activity),
    /// Calls were let through that count against limits.
    Calls {
        /// Which, and how many.
        counts: Vec<CallCount>,
    },
    /// Somebody tried to log in.
    LogIn {
        /// Under what such tries are counted.
        target: String,
        /// Whether the password was right.
        right: bool,
    },
    /// What hosts mean was changed.
    HostsChanged,
    /// Leases on followers are free: whoever wants more may take them.
    LeasesFreed,
    /// This node may have missed notices. Told by its own bus, never by another node.
    #[serde(skip)]
    Missed,
}

/// Somebody does something in a room that is no event, or stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// The organization.
    pub org: OrgId,
    /// Where.
    pub room: RoomId,
    /// Who.
    pub person: Person,
    /// What.
    pub kind: ActivityKind,
    /// Whether he does it; else he stopped.
    pub active: bool,
}

/// What somebody can be told to do in a room just then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// He types something for everybody.
    Typing,
    /// He types something for those who answer only.
    TypingInternally,
    /// He looks at the room.
    Viewing,
}

impl ActivityKind {
    /// Whether it is told to those who answer only.
    #[must_use]
    pub fn is_for_team(self) -> bool {
        match self {
            Self::Typing => false,
            Self::TypingInternally | Self::Viewing => true,
        }
    }

    /// Whether it is a kind of typing.
    #[must_use]
    pub fn is_typing(self) -> bool {
        matches!(self, Self::Typing | Self::TypingInternally)
    }
}

/// Calls that count against a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallCount {
    /// Which limit.
    pub limit: String,
    /// Whose calls.
    pub key: String,
    /// How many.
    pub calls: u32,
}

/// Carries notices between the nodes on one store.
#[async_trait]
pub trait Bus: Send + Sync + 'static {
    /// Tells every other node. Never blocks; what cannot be told is lost.
    fn publish(&self, notice: Notice);

    /// What other nodes tell from now on, and [`Notice::Missed`] whenever something may have been missed: after the bus was cut
    /// off, and again and again while it is. A receiver that lags has missed something too.
    fn notices(&self) -> broadcast::Receiver<Notice>;

    /// Tells what waits to be told, then nothing more.
    async fn close(&self) {}

    /// Whether there is nobody to tell anything, now and later: what is gathered only for the others need not be.
    fn is_alone(&self) -> bool {
        false
    }
}

/// The bus of a node that is alone: there is nobody to tell anything.
#[derive(Debug)]
pub struct Alone(broadcast::Sender<Notice>);

impl Default for Alone {
    fn default() -> Self {
        Self(broadcast::Sender::new(1))
    }
}

impl Bus for Alone {
    fn publish(&self, _: Notice) {}

    fn notices(&self) -> broadcast::Receiver<Notice> {
        self.0.subscribe()
    }

    fn is_alone(&self) -> bool {
        true
    }
}
