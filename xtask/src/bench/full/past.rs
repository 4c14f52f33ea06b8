//! A year of conversations, each step decided by the server's own rules: so that what is filled in is what the server would have written,
//! had it been running all that time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use switchroom_domain::channel::Channel;
use switchroom_domain::command::{AssignRoom, ExpectedAssignee, OpenRoom, PostMessage, ResolveRoom, RoomContact, TagRoom};
use switchroom_domain::contact::{Contact, ContactPatch};
use switchroom_domain::counter::Counter;
use switchroom_domain::decide::{Stop, decide};
use switchroom_domain::message::{Content, ContentKind, Message};
use switchroom_domain::organization::Head;
use switchroom_domain::participant::Participant;
use switchroom_domain::room::Room;
use switchroom_domain::setting::Settings;
use switchroom_domain::user::User;
use switchroom_domain::world::{Key, World};
use switchroom_domain::{
    Access, Actor, Command, Committed, ContactId, Envelope, Ids, MessageId, OrgId, Permissions, RoomId, Timestamp, UserId,
};
use uuid::Uuid;

use super::script::{self, Script, Texts};

const SEED: u64 = 4;
/// How many steps share a working set.
const STEPS: usize = 2_000;

/// What stands in the database before anything is filled in.
#[derive(Debug)]
pub(super) struct Present {
    pub(super) head: Head,
    pub(super) channel: Channel,
    /// Whoever has a token: opens the rooms.
    pub(super) admin: User,
    /// To whom rooms are assigned.
    pub(super) agents: Vec<User>,
}

/// What some steps have come to and what never changes again: contacts, messages, events.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) contacts: Vec<Arc<Contact>>,
    pub(super) messages: Vec<Arc<Message>>,
    pub(super) events: Vec<Arc<Committed>>,
}

impl Said {
    /// With what came next.
    pub(super) fn append(&mut self, mut next: Said) {
        self.contacts.append(&mut next.contacts);
        self.messages.append(&mut next.messages);
        self.events.append(&mut next.events);
    }
}

/// What stands in the end.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) rooms: Vec<Room>,
    pub(super) participants: Vec<Participant>,
    /// Dimension, key and value.
    pub(super) counters: Vec<(String, String, i64)>,
    pub(super) head: Head,
}

/// A room on its way.
struct Conversation {
    script: Script,
    steps: u32,
    id: RoomId,
    contact: ContactId,
    room: Option<Room>,
    participants: Vec<Participant>,
}

impl Conversation {
    fn planned(script: Script) -> Self {
        let (id, contact) = (RoomId(Uuid::nil()), ContactId(Uuid::nil()));
        Self { script, steps: 0, id, contact, room: None, participants: Vec::new() }
    }
}

/// The conversations.
pub(super) struct Past {
    present: Present,
    conversations: Vec<Conversation>,
    at: HashMap<RoomId, usize>,
    /// When which conversation goes on.
    due: BinaryHeap<Reverse<(i64, usize)>>,
    counters: HashMap<Counter, i64>,
    head: Head,
    ids: RandomIds,
    random: StdRng,
    texts: Texts,
}

/// Ids of the time they are said to be made at.
struct RandomIds(Mutex<StdRng>);

impl Ids for RandomIds {
    fn uuid(&self, at: Timestamp) -> Uuid {
        let bytes = script::random_bytes(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(at.0 / 1000).unwrap_or_default(), &bytes).into_uuid()
    }

    fn secret(&self, bytes: &mut [u8]) {
        // No step makes any; whatever did would be no secret.
        bytes.fill(0);
    }
}

impl Past {
    /// So many rooms with so many messages, of the year before `now`.
    pub(super) fn new(present: Present, rooms: usize, messages: u64, now: Timestamp) -> Self {
        let mut random = StdRng::seed_from_u64(SEED);
        let texts = Texts::new(&mut random);
        let scripts = script::scripts(&mut random, rooms, messages, present.agents.len(), now.0);
        let due = scripts.iter().enumerate().map(|(at, script)| Reverse((script.created_at, at))).collect();
        let conversations = scripts.into_iter().map(Conversation::planned).collect();
        let ids = RandomIds(Mutex::new(StdRng::seed_from_u64(SEED + 1)));
        let head = present.head;
        Self { present, conversations, at: HashMap::new(), due, counters: HashMap::new(), head, ids, random, texts }
    }

