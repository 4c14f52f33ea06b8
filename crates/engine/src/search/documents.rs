//! By what messages, contacts and rooms are found.

use std::borrow::Cow;

use switchroom_domain::contact::Contact;
use switchroom_domain::message::{ContentKind, Message, Visibility};
use switchroom_domain::room::Room;
use switchroom_domain::{Actor, ChannelId};

use super::matching::{Field, terms};
use crate::ports::{Document, DocumentKind, Term};

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorKind {
    /// A customer.
    Contact,
    /// A person who answers.
    User,
    /// A program that answers.
    Bot,
}

impl AuthorKind {
    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [("contact", Self::Contact), ("user", Self::User), ("bot", Self::Bot)]
            .into_iter()
            .find_map(|(of, kind)| (of == name).then_some(kind))
    }

    /// The kind of an actor; none: it is Switchroom itself.
    pub(super) fn of(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Contact(_) => Some(Self::Contact),
            Actor::User(_) => Some(Self::User),
            Actor::Bot(_) => Some(Self::Bot),
            Actor::System => None,
        }
    }

    /// What the index has for it.
    pub(super) fn term(self) -> String {
        match self {
            Self::Contact => "ac",
            Self::User => "au",
            Self::Bot => "ab",
        }
        .to_owned()
    }
}

/// What of a contact was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactField {
    /// Its name.
    Name,
    /// Its e-mail address.
    Email,
    /// Its phone number.
    Phone,
    /// How a channel knows it.
    Handle,
    /// The value of a custom field.
    CustomField,
}

/// What of a room was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomField {
    /// The name of its contact.
    Contact,
    /// A name of its own.
    Name,
    /// What it is about.
    Topic,
    /// A remark for colleagues.
    Note,
    /// What it was about, in short.
    Summary,
    /// A tag.
    Tag,
    /// Its number.
    Number,
    /// The value of a custom field.
    CustomField,
}

/// What the index has for everything of a channel.
pub(super) fn channel_term(channel: ChannelId) -> String {
    format!("c{}", channel.0.simple())
}

/// What the index has for a visibility.
pub(super) fn visibility_term(visibility: Visibility) -> String {
    match visibility {
        Visibility::Public => "vp",
        Visibility::Internal => "vi",
    }
    .to_owned()
}

/// A term that must be there as it is.
pub(super) fn exactly(text: String) -> Term {
    Term { text, begins: false }
}

/// What a message says: its words, and the name of its file. None if it is not to be found.
pub(super) fn message_fields(message: &Message) -> Option<Vec<Field<'_, ()>>> {
    if message.deleted_at.is_some() || message.content.kind == ContentKind::System {
        return None;
    }
    let file = message.content.payload.as_ref().and_then(|payload| payload.get("name")).and_then(|name| name.as_str());
    let texts = [Some(message.content.text.as_str()), file];
    Some(texts.into_iter().flatten().map(|text| Field { name: (), text, number: false }).collect())
}

/// A message as it is to be found in a room of that channel. None if it is not.
pub(super) fn of_message(message: &Message, channel: ChannelId) -> Option<Document> {
    let mut terms = terms(&message_fields(message)?);
    terms.extend([channel_term(channel), visibility_term(message.visibility)]);
    terms.extend(AuthorKind::of(&message.author).map(AuthorKind::term));
    Some(Document { kind: DocumentKind::Message, id: message.id.0, terms })
}

/// What is known of a contact. None if it is deleted.
pub(super) fn contact_fields(contact: &Contact) -> Option<Vec<Field<'_, ContactField>>> {
    if contact.deleted_at.is_some() {
        return None;
    }
    let field = |name, text, number| Field { name, text, number };
    let own = [
        contact.name.as_deref().map(|text| field(ContactField::Name, text, false)),
        contact.email.as_deref().map(|text| field(ContactField::Email, text, false)),
        contact.phone.as_deref().map(|text| field(ContactField::Phone, text, true)),
    ];
    let handles = contact.identities.iter().map(|identity| field(ContactField::Handle, identity.handle.as_str(), true));
    let custom = contact.custom_fields.values().map(|text| field(ContactField::CustomField, text.as_str(), false));
    Some(own.into_iter().flatten().chain(handles).chain(custom).collect())
}

/// A contact as it is to be found. None if it is not.
pub(super) fn of_contact(contact: &Contact) -> Option<Document> {
    Some(Document { kind: DocumentKind::Contact, id: contact.id.0, terms: terms(&contact_fields(contact)?) })
}

/// A text of a room.
pub(super) type RoomText<'a> = (RoomField, Cow<'a, str>);

/// What is known of a room.
pub(super) fn room_texts<'a>(room: &'a Room, contact: Option<&'a Contact>) -> Vec<RoomText<'a>> {
    let text = |name, text: Option<&'a str>| text.map(|text| (name, Cow::Borrowed(text)));
    let contact = contact.filter(|contact| contact.deleted_at.is_none());
    let own = [
        text(RoomField::Contact, contact.and_then(|contact| contact.name.as_deref())),
        text(RoomField::Name, room.texts.name.as_deref()),
        text(RoomField::Topic, room.texts.topic.as_deref()),
        text(RoomField::Note, room.texts.note.as_deref()),
        text(RoomField::Summary, room.texts.summary.as_ref().map(|summary| summary.text.as_str())),
    ];
    let tags = room.head.tags.iter().map(|tag| (RoomField::Tag, Cow::Borrowed(tag.as_str())));
    let number = std::iter::once((RoomField::Number, Cow::Owned(room.facts.number.to_string())));
    let custom = room.texts.custom_fields.values().map(|text| (RoomField::CustomField, Cow::Borrowed(text.as_str())));
    own.into_iter().flatten().chain(tags).chain(number).chain(custom).collect()
}

/// The same as fields.
pub(super) fn room_fields<'a>(texts: &'a [RoomText<'_>]) -> Vec<Field<'a, RoomField>> {
    texts.iter().map(|(name, text)| Field { name: *name, text: text.as_ref(), number: false }).collect()
}

/// A room as it is to be found.
pub(super) fn of_room(room: &Room, contact: Option<&Contact>) -> Document {
    let mut terms = terms(&room_fields(&room_texts(room, contact)));
    terms.push(channel_term(room.facts.channel));
    Document { kind: DocumentKind::Room, id: room.facts.id.0, terms }
}
