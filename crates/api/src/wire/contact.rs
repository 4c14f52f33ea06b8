//! Contacts on the wire.

use serde::{Deserialize, Serialize};
use switchroom_domain::contact as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Time, given};
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
    /// When the contact was registered.
    created_at: Time,
    /// When the contact was last edited.
    updated_at: Time,
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
            created_at: contact.created_at.into(),
            updated_at: contact.updated_at.into(),
        }
    }
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
}

impl From<ContactPatch> for domain::ContactPatch {
    fn from(patch: ContactPatch) -> Self {
        Self { name: patch.name, email: patch.email, phone: patch.phone, ..Self::default() }
    }
}

/// What is known of a new contact: an absent field says nothing.
pub(crate) fn details(name: Option<String>, email: Option<String>, phone: Option<String>) -> domain::ContactPatch {
    domain::ContactPatch { name: name.map(Some), email: email.map(Some), phone: phone.map(Some), ..domain::ContactPatch::default() }
}
