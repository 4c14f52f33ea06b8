//! Contacts: the customers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::limits;
use crate::{ChannelId, ContactId, OrgId, Refusal, Timestamp};

/// How a contact is known on one channel: a phone number, a visitor token, an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// The channel.
    pub channel: ChannelId,
    /// The contact's handle there: unique in the channel, compared exactly.
    pub handle: String,
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The organization.
    pub org: OrgId,
    /// The contact's id.
    pub id: ContactId,
    /// The contact's number among the organization's people.
    pub number: i64,
    /// What people call the contact.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number, as given.
    pub phone: Option<String>,
    /// How the contact is known on which channel.
    pub identities: Vec<Identity>,
    /// Values of custom fields, by key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_fields: BTreeMap<String, String>,
    /// What vendors have and the model lacks, under keys that begin with the dialect's name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub ext: Map<String, Value>,
    /// When the contact was deleted: what is left is a number that nobody else gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// When the contact was registered.
    pub created_at: Timestamp,
    /// When the contact was last edited.
    pub updated_at: Timestamp,
}

/// What a contact is to be changed to. An absent field stays; `Some(None)` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactPatch {
    /// New name.
    pub name: Option<Option<String>>,
    /// New e-mail address.
    pub email: Option<Option<String>>,
    /// New phone number.
    pub phone: Option<Option<String>>,
    /// New values of custom fields, by key; none or blank: unset.
    #[serde(default)]
    pub custom_fields: BTreeMap<String, Option<String>>,
    /// New values of what only a vendor has, by key; none: unset.
    #[serde(default)]
    pub ext: BTreeMap<String, Option<Value>>,
}

impl ContactPatch {
    /// Whether nothing is to be changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Puts the patch on `contact`, but for its custom fields; answers the names of the fields that changed. Refuses
    /// invalid values.
    pub fn apply(&self, contact: &mut Contact) -> Result<Vec<&'static str>, Refusal> {
        let mut changed = Vec::new();
        let mut set = |field: &'static str, slot: &mut Option<String>, value: &Option<Option<String>>| {
            let Some(value) = value else { return Ok(()) };
            let value = limits::optional_name(field, value.as_deref())?;
            if field == "email" {
                value.as_deref().map_or(Ok(()), email)?;
            }
            if *slot != value {
                *slot = value;
                changed.push(field);
            }
            Ok::<(), Refusal>(())
        };
        set("name", &mut contact.name, &self.name)?;
        set("email", &mut contact.email, &self.email)?;
        set("phone", &mut contact.phone, &self.phone)?;
        if crate::ext::apply(&mut contact.ext, &self.ext)? {
            changed.push("ext");
        }
        Ok(changed)
    }
}

/// Refuses what cannot be an e-mail address: one `@` with something on both sides, and no blanks.
pub fn email(value: &str) -> Result<(), Refusal> {
    let plausible = value.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !value.contains(char::is_whitespace)
    });
    if plausible { Ok(()) } else { Err(Refusal::invalid("email", "must be an e-mail address")) }
}
