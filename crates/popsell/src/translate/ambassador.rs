//! People: users and contacts as ambassadors.

use serde_json::{Map, Value};
use switchroom_domain::Timestamp;
use switchroom_domain::contact::Contact;
use switchroom_domain::user::User;
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

impl<'a> Ext<'a> {
    fn get(self, name: &str) -> Option<&'a Value> {
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

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};
    use switchroom_domain::contact::Contact;
    use switchroom_domain::user::User;
    use switchroom_domain::{OrgId, Timestamp};

    use super::{Presence, of_contact, of_user};
    use crate::wire::ambassador::Ambassador;

    const NOW: Timestamp = Timestamp(1_767_225_600_000_000);
    const ID: &str = "018f0000-0000-7000-8000-000000000000";

    fn ext(value: Value) -> Map<String, Value> {
        value.as_object().expect("an object").clone()
    }

    fn user(ext: Map<String, Value>) -> Ambassador {
        let user: User = serde_json::from_value(json!({
            "org": 1, "id": ID, "number": 3, "username": "ann", "name": "Ann van Dyk", "email": "ann@example.com",
            "password_hash": null, "roles": ["agent"], "bot": false, "active": true, "available": true, "created_at": 0, "updated_at": 0,
        }))
        .expect("a user");
        of_user(&User { ext, ..user }, Presence { last_seen: Some(NOW), now: NOW.plus_seconds(299) })
    }

    fn contact(name: Option<&str>, ext: Map<String, Value>) -> Ambassador {
        let contact = Contact {
            org: OrgId::FIRST,
            id: serde_json::from_value(json!(ID)).expect("an id"),
            number: 4,
            name: name.map(str::to_owned),
            email: None,
            phone: None,
            identities: Vec::new(),
            custom_fields: std::collections::BTreeMap::new(),
            ext,
            deleted_at: None,
            created_at: NOW,
            updated_at: NOW,
        };
        of_contact(&contact, Presence { last_seen: None, now: NOW })
    }

    #[test]
    fn a_user_is_a_member() {
        let ann = user(Map::new());
        let names = (ann.firstname.as_deref(), ann.lastname.as_deref(), ann.username.as_deref());
        assert_eq!(names, (Some("Ann"), Some("van Dyk"), Some("ann")));
        assert_eq!((ann.status, ann.active, ann.online, ann.last_action_date.as_deref()), (3, 1, true, Some("2026-01-01T00:00:00Z")));
        assert_eq!((ann.email.as_deref(), ann.email_tmp), (Some("ann@example.com"), None));
    }

    #[test]
    fn what_only_popsell_has_is_in_the_extension_map() {
        let told = user(ext(json!({
            "popsell.status": 6, "popsell.active": 0, "popsell.image": "https://a.example/ann.png", "popsell.customer_id": "c-1",
            "popsell.lastname": "Dyk", "rocketchat.status": 1, "image": "no",
        })));
        assert_eq!(
            (told.status, told.active, told.image.as_deref(), told.customer_id.as_deref()),
            (6, 0, Some("https://a.example/ann.png"), Some("c-1"))
        );
        assert_eq!((told.firstname, told.lastname.as_deref()), (None, Some("Dyk")));
        // Values that Popsell does not have are passed over.
        let told = user(ext(json!({"popsell.status": 7, "popsell.active": 2, "popsell.image": 1, "popsell.firstname": null})));
        assert_eq!((told.status, told.active, told.image, told.firstname.as_deref()), (3, 1, None, Some("Ann")));
    }

    #[test]
    fn a_contact_is_a_customer() {
        let unknown = contact(None, Map::new());
        assert_eq!((unknown.status, unknown.firstname, unknown.online, unknown.last_action_date), (8, None, false, None));
        assert_eq!(contact(Some("Ada"), Map::new()).status, 7);
        assert_eq!(contact(None, ext(json!({"popsell.status": 7, "popsell.email": "a@b.example"}))).status, 7);
        assert_eq!(contact(Some("Ada"), ext(json!({"popsell.status": 3}))).status, 7);
    }
}
