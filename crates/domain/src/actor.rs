//! Who does something.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ContactId, UserId};

/// Whoever a command is carried out for, and an event names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// A person who answers.
    User(UserId),
    /// A program that answers.
    Bot(UserId),
    /// A customer.
    Contact(ContactId),
    /// Switchroom itself.
    System,
}

impl Actor {
    /// The word for this kind of actor: `user`, `bot`, `contact` or `system`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Bot(_) => "bot",
            Self::Contact(_) => "contact",
            Self::System => "system",
        }
    }

    /// The person behind this actor; the system is nobody.
    #[must_use]
    pub fn person(&self) -> Option<Person> {
        match *self {
            Self::User(id) | Self::Bot(id) => Some(Person::User(id)),
            Self::Contact(id) => Some(Person::Contact(id)),
            Self::System => None,
        }
    }

    /// The user behind this actor, person or bot.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match *self {
            Self::User(id) | Self::Bot(id) => Some(id),
            Self::Contact(_) | Self::System => None,
        }
    }
}

/// Somebody who can take part in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Person {
    /// A user, person or bot.
    User(UserId),
    /// A customer.
    Contact(ContactId),
}

impl Person {
    /// The person's UUID, whichever kind.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        match self {
            Self::User(id) => id.0,
            Self::Contact(id) => id.0,
        }
    }
}
