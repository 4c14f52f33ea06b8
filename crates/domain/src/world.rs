//! The working set of a batch: what has been loaded from the store, and what the batch's commands made of it so far.
//!
//! Deciding asks the working set; what it does not hold yet is answered by [`Missing`], upon which the batch loads it
//! and asks again. So nothing has to say beforehand what a command needs.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use uuid::Uuid;

use crate::channel::Channel;
use crate::contact::Contact;
use crate::counter::Counter;
use crate::idempotency::IdempotencyRecord;
use crate::message::{Message, Revision};
use crate::organization::Head;
use crate::participant::Participant;
use crate::replay::Replay;
use crate::role::Role;
use crate::room::{Room, RoomTexts};
use crate::subscription::Subscription;
use crate::token::Token;
use crate::unique::UniqueKey;
use crate::user::User;
use crate::{ChannelId, Committed, ContactId, FollowerId, MessageId, OrgId, Person, RoomId, SubscriptionId, TokenId, UserId};

/// Something that can be loaded into the working set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// A channel.
    Channel(ChannelId),
    /// A contact.
    Contact(ContactId),
    /// A request carried out before.
    Idempotency([u8; 32]),
    /// A message.
    Message(MessageId),
    /// Somebody's part in a room.
    Participant(RoomId, Person),
    /// What a message said before an edit.
    Revision(MessageId, u32),
    /// A role.
    Role(String),
    /// A room.
    Room(RoomId),
    /// A webhook subscription.
    Subscription(SubscriptionId),
    /// A token.
    Token(TokenId),
    /// Whoever holds something unique.
    Unique(UniqueKey),
    /// A user.
    User(UserId),
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
    /// Channels.
    pub channels: Table<ChannelId, Channel>,
    /// Contacts.
    pub contacts: Table<ContactId, Contact>,
    /// Requests carried out.
    pub idempotency: Table<[u8; 32], IdempotencyRecord>,
    /// Messages.
    pub messages: Table<MessageId, Message>,
    /// Parts in rooms.
    pub participants: Table<(RoomId, Person), Participant>,
    /// What messages said before.
    pub revisions: Table<(MessageId, u32), Revision>,
    /// Roles.
    pub roles: Table<String, Role>,
    /// Rooms.
    pub rooms: Table<RoomId, Room>,
    /// Webhook subscriptions.
    pub subscriptions: Table<SubscriptionId, Subscription>,
    /// Tokens.
    pub tokens: Table<TokenId, Token>,
    /// Users.
    pub users: Table<UserId, User>,
    /// Replay jobs asked for.
    pub replays: Vec<Replay>,
    /// Live cursors and replay cursors that are set, with the sequence number they are set to.
    pub cursors: Vec<(FollowerId, i64)>,
    /// New revisions of rooms' texts.
    pub room_texts: Vec<(RoomId, u32, RoomTexts)>,
    /// By how much counters change.
    pub counters: HashMap<Counter, i64>,
    /// The events, in order.
    pub events: Vec<Arc<Committed>>,
    unique: HashMap<UniqueKey, Option<Uuid>>,
}

/// A change that a decision makes to one entity.
#[derive(Debug, Clone)]
pub enum Write {
    /// A channel is as given.
    Channel(Channel),
    /// A contact is as given.
    Contact(Contact),
    /// A follower's cursor is set.
    Cursor(FollowerId, i64),
    /// A request was carried out.
    Idempotency([u8; 32], IdempotencyRecord),
    /// A message is as given.
    Message(Arc<Message>),
    /// A part in a room is as given.
    Participant(Participant),
    /// A replay job is asked for.
    Replay(Replay),
    /// A message said this before an edit.
    Revision(Revision),
    /// A room is as given.
    Room(Arc<Room>),
    /// A room's texts have a new revision.
    RoomTexts(RoomId, u32, RoomTexts),
    /// A webhook subscription is as given.
    Subscription(Subscription),
    /// A webhook subscription is gone.
    SubscriptionDeleted(SubscriptionId),
    /// A token is as given.
    Token(Token),
    /// Something unique is held, or free again.
    Unique(UniqueKey, Option<Uuid>),
    /// A user is as given.
    User(User),
}

impl World {
    /// An empty working set for an organization whose log's head is `head`.
    #[must_use]
    pub fn new(org: OrgId, head: Head) -> Self {
        Self {
            org,
            head,
            channels: Table::default(),
            contacts: Table::default(),
            idempotency: Table::default(),
            messages: Table::default(),
            participants: Table::default(),
            revisions: Table::default(),
            roles: Table::default(),
            rooms: Table::default(),
            subscriptions: Table::default(),
            tokens: Table::default(),
            users: Table::default(),
            replays: Vec::new(),
            cursors: Vec::new(),
            room_texts: Vec::new(),
            counters: HashMap::new(),
            events: Vec::new(),
            unique: HashMap::new(),
        }
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
            Write::Channel(row) => self.channels.change(row.id, Some(Arc::new(row))),
            Write::Contact(row) => self.contacts.change(row.id, Some(Arc::new(row))),
            Write::Cursor(follower, after) => self.cursors.push((follower, after)),
            Write::Idempotency(hash, row) => self.idempotency.change(hash, Some(Arc::new(row))),
            Write::Message(row) => self.messages.change(row.id, Some(row)),
            Write::Participant(row) => self.participants.change((row.room, row.person), Some(Arc::new(row))),
            Write::Replay(row) => self.replays.push(row),
            Write::Revision(row) => self.revisions.change((row.message, row.revision), Some(Arc::new(row))),
            Write::Room(row) => self.rooms.change(row.facts.id, Some(row)),
            Write::RoomTexts(room, revision, texts) => self.room_texts.push((room, revision, texts)),
            Write::Subscription(row) => self.subscriptions.change(row.id, Some(Arc::new(row))),
            Write::SubscriptionDeleted(id) => self.subscriptions.change(id, None),
            Write::Token(row) => self.tokens.change(row.id, Some(Arc::new(row))),
            Write::Unique(key, holder) => {
                self.unique.insert(key, holder);
            }
            Write::User(row) => self.users.change(row.id, Some(Arc::new(row))),
        }
    }
}
