//! Channels on the wire.

use serde::Serialize;
use switchroom_domain::channel as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ChannelKind, Time};

/// One configured way in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Channel<'a> {
    /// The channel's id.
    id: Uuid,
    /// What kind of way in it is.
    kind: ChannelKind,
    /// What people call it.
    name: &'a str,
    /// Whether new rooms can be opened through it.
    active: bool,
    /// When it was created.
    created_at: Time,
}

impl<'a> From<&'a domain::Channel> for Channel<'a> {
    fn from(channel: &'a domain::Channel) -> Self {
        Self {
            id: channel.id.0,
            kind: channel.kind.into(),
            name: &channel.name,
            active: channel.active,
            created_at: channel.created_at.into(),
        }
    }
}
