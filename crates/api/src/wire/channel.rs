//! Channels on the wire.

use serde::Serialize;
use switchroom_domain::channel as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::widget::Widget;
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
    /// How its widget looks, and what it asks of visitors: a web channel's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    widget: Option<Widget<'a>>,
    /// Whether it has a secret that vouches for visitors: a web channel's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    has_identity_secret: Option<bool>,
    /// When it was created.
    created_at: Time,
}

impl<'a> From<&'a domain::Channel> for Channel<'a> {
    fn from(channel: &'a domain::Channel) -> Self {
        let is_web = channel.kind == domain::ChannelKind::Web;
        Self {
            id: channel.id.0,
            kind: channel.kind.into(),
            name: &channel.name,
            active: channel.active,
            widget: is_web.then(|| Widget::from(&*channel.widget)),
            has_identity_secret: is_web.then_some(channel.identity_secret.is_some()),
            created_at: channel.created_at.into(),
        }
    }
}
