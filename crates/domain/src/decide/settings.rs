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
    if command.values.is_empty() {
        return Ok(Answer::Settings);
    }
    let names: Vec<&str> = command.values.keys().map(String::as_str).collect();
    deciding.emit(EventKind::SettingsUpdated, Subject::Settings, text_changes(&names));
    for (name, value) in &command.values {
        deciding.write(Write::Setting(name.clone(), value.clone()));
    }
    Ok(Answer::Settings)
}
