//! Who may search, and what of it he is told.

use std::collections::HashMap;

use switchroom_domain::{ContactId, Permission, Person, Refusal, contact as domain};

use crate::extract::{Audience, Caller};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Contact, Presence};

/// Refuses contacts, and whoever lacks the permission.
pub(super) fn may_search(caller: &Caller, permission: Permission) -> Result<(), Problem> {
    if caller.contact().is_some() {
        return Err(Refusal::Forbidden { permission: permission.as_str() }.into());
    }
    Ok(caller.access.require(permission)?)
}

/// Whether the caller is told of contacts.
pub(super) fn sees_contacts(caller: &Caller) -> bool {
    caller.access.permissions.contains(Permission::ContactView)
}

/// The contacts of what was found, and when they were last seen.
pub(super) struct Contacts {
    contacts: HashMap<ContactId, domain::Contact>,
    presence: Presence,
}

impl Contacts {
    /// These; none of them if the caller is not told of contacts.
    pub(super) async fn of(state: &ApiState, caller: &Caller, mut ids: Vec<ContactId>) -> Result<Self, Problem> {
        if !sees_contacts(caller) {
            ids.clear();
        }
        ids.sort_unstable();
        ids.dedup();
        let people: Vec<Person> = ids.iter().copied().map(Person::Contact).collect();
        let contacts = state.engine().store.contacts_of(caller.org, ids).await?;
        let presence = Presence::of(state, caller.org, &people).await?;
        Ok(Self { contacts: contacts.into_iter().map(|contact| (contact.id, contact)).collect(), presence })
    }

    /// One of them, as it is told.
    pub(super) fn told(&self, id: ContactId) -> Option<Contact<'_>> {
        self.contacts.get(&id).map(|contact| Contact::new(contact, Audience::Team).seen(contact, &self.presence))
    }
}
