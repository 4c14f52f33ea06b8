//! Editing a room and a contact in one command: both or neither.

use serde_json::{Map, Value, json};

use super::routing;
use crate::command::{Answer, EditRoom};
use crate::custom_field::CustomFieldScope;
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, at_version, text_changes};
use crate::decide::messages::system;
use crate::event::{Subject, change};
use crate::message::Visibility;
use crate::room::{Room, RoomHead, RoomPatch};
use crate::world::Write;
use crate::{EventKind, Permission, Refusal, SlaId};

pub(in crate::decide) fn decide(deciding: &mut Deciding<'_>, command: &EditRoom) -> Result<Answer, Stop> {
    let mut room = deciding.visible_room(command.room)?;
    deciding.may_edit(&room, command.own, Permission::RoomEdit, Permission::RoomEditOthers)?;
    at_version(&room, command.expected_version)?;
    let before = room.head.clone();

    let mut texts = command.patch.apply_texts(&mut room.texts)?;
    if deciding.set_custom_fields(&mut room.texts.custom_fields, CustomFieldScope::Room, &command.patch.custom_fields)? {
        texts.push("custom_fields");
    }
    let facts = apply_head(deciding, &mut room.head, &command.patch)?;
    if !texts.is_empty() {
        room.head.text_revision += 1;
        deciding.write(Write::RoomTexts(room.facts.id, room.head.text_revision, room.texts.clone()));
    }
    let changes: Map<String, Value> = text_changes(&texts).into_iter().chain(facts).collect();
    if !changes.is_empty() {
        deciding.emit_in_room(&mut room, EventKind::RoomUpdated, Subject::Room, changes, None);
    }
    if let Some(tags) = &command.patch.tags {
        super::tag::set(deciding, &mut room, tags)?;
    }
    tell(deciding, &before, &mut room)?;
    if command.contact_id.is_some() || !command.contact.is_empty() {
        edit_contact(deciding, command, &room)?;
    }
    if room.head != before {
        deciding.keep_room(Some(&before), &room);
    }
    Ok(Answer::Room { room, created: false })
}

/// Puts what is no text on the room's head; answers what changed.
fn apply_head(deciding: &Deciding<'_>, head: &mut RoomHead, patch: &RoomPatch) -> Result<Map<String, Value>, Stop> {
    if let Some(Some(team)) = patch.team
        && head.team != Some(team)
    {
        routing::active_team(deciding, team)?;
    }
    if let Some(Some(sla)) = patch.sla
        && head.sla != Some(sla)
    {
        deciding.world.sla(sla)?.ok_or(Refusal::NotFound { noun: "sla" })?;
    }
    let mut changes = Map::new();
    set("team_id", &mut head.team, patch.team, &mut changes);
    set("priority", &mut head.priority, patch.priority, &mut changes);
    set("sla_id", &mut head.sla, patch.sla, &mut changes);
    set("established_at", &mut head.established_at, patch.established_at, &mut changes);
    set("auto_resolve", &mut head.auto_resolve, patch.auto_resolve, &mut changes);
    Ok(changes)
}

fn set<T: PartialEq + Copy + serde::Serialize>(field: &str, slot: &mut T, new: Option<T>, changes: &mut Map<String, Value>) {
    if let Some(new) = new
        && new != *slot
    {
        changes.insert(field.to_owned(), change(*slot, new));
        *slot = new;
    }
}

/// Colleagues read in the room that its priority or its service level was changed, and by whom.
fn tell(deciding: &mut Deciding<'_>, before: &RoomHead, room: &mut Room) -> Result<(), Stop> {
    if room.head.priority != before.priority {
        let payload = json!({"kind": "priority_changed", "priority": room.head.priority});
        system::post(deciding, room, Visibility::Internal, "", payload)?;
    }
    if room.head.sla != before.sla {
        let name = room.head.sla.map(|sla| name_of(deciding, sla)).transpose()?;
        let payload = json!({"kind": "sla_changed", "sla_id": room.head.sla, "name": name});
        system::post(deciding, room, Visibility::Internal, "", payload)?;
    }
    Ok(())
}

fn name_of(deciding: &Deciding<'_>, sla: SlaId) -> Result<String, Stop> {
    Ok(deciding.world.sla(sla)?.ok_or(Refusal::NotFound { noun: "sla" })?.name.clone())
}

fn edit_contact(deciding: &mut Deciding<'_>, command: &EditRoom, room: &Room) -> Result<(), Stop> {
    let contact = deciding.living_contact(command.contact_id.unwrap_or(room.facts.contact))?;
    if !command.contact.is_empty() {
        deciding.access.require(Permission::ContactEdit)?;
        deciding.patch_contact(contact, &command.contact)?;
    }
    Ok(())
}
