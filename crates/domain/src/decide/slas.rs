//! Creating, editing and deleting service levels.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, text_changes};
use crate::command::{Answer, CreateSla, DeleteSla, EditSla};
use crate::event::{Subject, change};
use crate::sla::{Sla, due_minutes};
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{EventKind, Permission, Refusal, SlaId, limits};

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateSla) -> Result<Answer, Stop> {
    deciding.access.require(Permission::SlaManage)?;
    let sla = Sla {
        org: deciding.world.org,
        id: command.id,
        name: limits::name("name", &command.name)?,
        description: limits::optional_name("description", command.description.as_deref())?,
        due_minutes: due_minutes(command.due_minutes)?,
        created_at: deciding.now,
        updated_at: deciding.now,
    };
    take_name(deciding, &sla)?;
    deciding.emit(EventKind::SlaCreated, Subject::Sla { id: sla.id }, Map::new());
    deciding.write(Write::Sla(sla.clone()));
    Ok(Answer::Sla { sla })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditSla) -> Result<Answer, Stop> {
    let before = found(deciding, command.sla)?;
    let patch = &command.patch;
    let mut sla = before.clone();
    if let Some(name) = &patch.name {
        sla.name = limits::name("name", name)?;
    }
    if let Some(description) = &patch.description {
        sla.description = limits::optional_name("description", description.as_deref())?;
    }
    if let Some(minutes) = patch.due_minutes {
        sla.due_minutes = due_minutes(minutes)?;
    }
    if sla == before {
        return Ok(Answer::Sla { sla });
    }
    if name_key(&sla) != name_key(&before) {
        take_name(deciding, &sla)?;
        deciding.write(Write::Unique(name_key(&before), None));
    }
    let texts = [("name", sla.name != before.name), ("description", sla.description != before.description)];
    let texts: Vec<&str> = texts.into_iter().filter_map(|(field, changed)| changed.then_some(field)).collect();
    let mut changes = text_changes(&texts);
    if sla.due_minutes != before.due_minutes {
        changes.insert("due_minutes".to_owned(), change(before.due_minutes, sla.due_minutes));
    }
    sla.updated_at = deciding.now;
    deciding.emit(EventKind::SlaUpdated, Subject::Sla { id: sla.id }, changes);
    deciding.write(Write::Sla(sla.clone()));
    Ok(Answer::Sla { sla })
}

pub(super) fn delete(deciding: &mut Deciding<'_>, command: &DeleteSla) -> Result<Answer, Stop> {
    let sla = found(deciding, command.sla)?;
    deciding.write(Write::Unique(name_key(&sla), None));
    deciding.emit(EventKind::SlaDeleted, Subject::Sla { id: sla.id }, Map::new());
    deciding.write(Write::SlaDeleted(sla.id));
    Ok(Answer::Sla { sla })
}

fn found(deciding: &Deciding<'_>, id: SlaId) -> Result<Sla, Stop> {
    deciding.access.require(Permission::SlaManage)?;
    Ok(Sla::clone(deciding.world.sla(id)?.ok_or(Refusal::NotFound { noun: "sla" })?))
}

fn name_key(sla: &Sla) -> UniqueKey {
    UniqueKey::SlaName(sla.name.to_lowercase())
}

fn take_name(deciding: &mut Deciding<'_>, sla: &Sla) -> Result<(), Stop> {
    let key = name_key(sla);
    if deciding.world.unique(&key)?.is_some() {
        return Err(Refusal::Taken { field: "name" }.into());
    }
    deciding.write(Write::Unique(key, Some(sla.id.0)));
    Ok(())
}
