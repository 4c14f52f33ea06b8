//! The working set of a batch: what has been loaded from the store, and what the batch's commands made of it so far.
//!
//! Deciding asks the working set; what it does not hold yet is answered by [`Missing`], upon which the batch loads it
//! and asks again. So nothing has to say beforehand what a command needs.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use uuid::Uuid;

use crate::canned_response::CannedResponse;
use crate::channel::Channel;
use crate::contact::Contact;
use crate::counter::Counter;
use crate::custom_field::CustomField;
use crate::idempotency::IdempotencyRecord;
use crate::message::{Message, Revision};
use crate::oauth::OAuthClient;
use crate::organization::Head;
use crate::participant::Participant;
use crate::replay::Replay;
use crate::role::Role;
use crate::room::{Room, RoomTexts};
use crate::setting::{Setting, Settings};
use crate::sla::Sla;
use crate::subscription::Subscription;
use crate::team::Team;
use crate::token::Token;
use crate::unique::UniqueKey;
use crate::user::User;
use crate::view::SavedView;
use crate::{
    CannedResponseId, ChannelId, Committed, ContactId, FollowerId, MessageId, OAuthClientId, OrgId, Person, RoomId, SlaId, SubscriptionId,
    TeamId, TokenId, UserId, ViewId,
};

/// Something that can be loaded into the working set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// Who are admins.
    Admins,
    /// Who takes new rooms.
    Agents,
    /// A canned response.
    CannedResponse(CannedResponseId),
    /// A channel.
    Channel(ChannelId),
    /// A contact.
    Contact(ContactId),
    /// A custom field.
    CustomField(String),
    /// A request carried out before.
    Idempotency([u8; 32]),
    /// A message.
    Message(MessageId),
    /// A program that may log users in.
    OAuthClient(OAuthClientId),
    /// How many open rooms a contact has.
    OpenRoomsOfContact(ContactId),
    /// Somebody's part in a room.
    Participant(RoomId, Person),
    /// What a message said before an edit.
    Revision(MessageId, u32),
    /// A replay job.
    Replay(FollowerId),
    /// A role.
    Role(String),
    /// The names of the roles there are.
    RoleNames,
    /// A room.
    Room(RoomId),
    /// The organization's settings.
    Settings,
    /// A service level.
    Sla(SlaId),
    /// A webhook subscription.
    Subscription(SubscriptionId),
    /// A team.
    Team(TeamId),
    /// A token.
    Token(TokenId),
    /// A user's sessions, and what sets his password.
    TokensOfUser(UserId),
    /// Whoever holds something unique.
    Unique(UniqueKey),
    /// A user.
    User(UserId),
    /// A view.
    View(ViewId),
}

/// A user who takes new rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AvailableAgent {
    /// Who.
    pub user: UserId,
    /// How many open rooms the user has, as loaded.
    pub open_rooms: i64,
}

/// The working set does not hold this yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub Key);

/// One kind of entity in the working set.
#[derive(Debug)]
pub struct Table<K, V> {
    rows: HashMap<K, Slot<V>>,
    changed: Vec<K>,
}

#[derive(Debug)]
struct Slot<V> {
    /// As it was loaded.
    before: Option<Arc<V>>,
    row: Option<Arc<V>>,
    changed: bool,
}

/// An entity that a batch changed.
#[derive(Debug)]
pub struct Changed<'a, K, V> {
    /// Its key.
    pub id: &'a K,
    /// As it was loaded; none if it is new.
    pub before: Option<&'a Arc<V>>,
    /// As it is now; none if it was deleted.
    pub now: Option<&'a Arc<V>>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { rows: HashMap::new(), changed: Vec::new() }
    }
}

impl<K: Eq + Hash + Clone, V> Table<K, V> {
    fn get(&self, id: &K, key: impl FnOnce() -> Key) -> Result<Option<&Arc<V>>, Missing> {
        self.rows.get(id).map(|slot| slot.row.as_ref()).ok_or_else(|| Missing(key()))
    }

