//! Users: whoever answers.

use serde::{Deserialize, Serialize};

use crate::{Actor, OrgId, Timestamp, UserId};

/// Somebody who answers: agent, monitor, manager, admin or bot, as its roles say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The organization.
    pub org: OrgId,
    /// The user's id.
    pub id: UserId,
    /// The user's number among the organization's people.
    pub number: i64,
    /// The name to log in with: unique in the organization, compared in lower case.
    pub username: String,
    /// What people call the user.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// argon2id (PHC string) over the lower-case hex SHA-256 of the password; none: the user cannot log in.
    pub password_hash: Option<String>,
    /// Names of the roles the user holds.
    pub roles: Vec<String>,
    /// Whether it is a program rather than a person.
    pub bot: bool,
    /// Whether the user may do anything at all.
    pub active: bool,
    /// When the user was created.
    pub created_at: Timestamp,
    /// When the user was last edited.
    pub updated_at: Timestamp,
}

impl User {
    /// The user as an actor.
    #[must_use]
    pub fn actor(&self) -> Actor {
        if self.bot { Actor::Bot(self.id) } else { Actor::User(self.id) }
    }
}

/// What a user is to be changed to. An absent field stays; `Some(None)` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserPatch {
    /// New display name.
    pub name: Option<String>,
    /// New e-mail address.
    pub email: Option<Option<String>>,
    /// New password, hashed.
    pub password_hash: Option<String>,
    /// New roles, all of them.
    pub roles: Option<Vec<String>>,
    /// Whether the user may do anything at all.
    pub active: Option<bool>,
}

/// The form in which user names are kept and compared.
pub fn username(value: &str) -> Result<String, crate::Refusal> {
    let name = crate::limits::name("username", value)?.to_lowercase();
    if name.contains(char::is_whitespace) {
        return Err(crate::Refusal::invalid("username", "must not contain blanks"));
    }
    Ok(name)
}
