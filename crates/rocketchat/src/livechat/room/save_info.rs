//! `POST /api/v1/livechat/room.saveInfo`.
//!
//! Everything is one command: either the guest and the room are both changed, or neither. (Rocket.Chat saves them apart, and
//! one may be saved while the other is refused.)

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use serde::Deserialize;
use switchroom_domain::command::{Command, EditRoom, OwnRoom};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::custom_field::{CustomField, CustomFieldScope};
use switchroom_domain::priority::Priority;
use switchroom_domain::room::{Room, RoomPatch};
use switchroom_domain::{ContactId, Permission, Refusal, SlaId};
use switchroom_engine::{Engine, EngineError};

use super::find;
use crate::answer::{Answered, done};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, closed, may, must};
use crate::state::RcState;
use crate::translate::custom_field::known_values;
use crate::translate::ids;
use crate::translate::room::name;

/// What a room and its guest are to be changed to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SaveInfo {
    guest_data: GuestData,
    room_data: RoomData,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GuestData {
    #[serde(rename = "_id")]
    id: String,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    livechat_data: Option<HashMap<String, String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RoomData {
    #[serde(rename = "_id")]
    id: String,
    topic: Option<String>,
    tags: Option<Vec<String>>,
    livechat_data: Option<HashMap<String, String>>,
    priority_id: Option<String>,
    sla_id: Option<String>,
}

const TEXT: Kind = Kind::OrNull(&Kind::Text);

impl Params for SaveInfo {
    const SHAPE: Shape = closed(&[
        must(
            "guestData",
            Kind::Part(&closed(&[
                must("_id", Kind::Text),
                may("name", TEXT),
                may("email", TEXT),
                may("phone", TEXT),
                may("livechatData", Kind::OrNull(&Kind::Texts)),
            ])),
        ),
        must(
            "roomData",
            Kind::Part(&closed(&[
                must("_id", Kind::Text),
                may("topic", TEXT),
                may("tags", Kind::OrNull(&Kind::List(&Kind::Text))),
                may("livechatData", Kind::OrNull(&Kind::Texts)),
                may("priorityId", TEXT),
                may("slaId", TEXT),
            ])),
        ),
    ]);
}

/// Changes a room and its guest. The room may be closed.
pub(super) async fn save_info(State(state): State<RcState>, agent: Agent, Body(given): Body<SaveInfo>) -> Answered {
    agent.needs(&[Permission::RoomView])?;
    let engine = state.engine();
    let SaveInfo { guest_data: guest, room_data: new } = given;
    let room = find(engine, agent.org(), &new.id).await?.ok_or_else(|| RcError::plain("error-invalid-room"))?;
    if room.head.primary_assignee() != Some(agent.id) {
        agent.must_have(Permission::RoomEditOthers)?;
    }
    let contact_id = ids::id(&guest.id).ok_or_else(no_visitor)?;
    let sla_id = new.sla_id.clone().unwrap_or_default();
    let fields = engine.store.custom_fields(agent.org()).await?;
    let mut patch = room_patch(&fields, new)?;
    let contact = guest_patch(agent.has(Permission::ContactEditCustomFields), &fields, guest);
    keep_name(engine, &room, contact_id, &contact, &mut patch).await?;
    let command = EditRoom {
        room: room.facts.id,
        patch,
        contact,
        contact_id: Some(contact_id),
        own: OwnRoom::PrimaryAssignee,
        expected_version: None,
    };
    // Whoever serves a room, or may edit those of others, needs no more for this.
    let caller = agent.entrusted(engine, &[Permission::RoomEdit, Permission::ContactEdit]).await?;
    engine.run(&caller, Command::EditRoom(command)).await.map_err(|error| match error {
        EngineError::Refused(Refusal::NotFound { noun: "contact" }) => no_visitor(),
        EngineError::Refused(Refusal::NotFound { noun: "sla" }) => no_sla(&sla_id),
        EngineError::Refused(Refusal::Invalid { field: "email", .. }) => RcError::plain("error-invalid-email"),
        other => other.into(),
    })?;
    done()
}

/// A guest who gets a new name here does not rename the room: what it was called is its own name from now on.
async fn keep_name(engine: &Engine, room: &Room, guest: ContactId, new: &ContactPatch, patch: &mut RoomPatch) -> Result<(), RcError> {
    let (Some(_), true) = (&new.name, room.facts.contact == guest) else { return Ok(()) };
    let contact = engine.contact(room.facts.org, guest).await?;
    let renames = contact.as_ref().is_some_and(|contact| new.name.as_ref() != Some(&contact.name));
    if renames && room.texts.name.is_none() {
        patch.name = Some(Some(name(room, contact.as_deref())));
    }
    Ok(())
}

/// Empty text leaves what is there. Values of custom fields count from those alone who may edit them.
fn guest_patch(may_edit_fields: bool, fields: &[CustomField], guest: GuestData) -> ContactPatch {
    let said = |value: Option<String>| value.filter(|value| !value.trim().is_empty()).map(Some);
    let values = guest.livechat_data.filter(|_| may_edit_fields).unwrap_or_default();
    ContactPatch {
        name: said(guest.name),
        email: said(guest.email),
        phone: said(guest.phone),
        custom_fields: known_values(fields, CustomFieldScope::Contact, values),
        ext: BTreeMap::new(),
    }
}

/// Tags that are not given are taken off, as Rocket.Chat does: its clients always send all of them.
fn room_patch(fields: &[CustomField], new: RoomData) -> Result<RoomPatch, RcError> {
    let priority = match new.priority_id.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(id) => Some(Some(Priority::from_name(id).ok_or_else(|| RcError::plain("error-invalid-priority"))?)),
    };
    let sla = match new.sla_id.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(id) => Some(Some(ids::id::<SlaId>(id).ok_or_else(|| no_sla(id))?)),
    };
    Ok(RoomPatch {
        topic: new.topic.map(Some),
        tags: Some(new.tags.unwrap_or_default()),
        custom_fields: known_values(fields, CustomFieldScope::Room, new.livechat_data.unwrap_or_default()),
        priority,
        sla,
        ..RoomPatch::default()
    })
}

