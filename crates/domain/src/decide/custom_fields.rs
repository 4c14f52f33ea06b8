//! Making, changing and removing custom fields.

use serde_json::Map;

use super::Stop;
use super::deciding::Deciding;
use crate::command::{Answer, RemoveCustomField, SaveCustomField};
use crate::custom_field::{CustomField, key};
use crate::event::Subject;
use crate::world::Write;
use crate::{EventKind, Permission, Refusal};

pub(super) fn save(deciding: &mut Deciding<'_>, command: &SaveCustomField) -> Result<Answer, Stop> {
    deciding.access.require(Permission::CustomFieldManage)?;
    key(&command.key)?;
    let definition = command.definition.checked()?;
    let before = deciding.world.custom_field(&command.key)?.cloned();
    if let Some(before) = before.as_deref().filter(|before| before.definition == definition) {
        return Ok(Answer::CustomField { custom_field: before.clone() });
    }
    let custom_field = CustomField {
        org: deciding.world.org,
        key: command.key.clone(),
        definition,
        created_at: before.map_or(deciding.now, |before| before.created_at),
        updated_at: deciding.now,
    };
    deciding.emit(EventKind::CustomFieldSaved, Subject::CustomField { key: command.key.clone() }, Map::new());
    deciding.write(Write::CustomField(custom_field.clone()));
    Ok(Answer::CustomField { custom_field })
}

pub(super) fn remove(deciding: &mut Deciding<'_>, command: &RemoveCustomField) -> Result<Answer, Stop> {
    deciding.access.require(Permission::CustomFieldManage)?;
    let found = deciding.world.custom_field(&command.key)?.ok_or(Refusal::NotFound { noun: "custom field" })?;
    let custom_field = CustomField::clone(found);
    deciding.emit(EventKind::CustomFieldRemoved, Subject::CustomField { key: command.key.clone() }, Map::new());
    deciding.write(Write::CustomFieldRemoved(command.key.clone()));
    Ok(Answer::CustomField { custom_field })
}