    /// The next steps in time; none when everything has happened.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<Said>> {
        let mut world = World::new(OrgId::FIRST, self.head);
        world.settings_loaded(Settings::default());
        // Agents who have just been created are away: rooms go to nobody by themselves.
        world.agents_loaded(Vec::new());
        let mut steps = 0;
        while steps < STEPS
            && let Some(Reverse((at, conversation))) = self.due.pop()
        {
            self.step(&mut world, conversation, Timestamp(at))?;
            steps += 1;
        }
        if steps == 0 {
            return Ok(None);
        }
        Ok(Some(self.take(world)))
    }

    /// What stands after the last step.
    pub(super) fn finish(self) -> anyhow::Result<Standing> {
        let mut standing = Standing { rooms: Vec::new(), participants: Vec::new(), counters: Vec::new(), head: self.head };
        for conversation in self.conversations {
            standing.rooms.push(conversation.room.context("a room was not opened")?);
            standing.participants.extend(conversation.participants);
        }
        // Counters that have come back to nothing stand there too.
        standing.counters = self
            .counters
            .into_iter()
            .map(|(counter, value)| {
                let (dimension, key) = counter.dimension_and_key();
                (dimension.to_owned(), key, value)
            })
            .collect();
        Ok(standing)
    }

    /// Makes what the working set's steps have changed part of the past.
    fn take(&mut self, world: World) -> Said {
        for room in world.rooms.kept() {
            if let Some(at) = self.at.get(&room.facts.id) {
                self.conversations[*at].room = Some(Room::clone(room));
            }
        }
        for participant in world.participants.kept() {
            if let Some(at) = self.at.get(&participant.room) {
                let parts = &mut self.conversations[*at].participants;
                parts.retain(|part| part.person != participant.person);
                parts.push(Participant::clone(participant));
            }
        }
        for (counter, delta) in &world.counters {
            *self.counters.entry(counter.clone()).or_default() += delta;
        }
        self.head = world.head;
        Said {
            contacts: world.contacts.kept().cloned().collect(),
            messages: world.messages.kept().cloned().collect(),
            events: world.events,
        }
    }

    /// What happens next in a conversation: it is opened with the first message, assigned and tagged before the second; one step
    /// comes after the last message.
    fn step(&mut self, world: &mut World, at: usize, now: Timestamp) -> anyhow::Result<()> {
        let conversation = &mut self.conversations[at];
        let step = conversation.steps;
        conversation.steps += 1;
        let Script { messages, agent, tag, resolved, .. } = conversation.script;
        let agent = agent.map(|number| self.present.agents[number].id);
        let colleague = Actor::User(agent.unwrap_or(self.present.admin.id));
        if step == 0 {
            self.open(world, at, now)?;
        }
        let (room, contact) = (self.conversations[at].id, Actor::Contact(self.conversations[at].contact));
        if step == 1 {
            if let Some(user) = agent {
                let expected = ExpectedAssignee::Anybody;
                let command = AssignRoom { room, user, also: false, expected, expected_version: None };
                self.run(world, colleague, Command::AssignRoom(command), now)?;
            }
            if let Some(tag) = tag {
                let command = TagRoom { room, add: vec![tag.to_owned()], remove: Vec::new() };
                self.run(world, colleague, Command::TagRoom(command), now)?;
            }
        }
        if step < messages {
            let answers = step > 0 && agent.is_some() && self.random.random_bool(0.5);
            let content = Content { kind: ContentKind::Text, text: self.texts.next(&mut self.random), payload: None, mentions: Vec::new() };
            let command = PostMessage::of(MessageId(self.ids.uuid(now)), room, content);
            self.run(world, if answers { colleague } else { contact }, Command::PostMessage(command), now)?;
            self.plan(at, now.0);
        } else if resolved {
            let command = ResolveRoom { room, comment: None, tags: None, add_tags: Vec::new(), only_open: false, expected_version: None };
            self.run(world, colleague, Command::ResolveRoom(command), now)?;
        }
        Ok(())
    }

    /// Says when a conversation goes on: messages come at random, and the last thing happens by its end.
    fn plan(&mut self, at: usize, now: i64) {
        let Conversation { script, steps, .. } = &self.conversations[at];
        let left = i64::from(script.messages + 1 - steps);
        let mean = (script.ends_at - now).max(0) / (left + 1);
        let wait = (mean as f64 * 2.0 * self.random.random::<f64>()) as i64;
        self.due.push(Reverse((now + wait, at)));
    }

    fn open(&mut self, world: &mut World, at: usize, now: Timestamp) -> anyhow::Result<()> {
        let (room, contact) = (RoomId(self.ids.uuid(now)), ContactId(self.ids.uuid(now)));
        self.at.insert(room, at);
        let conversation = &mut self.conversations[at];
        (conversation.id, conversation.contact) = (room, contact);
        let details = ContactPatch { name: Some(Some(format!("Contact {at}"))), ..ContactPatch::default() };
        let whose = RoomContact::Handle { new_id: contact, handle: format!("past-{at}"), details };
        let command = OpenRoom::of(room, self.present.channel.id, whose);
        self.run(world, Actor::User(self.present.admin.id), Command::OpenRoom(command), now)
    }

    /// Decides a command and makes the decision part of the working set.
    fn run(&self, world: &mut World, actor: Actor, command: Command, now: Timestamp) -> anyhow::Result<()> {
        let access = Access { actor, permissions: Permissions::ALL, credential: None };
        let envelope = Envelope { org: OrgId::FIRST, access, cause: None, idempotency: None, trace: None, command };
        loop {
            match decide(world, &envelope, now, &self.ids) {
                Ok(decision) => {
                    world.apply(decision.writes, decision.events, decision.counters, decision.head);
                    return Ok(());
                }
                Err(Stop::Missing(key)) => self.load(world, key)?,
                Err(Stop::Refused(refusal)) => bail!("{:?} is refused: {refusal:?}", envelope.command),
            }
        }
    }

    fn load(&self, world: &mut World, key: Key) -> anyhow::Result<()> {
        match key {
            Key::Room(id) => world.rooms.loaded(id, self.at.get(&id).and_then(|at| self.conversations[*at].room.clone())),
            Key::Participant(room, person) => {
                let parts = self.at.get(&room).map(|at| &self.conversations[*at].participants);
                let part = parts.and_then(|parts| parts.iter().find(|part| part.person == person));
                world.participants.loaded((room, person), part.cloned());
            }
            Key::Channel(id) => world.channels.loaded(id, Some(self.present.channel.clone()).filter(|channel| channel.id == id)),
            Key::User(id) => world.users.loaded(id, self.user(id)),
            // Every contact is new, and has one room.
            Key::Contact(id) => world.contacts.loaded(id, None),
            Key::Unique(key) => world.unique_loaded(key, None),
            key => bail!("the past does not know {key:?}"),
        }
        Ok(())
    }

    fn user(&self, id: UserId) -> Option<User> {
        self.present.agents.iter().chain([&self.present.admin]).find(|user| user.id == id).cloned()
    }
}
