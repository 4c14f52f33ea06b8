//! Users.

use switchroom_domain::user::{User, UserStatus};
use switchroom_domain::{OrgId, Person, Timestamp, UserId};
use switchroom_engine::{Engine, EngineError, presence};

use super::time::iso;

use crate::permissions::their_role;
use crate::wire;

/// Where an agent keeps what Rocket.Chat knows of custom fields of users.
pub(crate) const CUSTOM_FIELDS: &str = "rocketchat.customFields";

/// The words for whether new rooms may go to a user.
pub(crate) fn availability(available: bool) -> &'static str {
    if available { "available" } else { "not-available" }
}

/// Users as Rocket.Chat tells them.
pub(crate) async fn users(engine: &Engine, org: OrgId, users: &[User]) -> Result<Vec<wire::User>, EngineError> {
    let people: Vec<Person> = users.iter().map(|user| Person::User(user.id)).collect();
    let seen = engine.last_seen(org, &people).await?;
    let now = engine.now();
    Ok(users.iter().map(|user| document(user, seen.get(&Person::User(user.id)).copied(), now)).collect())
}

/// A user as Rocket.Chat tells it.
pub(crate) async fn user(engine: &Engine, user: &User) -> Result<wire::User, EngineError> {
    let seen = engine.last_seen(user.org, &[Person::User(user.id)]).await?;
    Ok(document(user, seen.get(&Person::User(user.id)).copied(), engine.now()))
}

/// A user, in short.
pub(crate) async fn reference(engine: &Engine, org: OrgId, id: UserId) -> Result<wire::UserRef, EngineError> {
    let user = engine.user(org, id).await?;
    let username = user.map_or_else(|| id.to_string(), |user| user.username.clone());
    Ok(wire::UserRef { id: id.to_string(), username })
}

fn document(user: &User, last_seen: Option<Timestamp>, now: Timestamp) -> wire::User {
    let by_activity = if presence::is_online(last_seen, now) { UserStatus::Online } else { UserStatus::Offline };
    let custom_fields = user.ext.get(CUSTOM_FIELDS).and_then(|fields| fields.as_object()).cloned().unwrap_or_default();
    wire::User {
        id: user.id.to_string(),
        username: user.username.clone(),
        name: user.name.clone(),
        emails: user.email.iter().map(|address| wire::Email { address: address.clone(), verified: true }).collect(),
        status: user.status.unwrap_or(by_activity).as_str(),
        status_connection: by_activity.as_str(),
        status_text: user.status_text.clone().unwrap_or_default(),
        status_livechat: availability(user.available),
        active: user.active,
        kind: if user.bot { "bot" } else { "user" },
        roles: user.roles.iter().map(|role| their_role(role).to_owned()).collect(),
        custom_fields,
        created_at: iso(user.created_at),
        updated_at: iso(user.updated_at),
    }
}