    /// Keeps what was loaded: the entity, or that there is none.
    pub fn loaded(&mut self, id: K, row: Option<V>) {
        self.rows.entry(id).or_insert_with(|| {
            let row = row.map(Arc::new);
            Slot { before: row.clone(), row, changed: false }
        });
    }

    fn change(&mut self, id: K, row: Option<Arc<V>>) {
        let slot = self.rows.entry(id.clone()).or_insert(Slot { before: None, row: None, changed: false });
        if !slot.changed {
            slot.changed = true;
            self.changed.push(id);
        }
        slot.row = row;
    }

    /// What was changed, in the order of the first change.
    pub fn changed(&self) -> impl Iterator<Item = Changed<'_, K, V>> {
        self.changed.iter().filter_map(|id| {
            let slot = self.rows.get(id)?;
            Some(Changed { id, before: slot.before.as_ref(), now: slot.row.as_ref() })
        })
    }

    /// What is new or changed and not deleted, in the order of the first change.
    pub fn kept(&self) -> impl Iterator<Item = &Arc<V>> {
        self.changed().filter_map(|changed| changed.now)
    }
}

/// The working set of one organization.
#[derive(Debug)]
pub struct World {
    /// The organization.
    pub org: OrgId,
    /// The head of its log, advanced by what was decided.
    pub head: Head,
    /// Canned responses.
    pub canned_responses: Table<CannedResponseId, CannedResponse>,
    /// Channels.
    pub channels: Table<ChannelId, Channel>,
    /// Contacts.
    pub contacts: Table<ContactId, Contact>,
    /// Custom fields.
    pub custom_fields: Table<String, CustomField>,
    /// Requests carried out.
    pub idempotency: Table<[u8; 32], IdempotencyRecord>,
    /// Messages.
    pub messages: Table<MessageId, Message>,
    /// Programs that may log users in.
    pub oauth_clients: Table<OAuthClientId, OAuthClient>,
    /// Parts in rooms.
    pub participants: Table<(RoomId, Person), Participant>,
    /// What messages said before.
    pub revisions: Table<(MessageId, u32), Revision>,
    /// Roles.
    pub roles: Table<String, Role>,
    /// Rooms.
    pub rooms: Table<RoomId, Room>,
    /// Service levels.
    pub slas: Table<SlaId, Sla>,
    /// Webhook subscriptions.
    pub subscriptions: Table<SubscriptionId, Subscription>,
    /// Teams.
    pub teams: Table<TeamId, Team>,
    /// Tokens.
    pub tokens: Table<TokenId, Token>,
    /// Users.
    pub users: Table<UserId, User>,
    /// Views.
    pub views: Table<ViewId, SavedView>,
    /// Replay jobs.
    pub replays: Table<FollowerId, Replay>,
    /// Live cursors and replay cursors that are set, with the sequence number they are set to.
    pub cursors: Vec<(FollowerId, i64)>,
    /// New revisions of rooms' texts.
    pub room_texts: Vec<(RoomId, u32, RoomTexts)>,
    /// By how much counters change.
    pub counters: HashMap<Counter, i64>,
    /// The events, in order.
    pub events: Vec<Arc<Committed>>,
    /// What people call the organization from now on, if that was changed.
    pub organization_name: Option<String>,
    /// Settings that were changed: none of a value means the default again.
    pub settings_changed: Vec<(String, Option<serde_json::Value>)>,
    admins: Option<Vec<UserId>>,
    agents: Option<Vec<AvailableAgent>>,
    open_rooms_of_contact: HashMap<ContactId, i64>,
    role_names: Option<Vec<String>>,
    settings: Option<Settings>,
    tokens_of_user: HashMap<UserId, Vec<TokenId>>,
    unique: HashMap<UniqueKey, Option<Uuid>>,
}

