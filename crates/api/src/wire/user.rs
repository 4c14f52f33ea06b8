//! Users on the wire.

use serde::Serialize;
use switchroom_domain::user as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Time;

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
    /// When the user was created.
    created_at: Time,
    /// When the user was last edited.
    updated_at: Time,
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
            created_at: user.created_at.into(),
            updated_at: user.updated_at.into(),
        }
    }
}
