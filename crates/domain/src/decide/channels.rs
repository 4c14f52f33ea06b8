//! Creating and editing channels.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, text_changes};
use crate::channel::Channel;
use crate::command::{Answer, CreateChannel, EditChannel};
use crate::event::{Subject, change};
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{ChannelId, EventKind, Permission, Refusal, limits};

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateChannel) -> Result<Answer, Stop> {
    deciding.access.require(Permission::ChannelManage)?;
    let key = command.builtin.clone().map(UniqueKey::BuiltinChannel);
    if let Some(key) = &key
        && let Some(holder) = deciding.world.unique(key)?
    {
        let channel = deciding.world.channel(ChannelId(holder))?.ok_or(Refusal::NotFound { noun: "channel" })?;
        return Ok(Answer::Channel { channel: Channel::clone(channel) });
    }
    let channel = Channel {
        org: deciding.world.org,
        id: command.id,
        kind: command.kind,
        name: limits::name("name", &command.name)?,
        active: true,
        builtin: command.builtin.clone(),
        created_at: deciding.now,
    };
    if let Some(key) = key {
        deciding.write(Write::Unique(key, Some(channel.id.0)));
    }
    deciding.emit(EventKind::ChannelCreated, Subject::Channel { id: channel.id }, Map::new());
    deciding.write(Write::Channel(channel.clone()));
    Ok(Answer::Channel { channel })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditChannel) -> Result<Answer, Stop> {
    deciding.access.require(Permission::ChannelManage)?;
    let before = Channel::clone(deciding.world.channel(command.channel)?.ok_or(Refusal::NotFound { noun: "channel" })?);
    let mut channel = before.clone();
    let mut changes = Map::new();
    if let Some(name) = &command.name {
        channel.name = limits::name("name", name)?;
    }
    if channel.name != before.name {
        changes.extend(text_changes(&["name"]));
    }
    if let Some(active) = command.active.filter(|active| *active != before.active) {
        channel.active = active;
        changes.insert("active".to_owned(), change(before.active, active));
    }
    if channel != before {
        deciding.emit(EventKind::ChannelUpdated, Subject::Channel { id: channel.id }, changes);
        deciding.write(Write::Channel(channel.clone()));
    }
    Ok(Answer::Channel { channel })
}