/// A change that a decision makes to one entity.
#[derive(Debug, Clone)]
pub enum Write {
    /// A canned response is as given.
    CannedResponse(CannedResponse),
    /// A canned response is gone.
    CannedResponseDeleted(CannedResponseId),
    /// A channel is as given.
    Channel(Channel),
    /// A contact is as given.
    Contact(Contact),
    /// A custom field is as given.
    CustomField(CustomField),
    /// A custom field is gone.
    CustomFieldRemoved(String),
    /// A follower's cursor is set.
    Cursor(FollowerId, i64),
    /// A request was carried out.
    Idempotency([u8; 32], IdempotencyRecord),
    /// A message is as given.
    Message(Arc<Message>),
    /// A program that may log users in is as given.
    OAuthClient(OAuthClient),
    /// A program that may log users in is gone.
    OAuthClientDeleted(OAuthClientId),
    /// The organization has another name.
    OrganizationName(String),
    /// A part in a room is as given.
    Participant(Participant),
    /// A replay job is as given.
    Replay(Replay),
    /// A message said this before an edit.
    Revision(Revision),
    /// A role is as given.
    Role(Role),
    /// A room is as given.
    Room(Arc<Room>),
    /// A room's texts have a new revision.
    RoomTexts(RoomId, u32, RoomTexts),
    /// A setting is as given; none: the default.
    Setting(String, Option<serde_json::Value>),
    /// A service level is as given.
    Sla(Sla),
    /// A service level is gone.
    SlaDeleted(SlaId),
    /// A webhook subscription is as given.
    Subscription(Subscription),
    /// A webhook subscription is gone.
    SubscriptionDeleted(SubscriptionId),
    /// A team is as given.
    Team(Team),
    /// A team is gone.
    TeamDeleted(TeamId),
    /// A token is as given.
    Token(Token),
    /// Something unique is held, or free again.
    Unique(UniqueKey, Option<Uuid>),
    /// A user is as given.
    User(User),
    /// A view is as given.
    View(SavedView),
    /// A view is gone.
    ViewDeleted(ViewId),
}

impl World {
    /// An empty working set for an organization whose log's head is `head`.
    #[must_use]
    pub fn new(org: OrgId, head: Head) -> Self {
        Self {
            org,
            head,
            canned_responses: Table::default(),
            channels: Table::default(),
            contacts: Table::default(),
            custom_fields: Table::default(),
            idempotency: Table::default(),
            messages: Table::default(),
            oauth_clients: Table::default(),
            participants: Table::default(),
            revisions: Table::default(),
            roles: Table::default(),
            rooms: Table::default(),
            slas: Table::default(),
            subscriptions: Table::default(),
            teams: Table::default(),
            tokens: Table::default(),
            users: Table::default(),
            views: Table::default(),
            replays: Table::default(),
            cursors: Vec::new(),
            room_texts: Vec::new(),
            counters: HashMap::new(),
            events: Vec::new(),
            organization_name: None,
            settings_changed: Vec::new(),
            admins: None,
            agents: None,
            open_rooms_of_contact: HashMap::new(),
            role_names: None,
            settings: None,
            tokens_of_user: HashMap::new(),
            unique: HashMap::new(),
        }
    }

    /// The canned response of that id.
    pub fn canned_response(&self, id: CannedResponseId) -> Result<Option<&Arc<CannedResponse>>, Missing> {
        self.canned_responses.get(&id, || Key::CannedResponse(id))
    }

    /// The channel of that id.
    pub fn channel(&self, id: ChannelId) -> Result<Option<&Arc<Channel>>, Missing> {
        self.channels.get(&id, || Key::Channel(id))
    }

    /// The contact of that id.
    pub fn contact(&self, id: ContactId) -> Result<Option<&Arc<Contact>>, Missing> {
        self.contacts.get(&id, || Key::Contact(id))
    }

    /// The request carried out under that hash.
    pub fn idempotency(&self, hash: [u8; 32]) -> Result<Option<&Arc<IdempotencyRecord>>, Missing> {
        self.idempotency.get(&hash, || Key::Idempotency(hash))
    }

