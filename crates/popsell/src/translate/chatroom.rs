//! Rooms as chatrooms, with everybody who takes part.

use std::collections::{HashMap, HashSet};

use switchroom_domain::message::Message;
use switchroom_domain::participant::Participant;
use switchroom_domain::room::{Origin, Room, RoomKind};
use switchroom_domain::{MessageId, Person, Timestamp};
use switchroom_engine::{Engine, EngineError};

use super::ambassador::{self, Presence};
use super::{dates, message};
use crate::auth::Caller;
use crate::wire::ambassador::{Ambassador, Member, Pivot};
use crate::wire::chatroom::{Chatroom, ListedChatroom, Rating, Summary};

/// `type_chatroom` of a room for two sides.
pub(crate) const ONE_TO_ONE: u8 = 0;
/// `type_chatroom` of a room for many.
pub(crate) const GROUP: u8 = 7;
/// `source`: number and name. The position is the number.
pub(crate) const SOURCES: [(&str, &str); 3] = [("0", "direct"), ("1", "waiting_list"), ("2", "hot_list")];

/// The origins of a source, by its number. What Popsell has no word for counts as direct.
pub(crate) fn origins(source: usize) -> Vec<Origin> {
    match source {
        1 => vec![Origin::Queue],
        2 => vec![Origin::HotList],
        _ => vec![Origin::Direct, Origin::Campaign, Origin::Api],
    }
}

fn source(origin: Origin) -> u8 {
    match origin {
        Origin::Direct | Origin::Campaign | Origin::Api => 0,
        Origin::Queue => 1,
        Origin::HotList => 2,
    }
}

/// The room as the caller is told of it.
pub(crate) async fn chatroom(engine: &Engine, caller: &Caller, room: &Room) -> Result<Chatroom, EngineError> {
    let rooms = std::slice::from_ref(room);
    let scene = Scene::load(engine, caller, rooms, Vec::new()).await?;
    Ok(scene.chatroom(room))
}

/// Rooms as a list tells of them.
pub(crate) async fn listed(engine: &Engine, caller: &Caller, rooms: &[Room]) -> Result<Vec<ListedChatroom>, EngineError> {
    let last = rooms.iter().filter_map(|room| room.head.last_message).map(|last| last.id).collect();
    let scene = Scene::load(engine, caller, rooms, last).await?;
    let listed = |room: &Room| ListedChatroom { chatroom: scene.chatroom(room), last_message: scene.last_message(room) };
    Ok(rooms.iter().map(listed).collect())
}

/// What is read to tell of some rooms.
struct Scene {
    parts: HashMap<switchroom_domain::RoomId, Vec<Participant>>,
    people: HashMap<Person, Ambassador>,
    messages: HashMap<MessageId, Message>,
    /// Whether a customer is told.
    to_contact: bool,
}

impl Scene {
    async fn load(engine: &Engine, caller: &Caller, rooms: &[Room], mut messages: Vec<MessageId>) -> Result<Self, EngineError> {
        let mut scene =
            Self { parts: HashMap::new(), people: HashMap::new(), messages: HashMap::new(), to_contact: caller.contact().is_some() };
        for room in rooms {
            let mut parts = engine.store.participants(caller.org, room.facts.id).await?;
            parts.retain(Participant::takes_part);
            messages.extend(parts.iter().filter_map(|part| part.last_read_message));
            scene.parts.insert(room.facts.id, parts);
        }
        for id in messages.into_iter().collect::<HashSet<_>>() {
            if let Some(message) = engine.store.message(caller.org, id).await? {
                scene.messages.insert(id, message);
            }
        }
        let authors = scene.messages.values().filter_map(|message| message.author.person());
        let people: HashSet<Person> = scene.parts.values().flatten().map(|part| part.person).chain(authors).collect();
        scene.load_people(engine, caller, people.into_iter().collect()).await?;
        Ok(scene)
    }

    async fn load_people(&mut self, engine: &Engine, caller: &Caller, people: Vec<Person>) -> Result<(), EngineError> {
        let now = engine.now();
        let last_seen = engine.last_seen(caller.org, &people).await?;
        for person in people {
            let presence = Presence { last_seen: last_seen.get(&person).copied(), now };
            let ambassador = match person {
                Person::User(id) => engine.user(caller.org, id).await?.map(|user| self.colleague(ambassador::of_user(&user, presence))),
                Person::Contact(id) => engine.contact(caller.org, id).await?.map(|contact| ambassador::of_contact(&contact, presence)),
            };
            if let Some(ambassador) = ambassador {
                self.people.insert(person, ambassador);
            }
        }
        Ok(())
    }

    /// A user as the reader may know him: his address is no customer's business.
    fn colleague(&self, user: Ambassador) -> Ambassador {
        if self.to_contact { Ambassador { email: None, email_tmp: None, ..user } } else { user }
    }

    fn chatroom(&self, room: &Room) -> Chatroom {
        let parts = self.parts.get(&room.facts.id).map(Vec::as_slice).unwrap_or_default();
        let rating = room.texts.rating.as_ref().map(|rating| Rating { value: rating.value, comment: rating.comment.clone() });
        // A summary is written for colleagues.
        let summary = room.texts.summary.as_ref().filter(|_| !self.to_contact).map(|summary| Summary {
            date_insert: dates::with_micros(summary.at),
            summary: summary.text.clone(),
            anomaly: summary.anomaly,
            topic: summary.topic,
        });
        Chatroom {
            id_chatroom: room.facts.number,
            ambassadors: parts.iter().filter_map(|part| self.member(room, part)).collect(),
            date_insert: dates::with_micros(room.facts.created_at),
            last_message_date: last_message_at(room).map(dates::with_micros),
            type_chatroom: if room.facts.kind == RoomKind::Group { GROUP } else { ONE_TO_ONE },
            type_discussion: type_discussion(parts),
            source: source(room.facts.origin),
            established_dialogue: room.head.established_at.map(dates::with_blank),
            last_rating: rating,
            last_summary: summary,
        }
    }

    fn member(&self, room: &Room, part: &Participant) -> Option<Member> {
        let ambassador = self.people.get(&part.person)?.clone();
        let pivot = Pivot {
            id_chatroom: room.facts.number,
            id_ambassador: ambassador.id_ambassador,
            last_read_message: part.last_read_message.and_then(|id| self.messages.get(&id)).map(|message| message.number),
            is_blocked: part.blocked,
            archived: part.archived,
        };
        Some(Member { ambassador, chatroom_pivot_data: vec![pivot] })
    }

    fn last_message(&self, room: &Room) -> Option<crate::wire::chatroom::Message> {
        let last = self.messages.get(&room.head.last_message?.id)?;
        let author = last.author.person().and_then(|person| self.people.get(&person)).cloned();
        Some(message::message(last, author))
    }
}

fn last_message_at(room: &Room) -> Option<Timestamp> {
    room.head.last_message.map(|last| last.at)
}

/// 0: between members, 1: between customers, 2: between members and customers.
fn type_discussion(parts: &[Participant]) -> u8 {
    let (members, customers): (Vec<&Participant>, Vec<&Participant>) =
        parts.iter().partition(|part| matches!(part.person, Person::User(_)));
    match (members.is_empty(), customers.is_empty()) {
        (false, false) => 2,
        (true, false) => 1,
        (_, true) => 0,
    }
}
