//! People: users and contacts as ambassadors.

use serde_json::{Map, Value};
use switchroom_domain::contact::Contact;
use switchroom_domain::user::User;
use switchroom_domain::Timestamp;
use switchroom_engine::presence;

use super::dates;
use crate::permissions::{self, CLIENT, MEMBERS, TEMPORARY};
use crate::wire::ambassador::Ambassador;

/// What `active` tells.
const ACTIVE: i64 = 1;
const BLOCKED: i64 = -1;
const UNSUBSCRIBED_BY_BRAND: i64 = -3;
/// Values that `active` may have.
const EVERY_ACTIVE: std::ops::RangeInclusive<i64> = -5..=1;

/// When a person was last seen, and what time it is now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Presence {
    pub(crate) last_seen: Option<Timestamp>,
    pub(crate) now: Timestamp,
}

/// Whoever answers.
pub(crate) fn of_user(user: &User, presence: Presence) -> Ambassador {
    let ext = Ext(&user.ext);
    let (firstname, lastname) = names(ext, Some(&user.name));
    let active = match (user.deleted_at, user.active) {
        (Some(_), _) => UNSUBSCRIBED_BY_BRAND,
        (None, false) => BLOCKED,
        (None, true) => ACTIVE,
    };
    Ambassador {
        id_ambassador: user.number,
        image: ext.text("image"),
        firstname,
        lastname,
        username: Some(user.username.clone()),
        email: user.email.clone(),
        email_tmp: ext.text("email_tmp"),
        active: ext.number("active", EVERY_ACTIVE).unwrap_or(active),
        status: ext.number("status", MEMBERS).unwrap_or_else(|| permissions::status_of_roles(&user.roles)),
        online: presence::is_online(presence.last_seen, presence.now),
        last_action_date: presence.last_seen.map(dates::with_seconds),
        customer_id: ext.text("customer_id"),
        anonymized: false,
    }
}

/// A customer.
pub(crate) fn of_contact(contact: &Contact, presence: Presence) -> Ambassador {
    let ext = Ext(&contact.ext);
    let (firstname, lastname) = names(ext, contact.name.as_deref());
    let known = contact.name.is_some() || contact.email.is_some() || contact.phone.is_some();
    let deleted = contact.deleted_at.is_some();
    Ambassador {
        id_ambassador: contact.number,
        image: ext.text("image"),
        firstname,
        lastname,
        username: ext.text("username"),
        email: ext.text("email"),
        email_tmp: ext.text("email_tmp").or_else(|| contact.email.clone()),
        active: ext.number("active", EVERY_ACTIVE).unwrap_or(if deleted { UNSUBSCRIBED_BY_BRAND } else { ACTIVE }),
        status: ext.number("status", CLIENT..=TEMPORARY).unwrap_or(if known { CLIENT } else { TEMPORARY }),
        online: presence::is_online(presence.last_seen, presence.now),
        last_action_date: presence.last_seen.map(dates::with_seconds),
        customer_id: ext.text("customer_id"),
        anonymized: deleted,
    }
}

/// What only Popsell has, of one entity.
#[derive(Clone, Copy)]
pub(super) struct Ext<'a>(pub(super) &'a Map<String, Value>);

impl Ext<'_> {
    fn get(self, name: &str) -> Option<&Value> {
        self.0.get(&format!("popsell.{name}"))
    }

    fn text(self, name: &str) -> Option<String> {
        self.get(name)?.as_str().map(str::to_owned)
    }

    pub(super) fn number(self, name: &str, among: std::ops::RangeInclusive<i64>) -> Option<i64> {
        self.get(name)?.as_i64().filter(|number| among.contains(number))
    }
}

/// First and last name: as they are kept apart, or the first word of the name and the rest of it.
fn names(ext: Ext<'_>, name: Option<&str>) -> (Option<String>, Option<String>) {
    let apart = (ext.text("firstname"), ext.text("lastname"));
    if apart.0.is_some() || apart.1.is_some() {
        return apart;
    }
    let name = name.unwrap_or_default().trim();
    let (first, last) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
    let some = |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
    (some(first), some(last))
}
