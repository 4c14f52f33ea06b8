//! Who wrote a message, as Qontak names them.

use switchroom_domain::message::Message;
use switchroom_domain::{Actor, Person};
use switchroom_engine::{Engine, EngineError};
use uuid::Uuid;

use super::view::View;
use crate::translate::words;
use crate::wire::avatar::SenderAvatar;
use crate::wire::message::Sender;

/// What the id of the account is made of that sends what nobody sends in person.
const SYSTEM_ACCOUNT: &[u8] = b"system_account";

/// Who wrote a message.
pub(super) struct Author {
    pub(super) sender_id: Uuid,
    pub(super) sender_type: &'static str,
    pub(super) participant_id: Uuid,
    pub(super) participant_type: &'static str,
    actor: Actor,
}

impl Author {
    /// The author of a message in the view's room.
    pub(super) async fn of(view: &View<'_>, engine: &Engine, message: &Message) -> Result<Self, EngineError> {
        let actor = sender(message);
        let sender_id = id(view, actor);
        let room = view.room.facts.id;
        let part = match actor.person() {
            Some(person) => engine.part(view.org, room, person).await?,
            None => None,
        };
        // As of the event: whoever has resolved a room may have joined it only later.
        let part = part.filter(|part| part.joined_at <= view.at);
        Ok(Self {
            sender_id,
            sender_type: words::model(actor),
            // Who has no part of his own in the room, as the system, gets an id that stays the same.
            participant_id: part.map_or_else(|| Uuid::new_v5(&room.0, sender_id.as_bytes()), |part| part.id.0),
            participant_type: words::participant_type(actor),
            actor,
        })
    }

    /// The author's name, as it is today.
    pub(super) async fn name(&self, view: &View<'_>, engine: &Engine) -> Result<String, EngineError> {
        let name = match self.actor.person() {
            Some(Person::Contact(_)) => Some(view.contact_name().to_owned()),
            Some(Person::User(user)) => engine.user(view.org, user).await?.map(|user| user.name.clone()),
            None => None,
        };
        Ok(name.unwrap_or_else(|| words::SYSTEM_NAME.to_owned()))
    }

    /// Whether it is a person who answers.
    pub(super) fn is_agent(&self) -> bool {
        matches!(self.actor, Actor::User(_))
    }

    /// The author as a message's body has him. Only agents have a picture.
    pub(super) fn sender<'a>(&self, name: &'a str, picture: &'a str) -> Sender<'a> {
        let avatar = self.is_agent().then(|| SenderAvatar::default_at(picture));
        Sender { name, avatar, participant_type: self.participant_type }
    }
}

/// Who Qontak says has sent a message: a campaign sends by itself, whoever started it, unless it is a bot of its own.
fn sender(message: &Message) -> Actor {
    match message.author {
        Actor::User(_) if message.campaign => Actor::System,
        author => author,
    }
}

/// The id of somebody. The system's is made of the organization's, so that it stays the same.
pub(super) fn id(view: &View<'_>, actor: Actor) -> Uuid {
    actor.person().map_or_else(|| Uuid::new_v5(&view.organization, SYSTEM_ACCOUNT), |person| person.uuid())
}
