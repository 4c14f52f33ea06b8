//! Registering and editing contacts.

use std::collections::BTreeMap;

use serde_json::Map;

use super::Stop;
use super::deciding::Deciding;
use crate::command::{Answer, DeleteContact, EditContact, RegisterContact};
use crate::contact::{Contact, ContactPatch, Identity};
use crate::counter::Counter;
use crate::custom_field::CustomFieldScope;
use crate::event::Subject;
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{Actor, ChannelId, ContactId, EventKind, Permission, Refusal, limits};

pub(super) fn register(deciding: &mut Deciding<'_>, command: &RegisterContact) -> Result<Answer, Stop> {
    deciding.access.require(Permission::ContactCreate)?;
    if let Some(identity) = &command.identity {
        deciding.world.channel(identity.channel)?.ok_or(Refusal::NotFound { noun: "channel" })?;
    }
    let (contact, created) = get_or_register(deciding, command.id, command.identity.as_ref(), &command.details)?;
    Ok(Answer::Contact { contact, created })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditContact) -> Result<Answer, Stop> {
    let itself = deciding.access.actor == Actor::Contact(command.contact);
    if !itself {
        deciding.access.require(Permission::ContactEdit)?;
    }
    let contact = deciding.living_contact(command.contact)?;
    let contact = deciding.patch_contact(contact, &command.patch)?;
    Ok(Answer::Contact { contact, created: false })
}

pub(super) fn delete(deciding: &mut Deciding<'_>, command: &DeleteContact) -> Result<Answer, Stop> {
    let itself = deciding.access.actor == Actor::Contact(command.contact);
    if !itself {
        deciding.access.require(Permission::ContactEdit)?;
    }
    let mut contact = deciding.living_contact(command.contact)?;
    if deciding.world.open_rooms_of_contact(contact.id)? > 0 {
        return Err(Refusal::HasOpenRooms.into());
    }
    for Identity { channel, handle } in std::mem::take(&mut contact.identities) {
        deciding.write(Write::Unique(UniqueKey::Identity(channel, handle), None));
    }
    let kept = Contact {
        name: None,
        email: None,
        phone: None,
        custom_fields: BTreeMap::new(),
        ext: Map::new(),
        deleted_at: Some(deciding.now),
        updated_at: deciding.now,
        ..contact
    };
    deciding.emit(EventKind::ContactDeleted, Subject::Contact { id: kept.id }, Map::new());
    deciding.write(Write::Contact(kept.clone()));
    deciding.count(Counter::Contacts, -1);
    Ok(Answer::Contact { contact: kept, created: false })
}

/// The contact of `handle` on `channel`, registered under `new_id` if there is none; `details` are put on it either way.
pub(super) fn of_handle(
    deciding: &mut Deciding<'_>,
    channel: ChannelId,
    handle: &str,
    new_id: ContactId,
    details: &ContactPatch,
) -> Result<(Contact, bool), Stop> {
    get_or_register(deciding, new_id, Some(&Identity { channel, handle: handle.to_owned() }), details)
}

fn get_or_register(
    deciding: &mut Deciding<'_>,
    new_id: ContactId,
    identity: Option<&Identity>,
    details: &ContactPatch,
) -> Result<(Contact, bool), Stop> {
    if let Some(identity) = identity {
        limits::foreign_id("handle", &identity.handle)?;
        let key = UniqueKey::Identity(identity.channel, identity.handle.clone());
        if let Some(holder) = deciding.world.unique(&key)? {
            let contact = deciding.contact(ContactId(holder))?;
            return Ok((deciding.patch_contact(contact, details)?, false));
        }
        deciding.write(Write::Unique(key, Some(new_id.0)));
    }
    let mut contact = Contact {
        org: deciding.world.org,
        id: new_id,
        number: deciding.next_person_number(),
        name: None,
        email: None,
        phone: None,
        identities: identity.cloned().into_iter().collect(),
        custom_fields: BTreeMap::new(),
        ext: Map::new(),
        deleted_at: None,
        created_at: deciding.now,
        updated_at: deciding.now,
    };
    details.apply(&mut contact)?;
    deciding.set_custom_fields(&mut contact.custom_fields, CustomFieldScope::Contact, &details.custom_fields)?;
    deciding.emit(EventKind::ContactCreated, Subject::Contact { id: new_id }, Map::new());
    deciding.write(Write::Contact(contact.clone()));
    deciding.count(Counter::Contacts, 1);
    Ok((contact, true))
}
