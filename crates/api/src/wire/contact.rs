//! Contacts on the wire.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use switchroom_domain::Person;
use switchroom_domain::contact as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Presence, Seen, Time, given};
use crate::extract::Audience;

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contact<'a> {
    /// The contact's id.
    id: Uuid,
    /// The contact's number among the organization's people. Not told to contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    number: Option<i64>,
    /// What people call the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<&'a str>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    email: Option<&'a str>,
    /// Phone number, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    phone: Option<&'a str>,
    /// How the contact is known on which channel.
    identities: Vec<Identity<'a>>,
    /// Values of custom fields by key. Contacts are told of public ones only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    custom_fields: Option<BTreeMap<&'a str, &'a str>>,
    /// Whether the contact was seen within the last five minutes. Told where contacts are read, not where they are changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    online: Option<bool>,
    /// When the contact was last seen. Told where contacts are read; left out: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_seen_at: Option<Time>,
    /// When the contact was registered.
    created_at: Time,
    /// When the contact was last edited.
    updated_at: Time,
    /// When the contact was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deleted_at: Option<Time>,
}

/// How a contact is known on one channel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Identity<'a> {
    /// The channel.
    channel_id: Uuid,
    /// The contact's handle there: a phone number, a visitor's id, an address.
    handle: &'a str,
}

impl<'a> Contact<'a> {
    /// The contact, as `audience` may see it.
    pub(crate) fn new(contact: &'a domain::Contact, audience: Audience) -> Self {
        let identity = |identity: &'a domain::Identity| Identity { channel_id: identity.channel.0, handle: &identity.handle };
        Self {
            id: contact.id.0,
            number: (audience == Audience::Team).then_some(contact.number),
            name: contact.name.as_deref(),
            email: contact.email.as_deref(),
            phone: contact.phone.as_deref(),
            identities: contact.identities.iter().map(identity).collect(),
            custom_fields: (audience == Audience::Team).then(|| values(contact, |_| true)),
            online: None,
            last_seen_at: None,
            created_at: contact.created_at.into(),
            updated_at: contact.updated_at.into(),
            deleted_at: contact.deleted_at.map(Time),
        }
    }

    /// The same, with the values of custom fields that the contact fills in itself.
    pub(crate) fn filled_in(self, contact: &'a domain::Contact, public: &HashSet<String>) -> Self {
        Self { custom_fields: Some(values(contact, |key| public.contains(key))), ..self }
    }

    /// The same, with when the contact was last seen.
    pub(crate) fn seen(self, contact: &domain::Contact, presence: &Presence) -> Self {
        let Seen { online, last_seen_at } = presence.seen(Person::Contact(contact.id));
        Self { online: Some(online), last_seen_at, ..self }
    }
}

fn values(contact: &domain::Contact, shown: impl Fn(&str) -> bool) -> BTreeMap<&str, &str> {
    let values = contact.custom_fields.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    values.filter(|(key, _)| shown(key)).collect()
}

/// What a contact is to be changed to. An absent field stays; null clears.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactPatch {
    /// What people call the contact.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    name: Option<Option<String>>,
    /// E-mail address.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    /// Phone number.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    phone: Option<Option<String>>,
    /// Values of custom fields by key; null or blank: none. Those that are not named stay.
    #[serde(default)]
    pub(crate) custom_fields: BTreeMap<String, Option<String>>,
}

impl From<ContactPatch> for domain::ContactPatch {
    fn from(patch: ContactPatch) -> Self {
        let ContactPatch { name, email, phone, custom_fields } = patch;
        Self { name, email, phone, custom_fields, ..Self::default() }
    }
}

/// What is known of a new contact: an absent field says nothing.
pub(crate) fn details(name: Option<String>, email: Option<String>, phone: Option<String>) -> domain::ContactPatch {
    domain::ContactPatch { name: name.map(Some), email: email.map(Some), phone: phone.map(Some), ..domain::ContactPatch::default() }
}
