//! Channels that Switchroom makes by itself, when they are first needed.

use switchroom_domain::OrgId;
use switchroom_domain::channel::{Channel, ChannelKind};
use switchroom_domain::command::{Command, CreateChannel};

use crate::{Caller, Engine, EngineError};

/// The organization's channel of that name among those that Switchroom makes by itself; made, with this title, if there is
/// none yet.
pub async fn builtin(engine: &Engine, org: OrgId, name: &str, kind: ChannelKind, title: &str) -> Result<Channel, EngineError> {
    if let Some(channel) = engine.store.channel_by_builtin(org, name).await? {
        return Ok(channel);
    }
    let command = CreateChannel { id: engine.new_id(), kind, name: title.to_owned(), builtin: Some(name.to_owned()) };
    Ok(engine.run(&Caller::system(org), Command::CreateChannel(command)).await?.channel()?.value)
}
