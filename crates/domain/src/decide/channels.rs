//! Creating and editing channels.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, text_changes};
use crate::channel::widget::{Widget, WidgetPatch};
use crate::channel::{Channel, ChannelKind};
use crate::command::{Answer, CreateChannel, EditChannel, SetIdentitySecret};
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
        widget: Box::default(),
        identity_secret: None,
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
    if let Some(patch) = &command.widget {
        *channel.widget = widget(deciding, &before, patch)?;
    }
    if channel.widget != before.widget {
        changes.extend(text_changes(&["widget"]));
    }
    if channel != before {
        deciding.emit(EventKind::ChannelUpdated, Subject::Channel { id: channel.id }, changes);
        deciding.write(Write::Channel(channel.clone()));
    }
    Ok(Answer::Channel { channel })
}

pub(super) fn set_identity_secret(deciding: &mut Deciding<'_>, command: &SetIdentitySecret) -> Result<Answer, Stop> {
    deciding.access.require(Permission::ChannelManage)?;
    let mut channel = Channel::clone(deciding.world.channel(command.channel)?.ok_or(Refusal::NotFound { noun: "channel" })?);
    if channel.kind != ChannelKind::Web {
        return Err(Refusal::invalid("channel", "must be a web channel").into());
    }
    channel.identity_secret = Some(command.secret.clone());
    deciding.emit(EventKind::ChannelUpdated, Subject::Channel { id: channel.id }, text_changes(&["identity_secret"]));
    deciding.write(Write::Channel(channel.clone()));
    Ok(Answer::Channel { channel })
}

/// The channel's widget as it is to be.
fn widget(deciding: &Deciding<'_>, channel: &Channel, patch: &WidgetPatch) -> Result<Widget, Stop> {
    if channel.kind != ChannelKind::Web {
        return Err(Refusal::invalid("widget", "must not be given: the channel is not a web channel").into());
    }
    let widget = patch.apply(&channel.widget)?;
    if patch.team_choice.is_some() {
        for team in &widget.team_choice {
            if !deciding.world.team(*team)?.ok_or(Refusal::NotFound { noun: "team" })?.active {
                return Err(Refusal::invalid("widget.team_choice", "must name teams that are active").into());
            }
        }
    }
    Ok(widget)
}
