//! A working set that holds everything there is: what it misses does not exist.

use std::cell::Cell;

use switchroom_domain::channel::ChannelKind;
use switchroom_domain::command::{Answer, Author, Command, CreateChannel, CreateUser, OpenRoom, PostMessage, RoomContact};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::decide::{Stop, decide};
use switchroom_domain::message::{Content, ContentKind, Message, Visibility};
use switchroom_domain::organization::Head;
use switchroom_domain::room::Room;
use switchroom_domain::setting::Settings;
use switchroom_domain::world::{AvailableAgent, Key, World};
use switchroom_domain::{Access, Actor, ChannelId, Envelope, EventKind, Ids, OrgId, Permissions, Refusal, RoomId, Timestamp, UserId, role};
use uuid::Uuid;

/// 2026-01-01, in microseconds.
const START: i64 = 1_767_225_600_000_000;

#[derive(Default)]
pub(crate) struct Counting(std::sync::atomic::AtomicU64);

impl Ids for Counting {
    fn uuid(&self, _at: Timestamp) -> Uuid {
        Uuid::from_u64_pair(1, self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
    }

    fn secret(&self, bytes: &mut [u8]) {
        bytes.fill(1);
    }
}

pub(crate) struct Sandbox {
    pub(crate) world: World,
    pub(crate) now: Cell<i64>,
    ids: Counting,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let mut world = World::new(OrgId::FIRST, Head::default());
        for role in role::defaults(OrgId::FIRST) {
            world.roles.loaded(role.name.clone(), Some(role));
        }
        Self { world, now: Cell::new(START), ids: Counting::default() }
    }

    pub(crate) fn id<T: From<Uuid>>(&self) -> T {
        T::from(self.ids.uuid(Timestamp(0)))
    }

    pub(crate) fn run_as(&mut self, access: Access, command: Command) -> Result<Answer, Refusal> {
        let envelope = Envelope { org: OrgId::FIRST, access, cause: None, idempotency: None, trace: None, command };
        loop {
            match decide(&self.world, &envelope, Timestamp(self.now.get()), &self.ids) {
                Ok(decision) => {
                    self.world.apply(decision.writes, decision.events, decision.counters, decision.head);
                    return Ok(decision.answer);
                }
                Err(Stop::Refused(refusal)) => return Err(refusal),
                Err(Stop::Missing(key)) => self.absent(key),
            }
        }
    }

    pub(crate) fn run(&mut self, command: Command) -> Result<Answer, Refusal> {
        self.run_as(Access::SYSTEM, command)
    }

    fn absent(&mut self, key: Key) {
        let world = &mut self.world;
        match key {
            Key::Admins => world.admins_loaded(Vec::new()),
            Key::Agents => {
                let agents = world.new_agents().map(|user| AvailableAgent { user, open_rooms: 0 }).collect();
                world.agents_loaded(agents);
            }
            Key::CustomField(key) => world.custom_fields.loaded(key, None),
            Key::OAuthClient(id) => world.oauth_clients.loaded(id, None),
            Key::OpenRoomsOfContact(contact) => world.open_rooms_of_contact_loaded(contact, 0),
            Key::RoleNames => {
                let names = role::defaults(OrgId::FIRST).into_iter().map(|role| role.name).collect();
                world.role_names_loaded(names);
            }
            Key::Settings => world.settings_loaded(Settings::default()),
            Key::Sla(id) => world.slas.loaded(id, None),
            Key::Team(id) => world.teams.loaded(id, None),
            Key::CannedResponse(id) => world.canned_responses.loaded(id, None),
            Key::Channel(id) => world.channels.loaded(id, None),
            Key::Contact(id) => world.contacts.loaded(id, None),
            Key::Idempotency(hash) => world.idempotency.loaded(hash, None),
            Key::Message(id) => world.messages.loaded(id, None),
            Key::Participant(room, person) => world.participants.loaded((room, person), None),
            Key::Revision(message, revision) => world.revisions.loaded((message, revision), None),
            Key::Role(name) => world.roles.loaded(name, None),
            Key::Room(id) => world.rooms.loaded(id, None),
            Key::Replay(id) => self.world.replays.loaded(id, None),
            Key::Subscription(id) => world.subscriptions.loaded(id, None),
            Key::Token(id) => world.tokens.loaded(id, None),
            Key::TokensOfUser(user) => world.tokens_of_user_loaded(user, Vec::new()),
            Key::Unique(key) => world.unique_loaded(key, None),
            Key::View(id) => world.views.loaded(id, None),
            Key::User(id) => world.users.loaded(id, None),
        }
    }

    /// A user with one role, and what he may.
    pub(crate) fn user(&mut self, name: &str, role: &str) -> (UserId, Access) {
        let id: UserId = self.id();
        let command = CreateUser {
            id,
            username: name.to_owned(),
            name: None,
            email: None,
            password_hash: None,
            roles: vec![role.to_owned()],
            bot: false,
        };
        self.run(Command::CreateUser(command)).expect("user");
        let permissions = self.world.role(role).ok().flatten().map_or(Permissions::NONE, |role| role.effective());
        (id, Access { actor: Actor::User(id), permissions, credential: None })
    }

    pub(crate) fn channel(&mut self) -> ChannelId {
        let id = self.id();
        self.run(Command::CreateChannel(CreateChannel { id, kind: ChannelKind::Api, name: "api".to_owned(), builtin: None }))
            .expect("channel");
        id
    }

    pub(crate) fn open(&mut self, channel: ChannelId, handle: &str) -> Room {
        let contact = RoomContact::Handle { new_id: self.id(), handle: handle.to_owned(), details: ContactPatch::default() };
        let command = OpenRoom::of(self.id(), channel, contact);
        match self.run(Command::OpenRoom(command)).expect("room") {
            Answer::Room { room, .. } => room,
            answer => panic!("not a room: {answer:?}"),
        }
    }

    pub(crate) fn room(&self, id: RoomId) -> Room {
        Room::clone(self.world.room(id).unwrap().unwrap())
    }

    pub(crate) fn post(&self, room: RoomId, author: Author, text: &str) -> PostMessage {
        PostMessage {
            id: self.id(),
            room,
            author,
            visibility: Visibility::Public,
            content: text_content(text),
            campaign: false,
            reply_to: None,
            expected_last_message: None,
            provider_id: None,
            provider_at: None,
            local_id: None,
            rc_id: None,
            ext: serde_json::Map::new(),
            reopens: true,
        }
    }

    pub(crate) fn posted(&mut self, access: Access, post: PostMessage) -> Message {
        match self.run_as(access, Command::PostMessage(post)).expect("message") {
            Answer::Message { message, .. } => message,
            answer => panic!("not a message: {answer:?}"),
        }
    }

    /// The kinds of the events since the `from`th.
    pub(crate) fn kinds(&self, from: usize) -> Vec<&'static str> {
        self.world.events[from..].iter().map(|committed| EventKind::as_str(committed.event.kind)).collect()
    }
}

pub(crate) fn text_content(text: &str) -> Content {
    Content { kind: ContentKind::Text, text: text.to_owned(), payload: None, mentions: Vec::new() }
}

pub(crate) fn contact_access(room: &Room) -> Access {
    Access { actor: Actor::Contact(room.facts.contact), permissions: Permissions::NONE, credential: None }
}