    /// The message of that id.
    pub fn message(&self, id: MessageId) -> Result<Option<&Arc<Message>>, Missing> {
        self.messages.get(&id, || Key::Message(id))
    }

    /// The part of `person` in `room`.
    pub fn participant(&self, room: RoomId, person: Person) -> Result<Option<&Arc<Participant>>, Missing> {
        self.participants.get(&(room, person), || Key::Participant(room, person))
    }

    /// What a message said at a revision before its present one.
    pub fn revision(&self, message: MessageId, revision: u32) -> Result<Option<&Arc<Revision>>, Missing> {
        self.revisions.get(&(message, revision), || Key::Revision(message, revision))
    }

    /// The replay job of that id.
    pub fn replay(&self, id: FollowerId) -> Result<Option<&Arc<Replay>>, Missing> {
        self.replays.get(&id, || Key::Replay(id))
    }

    /// The role of that name.
    pub fn role(&self, name: &str) -> Result<Option<&Arc<Role>>, Missing> {
        self.roles.get(&name.to_owned(), || Key::Role(name.to_owned()))
    }

    /// The room of that id.
    pub fn room(&self, id: RoomId) -> Result<Option<&Arc<Room>>, Missing> {
        self.rooms.get(&id, || Key::Room(id))
    }

    /// The webhook subscription of that id.
    pub fn subscription(&self, id: SubscriptionId) -> Result<Option<&Arc<Subscription>>, Missing> {
        self.subscriptions.get(&id, || Key::Subscription(id))
    }

    /// The token of that id.
    pub fn token(&self, id: TokenId) -> Result<Option<&Arc<Token>>, Missing> {
        self.tokens.get(&id, || Key::Token(id))
    }

    /// The user of that id.
    pub fn user(&self, id: UserId) -> Result<Option<&Arc<User>>, Missing> {
        self.users.get(&id, || Key::User(id))
    }

    /// The view of that id.
    pub fn view(&self, id: ViewId) -> Result<Option<&Arc<SavedView>>, Missing> {
        self.views.get(&id, || Key::View(id))
    }

    /// The custom field of that key.
    pub fn custom_field(&self, key: &str) -> Result<Option<&Arc<CustomField>>, Missing> {
        self.custom_fields.get(&key.to_owned(), || Key::CustomField(key.to_owned()))
    }

    /// The program that may log users in, of that id.
    pub fn oauth_client(&self, id: OAuthClientId) -> Result<Option<&Arc<OAuthClient>>, Missing> {
        self.oauth_clients.get(&id, || Key::OAuthClient(id))
    }

    /// The service level of that id.
    pub fn sla(&self, id: SlaId) -> Result<Option<&Arc<Sla>>, Missing> {
        self.slas.get(&id, || Key::Sla(id))
    }

    /// The team of that id.
    pub fn team(&self, id: TeamId) -> Result<Option<&Arc<Team>>, Missing> {
        self.teams.get(&id, || Key::Team(id))
    }

    /// The value of a setting.
    pub fn setting(&self, setting: Setting) -> Result<serde_json::Value, Missing> {
        Ok(self.settings()?.value(setting))
    }

    /// What is set.
    pub fn settings(&self) -> Result<&Settings, Missing> {
        self.settings.as_ref().ok_or(Missing(Key::Settings))
    }

    /// Keeps the settings, as they are in the store. What the batch has changed since is put on them.
    pub fn settings_loaded(&mut self, mut settings: Settings) {
        for (name, value) in &self.settings_changed {
            settings.set(name, value.clone());
        }
        self.settings = Some(settings);
    }

    /// The names of the roles there are, sorted.
    pub fn role_names(&self) -> Result<&[String], Missing> {
        self.role_names.as_deref().ok_or(Missing(Key::RoleNames))
    }

    /// Keeps the names of the roles, as loaded.
    pub fn role_names_loaded(&mut self, names: Vec<String>) {
        self.role_names.get_or_insert(names);
    }

