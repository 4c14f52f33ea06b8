//! Channels: the configured ways in.

pub mod office_hours;
mod origin;
pub mod widget;

use serde::{Deserialize, Serialize};

use crate::subscription::Sealed;
use crate::{ChannelId, OrgId, Timestamp};
use widget::Widget;

/// What kind of way in a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A program relays what contacts write, through the API.
    Api,
    /// Visitors of a web page write for themselves.
    Web,
}

/// One configured way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// The organization.
    pub org: OrgId,
    /// The channel's id.
    pub id: ChannelId,
    /// What kind of way in it is.
    pub kind: ChannelKind,
    /// What people call it.
    pub name: String,
    /// Whether new rooms can be opened through it.
    pub active: bool,
    /// Its name among the channels that Switchroom makes by itself: one of each in an organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub builtin: Option<String>,
    /// How its widget looks, and what it asks of visitors. Only a web channel's can be changed.
    #[serde(default)]
    pub widget: Box<Widget>,
    /// The secret that vouches for visitors, encrypted; none: nobody can be vouched for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_secret: Option<Sealed>,
    /// When it was created.
    pub created_at: Timestamp,
}
