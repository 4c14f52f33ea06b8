//! Users on the wire.

use serde::Serialize;
use switchroom_domain::Person;
use switchroom_domain::user as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Presence, Seen, Time, UserStatus};

/// Somebody who answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct User<'a> {
    /// The user's id.
    id: Uuid,
    /// The user's number among the organization's people.
    number: i64,
    /// The name to log in with.
    username: &'a str,
    /// What people call the user.
    name: &'a str,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    email: Option<&'a str>,
    /// Names of the roles the user holds.
    roles: &'a [String],
    /// Whether it is a program rather than a person.
    bot: bool,
    /// Whether the user may do anything at all.
    active: bool,
    /// Whether the user takes new rooms.
    available: bool,
    /// What the user lets others know; left out: what his presence tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status: Option<UserStatus>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status_text: Option<&'a str>,
    /// Whether the user was seen within the last five minutes. Told where users are read, not where they are changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    online: Option<bool>,
    /// When the user was last seen. Told where users are read; left out: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_seen_at: Option<Time>,
    /// When the user was created.
    created_at: Time,
    /// When the user was last edited.
    updated_at: Time,
    /// When the user was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deleted_at: Option<Time>,
}

impl User<'_> {
    /// The same, with when the user was last seen.
    pub(crate) fn seen(self, user: &domain::User, presence: &Presence) -> Self {
        let Seen { online, last_seen_at } = presence.seen(Person::User(user.id));
        Self { online: Some(online), last_seen_at, ..self }
    }
}

impl<'a> From<&'a domain::User> for User<'a> {
    fn from(user: &'a domain::User) -> Self {
        Self {
            id: user.id.0,
            number: user.number,
            username: &user.username,
            name: &user.name,
            email: user.email.as_deref(),
            roles: &user.roles,
            bot: user.bot,
            active: user.active,
            available: user.available,
            status: user.status.map(UserStatus::from),
            status_text: user.status_text.as_deref(),
            online: None,
            last_seen_at: None,
            created_at: user.created_at.into(),
            updated_at: user.updated_at.into(),
            deleted_at: user.deleted_at.map(Time),
        }
    }
}