    /// How many open rooms the contact has.
    pub fn open_rooms_of_contact(&self, contact: ContactId) -> Result<i64, Missing> {
        let loaded = self.open_rooms_of_contact.get(&contact).ok_or(Missing(Key::OpenRoomsOfContact(contact)))?;
        let is_open = |room: Option<&Arc<Room>>| room.is_some_and(|room| room.facts.contact == contact && room.head.status.is_open());
        let changed = |changed: Changed<'_, RoomId, Room>| i64::from(is_open(changed.now)) - i64::from(is_open(changed.before));
        Ok(loaded + self.rooms.changed().map(changed).sum::<i64>())
    }

    /// Keeps how many open rooms the contact has in the store.
    pub fn open_rooms_of_contact_loaded(&mut self, contact: ContactId, count: i64) {
        self.open_rooms_of_contact.entry(contact).or_insert(count);
    }

    /// Who are active admins.
    pub fn admins(&self) -> Result<&[UserId], Missing> {
        self.admins.as_deref().ok_or(Missing(Key::Admins))
    }

    /// Keeps who are active admins, as it is in the store. What the batch has changed since is put on it.
    pub fn admins_loaded(&mut self, mut admins: Vec<UserId>) {
        for Changed { id, now, .. } in self.users.changed() {
            admins.retain(|admin| admin != id);
            if now.is_some_and(|user| user.active && user.roles.iter().any(|name| name == crate::role::ADMIN)) {
                admins.push(*id);
            }
        }
        self.admins = Some(admins);
    }

    /// A user's sessions, and what sets his password, that are not revoked.
    pub fn tokens_of_user(&self, user: UserId) -> Result<Vec<Arc<Token>>, Missing> {
        let ids = self.tokens_of_user.get(&user).ok_or(Missing(Key::TokensOfUser(user)))?;
        let mut tokens = Vec::with_capacity(ids.len());
        for id in ids {
            tokens.extend(self.token(*id)?.filter(|token| token.revoked_at.is_none()).cloned());
        }
        Ok(tokens)
    }

    /// Keeps a user's sessions, and what sets his password, as they are in the store. What the batch has changed since is put on
    /// them.
    pub fn tokens_of_user_loaded(&mut self, user: UserId, tokens: Vec<Token>) {
        let mut ids: Vec<TokenId> = tokens.iter().map(|token| token.id).collect();
        for token in tokens {
            self.tokens.loaded(token.id, Some(token));
        }
        let of_user = |token: &&Arc<Token>| token.account() == Some(user);
        let new = self.tokens.kept().filter(of_user).map(|token| token.id).filter(|id| !ids.contains(id)).collect::<Vec<_>>();
        ids.extend(new);
        self.tokens_of_user.insert(user, ids);
    }