fn no_visitor() -> RcError {
    RcError::plain("error-invalid-visitor")
}

fn no_sla(id: &str) -> RcError {
    RcError::plain(format!("SLA not found with id: {id}"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;
    use switchroom_domain::custom_field::{CustomField, CustomFieldDefinition, CustomFieldKind, CustomFieldScope};
    use switchroom_domain::{OrgId, Timestamp};

    use super::{GuestData, RoomData, guest_patch, room_patch};

    fn field(key: &str, scope: CustomFieldScope) -> CustomField {
        let definition = CustomFieldDefinition {
            scope,
            label: key.to_owned(),
            kind: CustomFieldKind::Text,
            pattern: None,
            required: false,
            options: Vec::new(),
            default_value: None,
            visible: true,
            searchable: false,
            public: false,
        };
        CustomField { org: OrgId(1), key: key.to_owned(), definition, created_at: Timestamp(0), updated_at: Timestamp(0) }
    }

    fn fields() -> [CustomField; 2] {
        [field("order", CustomFieldScope::Room), field("plan", CustomFieldScope::Contact)]
    }

    fn text() -> impl Strategy<Value = Option<String>> {
        prop::option::of("[ a-z]{0,3}")
    }

    fn values() -> impl Strategy<Value = Option<HashMap<String, String>>> {
        prop::option::of(prop::collection::hash_map(
            prop::sample::select(vec!["order", "plan", "other"]).prop_map(str::to_owned),
            "[ a-z]{0,3}",
            0..4,
        ))
    }

    proptest! {
        #[test]
        fn a_guest_is_only_told_what_is_said(name in text(), email in text(), values in values(), may in any::<bool>()) {
            let guest = GuestData { id: String::new(), name: name.clone(), email, phone: None, livechat_data: values.clone() };
            let patch = guest_patch(may, &fields(), guest);
            prop_assert_eq!(patch.name.is_some(), name.is_some_and(|name| !name.trim().is_empty()));
            prop_assert!(!matches!(patch.email, Some(None)) && patch.phone.is_none());
            let given = values.unwrap_or_default();
            prop_assert_eq!(patch.custom_fields.keys().eq(["plan"]), may && given.contains_key("plan"));
        }

        #[test]
        fn a_room_always_gets_all_its_tags(topic in text(), tags in prop::option::of(prop::collection::vec("[a-z]{1,3}", 0..4)), values in values()) {
            let given = values.clone().unwrap_or_default();
            let new = RoomData {
                id: String::new(), topic: topic.clone(), tags: tags.clone(), livechat_data: values, priority_id: None, sla_id: None,
            };
            let patch = room_patch(&fields(), new).expect("a patch");
            prop_assert_eq!(patch.tags, Some(tags.unwrap_or_default()));
            prop_assert_eq!(patch.topic, topic.map(Some));
            prop_assert_eq!(patch.custom_fields.get("order").cloned(), given.get("order").map(|value| Some(value.clone()).filter(|value| !value.trim().is_empty())));
            prop_assert!(patch.custom_fields.len() <= 1);
            prop_assert!(patch.priority.is_none() && patch.sla.is_none());
        }
    }
}
