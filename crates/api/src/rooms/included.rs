//! What a list of rooms brings along, if it is asked to.

use std::collections::HashMap;

use serde::Serialize;
use switchroom_domain::contact as contacts;
use switchroom_domain::message as messages;
use switchroom_domain::room::Room;
use switchroom_domain::{Permission, Person};
use utoipa::ToSchema;

use crate::contacts::told_all;
use crate::extract::{Audience, Caller};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Contact, Message, Presence};

/// What to bring along.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Include {
    contact: bool,
    last_message: bool,
}

impl Include {
    /// What these names mean, which are separated by commas.
    pub(super) fn of(names: &str) -> Result<Self, Problem> {
        let mut include = Self::default();
        for name in names.split(',') {
            match name {
                "contact" => include.contact = true,
                "last_message" => include.last_message = true,
                other => {
                    let detail = format!("there is nothing named `{other}` to include: it is `contact`, `last_message`, or both");
                    return Err(Problem::bad_request("invalid_query", detail));
                }
            }
        }
        Ok(include)
    }
}

/// What belongs to the rooms of a page, each once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Included<'a> {
    /// With `contact`: the rooms' contacts. Empty for users without `contact.view`.
    contacts: Vec<Contact<'a>>,
    /// With `last_message`: the last messages that everybody in the rooms may see.
    messages: Vec<Message<'a>>,
}

/// What was read of what belongs to the rooms.
pub(super) struct Belongings {
    contacts: Vec<contacts::Contact>,
    messages: Vec<messages::Message>,
    presence: Presence,
}

impl Belongings {
    /// Reads what belongs to `rooms`: one read for each kind of thing, however many rooms there are.
    pub(super) async fn of(state: &ApiState, caller: &Caller, include: Include, rooms: &[Room]) -> Result<Self, Problem> {
        let store = &state.engine().store;
        let sees_contacts = caller.audience() == Audience::Contact || caller.access.permissions.contains(Permission::ContactView);
        let mut contacts = Vec::new();
        if include.contact && sees_contacts {
            let ids = once(rooms.iter().map(|room| room.facts.contact));
            contacts = in_order(store.contacts_by_id(caller.org, ids.clone()).await?, |contact| contact.id, &ids);
        }
        let mut messages = Vec::new();
        if include.last_message {
            let ids = once(rooms.iter().filter_map(|room| room.head.last_message.map(|last| last.id)));
            messages = in_order(store.messages_by_id(caller.org, ids.clone()).await?, |message| message.id, &ids);
        }
        let people: Vec<Person> = contacts.iter().map(|contact: &contacts::Contact| Person::Contact(contact.id)).collect();
        let presence = Presence::of(state, caller.org, &people).await?;
        Ok(Self { contacts, messages, presence })
    }

    /// The same, as the caller may see it.
    pub(super) async fn told<'a>(&'a self, state: &ApiState, caller: &Caller) -> Result<Included<'a>, Problem> {
        let contacts = told_all(state, caller, &self.contacts).await?.into_iter().zip(&self.contacts);
        Ok(Included {
            contacts: contacts.map(|(told, contact)| told.seen(contact, &self.presence)).collect(),
            messages: self.messages.iter().map(|message| Message::new(message, caller.audience())).collect(),
        })
    }
}

/// Each once, in the order of the rooms.
fn once<T: Copy + Eq + std::hash::Hash>(ids: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = std::collections::HashSet::new();
    ids.filter(|id| seen.insert(*id)).collect()
}

/// What was found, in the order of the ids.
fn in_order<T, I: Copy + Eq + std::hash::Hash>(found: Vec<T>, id: impl Fn(&T) -> I, order: &[I]) -> Vec<T> {
    let mut by_id: HashMap<I, T> = found.into_iter().map(|one| (id(&one), one)).collect();
    order.iter().filter_map(|id| by_id.remove(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Include, in_order, once};

    #[test]
    fn names_are_separated_by_commas() {
        assert_eq!(Include::of("contact").expect("names"), Include { contact: true, last_message: false });
        assert_eq!(Include::of("last_message,contact").expect("names"), Include { contact: true, last_message: true });
        for wrong in ["", "contact,", "contacts", "contact last_message"] {
            assert!(Include::of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_comes_once_and_in_the_order_of_the_rooms() {
        let ids = once([3, 1, 3, 2, 1].into_iter());
        assert_eq!(ids, [3, 1, 2]);
        // What is gone meanwhile is left out.
        assert_eq!(in_order(vec![(1, "a"), (3, "c")], |found| found.0, &ids), [(3, "c"), (1, "a")]);
    }
}
