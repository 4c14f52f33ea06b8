//! Which sites may show the widget of a channel.

use std::sync::Arc;

use http::request::Parts;
use switchroom_domain::channel::{Channel, ChannelKind};
use switchroom_domain::{ChannelId, OrgId};
use switchroom_engine::EngineError;
use switchroom_http::{Shared, host_organization};
use uuid::Uuid;

use crate::policy::Framed;

/// The web channel of that id, in the organization of the host.
pub(crate) async fn channel(shared: &Shared, parts: &Parts, id: Uuid) -> Result<Option<Arc<Channel>>, EngineError> {
    let org = host_organization(shared, parts).await?.unwrap_or(OrgId::FIRST);
    let channel = shared.engine().channel(org, ChannelId(id)).await?;
    Ok(channel.filter(|channel| channel.kind == ChannelKind::Web))
}

/// Who may show the channel's widget: its sites, or anybody if it names none.
pub(crate) fn framed(channel: &Channel) -> Framed<'_> {
    match channel.widget.sites.as_slice() {
        [] => Framed::ByAnybody,
        sites => Framed::BySites(sites),
    }
}
