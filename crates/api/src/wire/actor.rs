//! Who does something, and who takes part.

use serde::Serialize;
use switchroom_domain::{Actor as DomainActor, Person};
use utoipa::ToSchema;
use uuid::Uuid;

/// What kind of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActorKind {
    /// A person who answers.
    User,
    /// A program that answers.
    Bot,
    /// A customer.
    Contact,
    /// Switchroom itself.
    System,
}

/// Whoever does something.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct Actor {
    /// What kind of somebody.
    #[serde(rename = "type")]
    kind: ActorKind,
    /// Whose id; the system has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
}

impl From<DomainActor> for Actor {
    fn from(actor: DomainActor) -> Self {
        match actor {
            DomainActor::User(id) => Self { kind: ActorKind::User, id: Some(id.0) },
            DomainActor::Bot(id) => Self { kind: ActorKind::Bot, id: Some(id.0) },
            DomainActor::Contact(id) => Self { kind: ActorKind::Contact, id: Some(id.0) },
            DomainActor::System => Self { kind: ActorKind::System, id: None },
        }
    }
}

/// What kind of person takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PersonKind {
    /// A user, person or bot.
    User,
    /// A customer.
    Contact,
}

/// Somebody who takes part in a room.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Person)]
pub(crate) struct PersonRef {
    /// What kind of person.
    #[serde(rename = "type")]
    kind: PersonKind,
    /// Whose id.
    id: Uuid,
}

impl From<Person> for PersonRef {
    fn from(person: Person) -> Self {
        let kind = match person {
            Person::User(_) => PersonKind::User,
            Person::Contact(_) => PersonKind::Contact,
        };
        Self { kind, id: person.uuid() }
    }
}
