//! What a command will most likely need, so that it is loaded together with the lock on the log's head. Whatever a hint leaves out
//! deciding asks for; whatever it names in vain does no harm.

use switchroom_domain::command::{Author, Command, PostMessage, RoomContact};
use switchroom_domain::unique::UniqueKey;
use switchroom_domain::world::Key;
use switchroom_domain::{Envelope, RoomId};

pub(super) fn of(envelope: &Envelope) -> Vec<Key> {
    let mut keys: Vec<Key> = envelope.idempotency.iter().map(|key| Key::Idempotency(key.hash)).collect();
    let person = envelope.access.actor.person();
    match &envelope.command {
        Command::PostMessage(command) => post(envelope, command, &mut keys),
        Command::ChangeStatus(command) => keys.push(Key::Message(command.message)),
        Command::MarkRead(command) => {
            keys.push(Key::Room(command.room));
            keys.extend(person.map(|person| Key::Participant(command.room, person)));
        }
        Command::AssignRoom(command) => {
            keys.extend([Key::Room(command.room), Key::User(command.user)]);
        }
        Command::ResolveRoom(command) => keys.push(Key::Room(command.room)),
        Command::OpenRoom(command) => {
            keys.extend([Key::Channel(command.channel), Key::Settings]);
            keys.push(match &command.contact {
                RoomContact::Known(contact) => Key::Contact(*contact),
                RoomContact::Handle { handle, .. } => Key::Unique(UniqueKey::Identity(command.channel, handle.clone())),
            });
        }
        Command::RegisterContact(command) => {
            let identity = command.identity.as_ref();
            keys.extend(identity.map(|identity| Key::Unique(UniqueKey::Identity(identity.channel, identity.handle.clone()))));
        }
        _ => {}
    }
    keys
}

/// The room whose contact's part in it is needed: whose that is the room tells.
pub(super) fn room_of_contact(envelope: &Envelope) -> Option<RoomId> {
    match &envelope.command {
        Command::PostMessage(command) if command.author == Author::Contact => Some(command.room),
        _ => None,
    }
}

fn post(envelope: &Envelope, command: &PostMessage, keys: &mut Vec<Key>) {
    keys.push(Key::Room(command.room));
    keys.extend(command.content.mentions.iter().map(|user| Key::User(*user)));
    keys.extend(command.rc_id.clone().map(|id| Key::Unique(UniqueKey::RocketChatMessage(id))));
    if let (Author::Caller, Some(person)) = (command.author, envelope.access.actor.person()) {
        keys.push(Key::Participant(command.room, person));
        keys.extend(command.local_id.clone().map(|id| Key::Unique(UniqueKey::LocalMessage(command.room, person, id))));
    }
}
