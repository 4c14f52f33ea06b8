//! Users: whoever answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::two_factor::TwoFactor;
use crate::{Actor, OrgId, Timestamp, UserId};

/// What a user lets others know of himself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// There.
    Online,
    /// Not at the desk.
    Away,
    /// Not to be disturbed.
    Busy,
    /// Not there.
    Offline,
}

impl UserStatus {
    /// Every status.
    pub const EVERY: [UserStatus; 4] = [Self::Online, Self::Away, Self::Busy, Self::Offline];

    /// The status's name, e.g. `away`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Busy => "busy",
            Self::Offline => "offline",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|status| status.as_str() == name)
    }
}

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
    /// What he shows beside his password; none: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two_factor: Option<TwoFactor>,
    /// Names of the roles the user holds.
    pub roles: Vec<String>,
    /// Whether it is a program rather than a person.
    pub bot: bool,
    /// Whether it is a first admin whom nobody is yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unclaimed: bool,
    /// Whether the user may do anything at all.
    pub active: bool,
    /// Whether the user takes new rooms.
    #[serde(default)]
    pub available: bool,
    /// What the user lets others know; none: what his activity tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatus>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_text: Option<String>,
    /// What vendors have and the model lacks, under keys that begin with the dialect's name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub ext: Map<String, Value>,
    /// When the user was deleted: what is left is a name to show and a number that nobody else gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
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

    /// Whether the user must show more than his password to log in.
    #[must_use]
    pub fn has_two_factors(&self) -> bool {
        self.two_factor.as_ref().is_some_and(|factor| factor.confirmed)
    }

    /// Whether new rooms may go to the user.
    #[must_use]
    pub fn takes_rooms(&self) -> bool {
        self.active && self.available && self.status != Some(UserStatus::Offline)
    }
}

/// What a user is to be changed to. An absent field stays; `Some(None)` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserPatch {
    /// New name to log in with.
    pub username: Option<String>,
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
    /// Whether the user takes new rooms.
    pub available: Option<bool>,
    /// What the user lets others know.
    pub status: Option<Option<UserStatus>>,
    /// The same in words.
    pub status_text: Option<Option<String>>,
    /// New values of what only a vendor has, by key; none: unset.
    #[serde(default)]
    pub ext: BTreeMap<String, Option<Value>>,
}

/// Roles of a user, at the most.
const ROLES: usize = 100;

/// Tidies a list of roles' names: no duplicates, order kept.
pub fn roles(given: &[String]) -> Result<Vec<String>, crate::Refusal> {
    let mut roles: Vec<String> = Vec::new();
    for name in given {
        if !roles.contains(name) {
            roles.push(name.clone());
        }
        if roles.len() > ROLES {
            return Err(crate::Refusal::Invalid { field: "roles", message: format!("must be at most {ROLES}") });
        }
    }
    Ok(roles)
}

/// The form in which user names are kept and compared.
pub fn username(value: &str) -> Result<String, crate::Refusal> {
    let name = crate::limits::name("username", value)?.to_lowercase();
    if name.contains(char::is_whitespace) {
        return Err(crate::Refusal::invalid("username", "must not contain blanks"));
    }
    Ok(name)
}
