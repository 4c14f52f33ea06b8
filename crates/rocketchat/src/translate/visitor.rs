//! Visitors: contacts, whose token is the handle on the built-in channel.

use switchroom_domain::contact::Contact;
use switchroom_domain::{Person, Timestamp};
use switchroom_engine::{Engine, EngineError, presence};

use super::time::iso;
use crate::auth::CHANNEL;
use crate::wire;

/// Where a visitor's department is kept.
pub(crate) const DEPARTMENT: &str = "rocketchat.department";

/// How Rocket.Chat calls a visitor: the number is the contact's among the organization's people.
pub(crate) fn username(contact: &Contact) -> String {
    format!("guest-{}", contact.number)
}

/// What people call a visitor.
pub(crate) fn display_name(contact: &Contact) -> String {
    contact.name.clone().unwrap_or_else(|| username(contact))
}

/// The department the visitor asked for.
pub(crate) fn department(contact: &Contact) -> Option<String> {
    contact.ext.get(DEPARTMENT).and_then(|id| id.as_str()).map(str::to_owned)
}

/// The visitor's token. Of a contact of another channel: its handle there, which opens nothing here.
pub(crate) async fn token(engine: &Engine, contact: &Contact) -> Result<String, EngineError> {
    for identity in &contact.identities {
        let channel = engine.channel(contact.org, identity.channel).await?;
        if channel.is_some_and(|channel| channel.builtin.as_deref() == Some(CHANNEL)) {
            return Ok(identity.handle.clone());
        }
    }
    Ok(contact.identities.first().map_or_else(|| contact.id.to_string(), |identity| identity.handle.clone()))
}

/// Phone numbers as Rocket.Chat tells them.
pub(crate) fn phones(contact: &Contact) -> Vec<wire::Phone> {
    contact.phone.iter().map(|number| wire::Phone { phone_number: number.clone() }).collect()
}

/// E-mail addresses as Rocket.Chat tells them.
pub(crate) fn emails(contact: &Contact) -> Vec<wire::Address> {
    contact.email.iter().map(|address| wire::Address { address: address.clone() }).collect()
}

/// A visitor as Rocket.Chat tells it.
pub(crate) async fn visitor(engine: &Engine, contact: &Contact) -> Result<wire::Visitor, EngineError> {
    let seen = last_seen(engine, contact).await?;
    Ok(wire::Visitor {
        id: contact.id.to_string(),
        username: username(contact),
        ts: iso(contact.created_at),
        token: token(engine, contact).await?,
        name: contact.name.clone(),
        visitor_emails: emails(contact),
        phone: phones(contact),
        department: department(contact),
        livechat_data: contact.custom_fields.clone(),
        status: status(seen, engine.now()),
        activity: activity(contact, seen),
        updated_at: iso(contact.updated_at),
    })
}

/// A visitor as it stands in its rooms.
pub(crate) async fn of_room(engine: &Engine, contact: &Contact) -> Result<wire::RoomVisitor, EngineError> {
    let seen = last_seen(engine, contact).await?;
    Ok(wire::RoomVisitor {
        id: contact.id.to_string(),
        username: username(contact),
        name: contact.name.clone(),
        token: token(engine, contact).await?,
        status: status(seen, engine.now()),
        phone: phones(contact),
        activity: activity(contact, seen),
    })
}

async fn last_seen(engine: &Engine, contact: &Contact) -> Result<Option<Timestamp>, EngineError> {
    let person = Person::Contact(contact.id);
    Ok(engine.last_seen(contact.org, &[person]).await?.get(&person).copied())
}

fn status(last_seen: Option<Timestamp>, now: Timestamp) -> &'static str {
    if presence::is_online(last_seen, now) { "online" } else { "offline" }
}

/// The month in which the visitor was last active. Earlier ones are not kept.
fn activity(contact: &Contact, last_seen: Option<Timestamp>) -> Vec<String> {
    let mut month = iso(last_seen.unwrap_or(contact.created_at).max(contact.created_at));
    month.truncate(7);
    vec![month]
}