    /// Who takes new rooms, with how many open rooms each has now.
    pub fn agents(&self) -> Result<impl Iterator<Item = AvailableAgent> + '_, Missing> {
        let agents = self.agents.as_ref().ok_or(Missing(Key::Agents))?;
        Ok(agents.iter().map(|agent| {
            let since = self.counters.get(&Counter::OpenRoomsByAssignee(agent.user)).copied().unwrap_or(0);
            AvailableAgent { open_rooms: agent.open_rooms + since, ..*agent }
        }))
    }

    /// The users who take new rooms since the batch changed them: the store must be asked for their counts too.
    pub fn new_agents(&self) -> impl Iterator<Item = UserId> + '_ {
        self.users.changed().filter(|changed| changed.now.is_some_and(|user| user.takes_rooms())).map(|changed| *changed.id)
    }

    /// Keeps who takes new rooms, as it is in the store, and those of [`Self::new_agents`]. Whoever takes none any more, as the
    /// batch has it, is left out.
    pub fn agents_loaded(&mut self, mut agents: Vec<AvailableAgent>) {
        for Changed { id, now, .. } in self.users.changed() {
            if !now.is_some_and(|user| user.takes_rooms()) {
                agents.retain(|agent| agent.user != *id);
            }
        }
        self.agents = Some(agents);
    }

    /// Whoever holds `key`.
    pub fn unique(&self, key: &UniqueKey) -> Result<Option<Uuid>, Missing> {
        self.unique.get(key).copied().ok_or_else(|| Missing(Key::Unique(key.clone())))
    }

    /// Keeps who holds `key`, as loaded.
    pub fn unique_loaded(&mut self, key: UniqueKey, holder: Option<Uuid>) {
        self.unique.entry(key).or_insert(holder);
    }

    /// Makes what was decided part of the working set.
    pub fn apply(&mut self, writes: Vec<Write>, events: Vec<Committed>, counters: Vec<(Counter, i64)>, head: Head) {
        for write in writes {
            self.apply_write(write);
        }
        for (counter, delta) in counters {
            *self.counters.entry(counter).or_default() += delta;
        }
        self.events.extend(events.into_iter().map(Arc::new));
        self.head = head;
    }

    fn apply_write(&mut self, write: Write) {
        match write {
            Write::CannedResponse(row) => self.canned_responses.change(row.id, Some(Arc::new(row))),
            Write::CannedResponseDeleted(id) => self.canned_responses.change(id, None),
            Write::Channel(row) => self.channels.change(row.id, Some(Arc::new(row))),
            Write::Contact(row) => self.contacts.change(row.id, Some(Arc::new(row))),
            Write::CustomField(row) => self.custom_fields.change(row.key.clone(), Some(Arc::new(row))),
            Write::CustomFieldRemoved(key) => self.custom_fields.change(key, None),
            Write::Cursor(follower, after) => self.cursors.push((follower, after)),
            Write::Idempotency(hash, row) => self.idempotency.change(hash, Some(Arc::new(row))),
            Write::Message(row) => self.messages.change(row.id, Some(row)),
            Write::OAuthClient(row) => self.oauth_clients.change(row.id, Some(Arc::new(row))),
            Write::OAuthClientDeleted(id) => self.oauth_clients.change(id, None),
            Write::OrganizationName(name) => self.organization_name = Some(name),
            Write::Participant(row) => self.participants.change((row.room, row.person), Some(Arc::new(row))),
            Write::Replay(row) => self.replays.change(row.id, Some(Arc::new(row))),
            Write::Revision(row) => self.revisions.change((row.message, row.revision), Some(Arc::new(row))),
            Write::Role(row) => self.roles.change(row.name.clone(), Some(Arc::new(row))),
            Write::Room(row) => self.rooms.change(row.facts.id, Some(row)),
            Write::RoomTexts(room, revision, texts) => self.room_texts.push((room, revision, texts)),
            Write::Setting(name, value) => {
                if let Some(settings) = &mut self.settings {
                    settings.set(&name, value.clone());
                }
                self.settings_changed.push((name, value));
            }
            Write::Sla(row) => self.slas.change(row.id, Some(Arc::new(row))),
            Write::SlaDeleted(id) => self.slas.change(id, None),
            Write::Subscription(row) => self.subscriptions.change(row.id, Some(Arc::new(row))),
            Write::SubscriptionDeleted(id) => self.subscriptions.change(id, None),
            Write::Team(row) => self.teams.change(row.id, Some(Arc::new(row))),
            Write::TeamDeleted(id) => self.teams.change(id, None),
            Write::Token(row) => {
                let known = row.account().and_then(|user| self.tokens_of_user.get_mut(&user));
                if let Some(known) = known.filter(|known| !known.contains(&row.id)) {
                    known.push(row.id);
                }
                self.tokens.change(row.id, Some(Arc::new(row)));
            }
            Write::Unique(key, holder) => {
                self.unique.insert(key, holder);
            }
            Write::View(row) => self.views.change(row.id, Some(Arc::new(row))),
            Write::ViewDeleted(id) => self.views.change(id, None),
            Write::User(row) => {
                // Who takes rooms is loaded anew: the store knows how many everybody has.
                self.agents = None;
                self.admins = None;
                self.users.change(row.id, Some(Arc::new(row)));
            }
        }
    }
}
