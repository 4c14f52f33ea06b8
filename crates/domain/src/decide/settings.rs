//! Changing settings.

use super::Stop;
use super::deciding::{Deciding, text_changes};
use crate::command::{Answer, EditSettings};
use crate::event::Subject;
use crate::world::Write;
use crate::{EventKind, Permission, setting};

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditSettings) -> Result<Answer, Stop> {
    deciding.access.require(Permission::SettingManage)?;
    for (name, value) in &command.values {
        setting::check(name, value.as_ref().unwrap_or(&setting::default_of(name)))?;
    }
    let settings = deciding.world.settings()?;
    let changed: Vec<_> = command.values.iter().filter(|(name, value)| settings.get(name) != value.as_ref()).collect();
    if changed.is_empty() {
        return Ok(Answer::Settings);
    }
    let names: Vec<&str> = changed.iter().map(|(name, _)| name.as_str()).collect();
    deciding.emit(EventKind::SettingsUpdated, Subject::Settings, text_changes(&names));
    for (name, value) in changed {
        deciding.write(Write::Setting(name.clone(), value.clone()));
    }
    Ok(Answer::Settings)
}
