//! Commands: requests to change something. New ids are given with the command, so deciding needs no randomness but
//! for the ids of events and participants.

use serde::{Deserialize, Serialize};

use crate::channel::{Channel, ChannelKind};
use crate::contact::{Contact, ContactPatch};
use crate::event::Cause;
use crate::idempotency::IdempotencyKey;
use crate::message::{Content, DeliveryStatus, Message, Visibility};
use crate::participant::Participant;
use crate::replay::Replay;
use crate::room::{Room, RoomPatch};
use crate::scope::Scope;
use crate::subscription::{Dialect, Sealed, Subscription, SubscriptionPatch};
use crate::token::{Token, TokenKind};
use crate::user::{User, UserPatch};
use crate::{
    Access, Actor, ChannelId, ContactId, FollowerId, MessageId, OrgId, Person, RoomId, SubscriptionId, Timestamp, TokenId, UserId,
};

/// A command with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The organization it is for.
    pub org: OrgId,
    /// Who gives it, and what they may.
    pub access: Access,
    /// What made them give it, where that matters.
    pub cause: Option<Cause>,
    /// The request's key, when it carries one.
    pub idempotency: Option<IdempotencyKey>,
    /// What to do.
    pub command: Command,
}

/// A request to change something.
#[derive(Debug, Clone)]
pub enum Command {
    /// Get the contact of an identity, or register one.
    RegisterContact(RegisterContact),
    /// Change a contact.
    EditContact(EditContact),
    /// Get the open room of a contact on a channel, or open one.
    OpenRoom(OpenRoom),
    /// Change a room and its contact, both or neither.
    EditRoom(EditRoom),
    /// Put tags on a room and take others off.
    TagRoom(TagRoom),
    /// Assign a room.
    AssignRoom(AssignRoom),
    /// Take a room from an assignee, or from all.
    UnassignRoom(UnassignRoom),
    /// Resolve a room.
    ResolveRoom(ResolveRoom),
    /// Open a resolved room again.
    ReopenRoom(ReopenRoom),
    /// Move the caller's read mark.
    MarkRead(MarkRead),
    /// Block somebody in a room, or no longer.
    BlockParticipant(BlockParticipant),
    /// Put a room away for oneself, or take it out again.
    ArchiveRoom(ArchiveRoom),
    /// Post a message.
    PostMessage(PostMessage),
    /// Change a message's content.
    EditMessage(EditMessage),
    /// Delete a message.
    DeleteMessage(DeleteMessage),
    /// Report how far a message has come.
    ChangeStatus(ChangeStatus),
    /// Create a user.
    CreateUser(CreateUser),
    /// Change a user.
    EditUser(EditUser),
    /// Create a channel.
    CreateChannel(CreateChannel),
    /// Change a channel.
    EditChannel(EditChannel),
    /// Issue a token.
    IssueToken(IssueToken),
    /// Revoke a token.
    RevokeToken(RevokeToken),
    /// Create a webhook subscription.
    CreateSubscription(CreateSubscription),
    /// Change a webhook subscription.
    EditSubscription(EditSubscription),
    /// Delete a webhook subscription.
    DeleteSubscription(DeleteSubscription),
    /// Move a webhook subscription's live cursor.
    SeekSubscription(SeekSubscription),
    /// Tell a part of the log to a webhook subscription once more.
    StartReplay(StartReplay),
}

/// Get the contact of an identity, or register one.
#[derive(Debug, Clone)]
pub struct RegisterContact {
    /// The id of the contact, if it is new.
    pub id: ContactId,
    /// The channel and handle to look it up by; none: always a new contact.
    pub identity: Option<crate::contact::Identity>,
    /// What is known about it; put on an existing contact too.
    pub details: ContactPatch,
}

/// Change a contact.
#[derive(Debug, Clone)]
pub struct EditContact {
    /// Which.
    pub contact: ContactId,
    /// To what.
    pub patch: ContactPatch,
}

/// Whose room is to be opened.
#[derive(Debug, Clone)]
pub enum RoomContact {
    /// A registered contact.
    Known(ContactId),
    /// Whoever has this handle on the room's channel; registered if nobody has.
    Handle {
        /// The id of the contact, if it is new.
        new_id: ContactId,
        /// The handle.
        handle: String,
        /// What is known about the contact.
        details: ContactPatch,
    },
}

/// Get the open room of a contact on a channel, or open one.
#[derive(Debug, Clone)]
pub struct OpenRoom {
    /// The id of the room, if it is new.
    pub id: RoomId,
    /// The channel.
    pub channel: ChannelId,
    /// The contact.
    pub contact: RoomContact,
    /// Whether a campaign opens it.
    pub campaign: bool,
}

/// Change a room and its contact, both or neither.
#[derive(Debug, Clone)]
pub struct EditRoom {
    /// Which room.
    pub room: RoomId,
    /// What to change about the room.
    pub patch: RoomPatch,
    /// What to change about the room's contact.
    pub contact: ContactPatch,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

/// Put tags on a room and take others off.
#[derive(Debug, Clone)]
pub struct TagRoom {
    /// Which room.
    pub room: RoomId,
    /// Tags to put on.
    pub add: Vec<String>,
    /// Tags to take off.
    pub remove: Vec<String>,
}

/// Who must be assigned for an assignment to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedAssignee {
    /// Whoever, or nobody.
    Anybody,
    /// Exactly this: nobody, or this primary assignee.
    Exactly(Option<UserId>),
}

/// Assign a room.
#[derive(Debug, Clone)]
pub struct AssignRoom {
    /// Which room.
    pub room: RoomId,
    /// To whom.
    pub user: UserId,
    /// Beside those already assigned, instead of in their place.
    pub also: bool,
    /// Who must be assigned now.
    pub expected: ExpectedAssignee,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

/// Take a room from an assignee, or from all.
#[derive(Debug, Clone)]
pub struct UnassignRoom {
    /// Which room.
    pub room: RoomId,
    /// From whom; none: from all.
    pub user: Option<UserId>,
    /// Who must be assigned now.
    pub expected: ExpectedAssignee,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

/// Resolve a room.
#[derive(Debug, Clone)]
pub struct ResolveRoom {
    /// Which room.
    pub room: RoomId,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

/// Open a resolved room again.
#[derive(Debug, Clone)]
pub struct ReopenRoom {
    /// Which room.
    pub room: RoomId,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

/// Move the caller's read mark.
#[derive(Debug, Clone)]
pub struct MarkRead {
    /// Which room.
    pub room: RoomId,
    /// The last message read; none: the last one there is.
    pub up_to: Option<MessageId>,
}

/// Block somebody in a room, or no longer.
#[derive(Debug, Clone)]
pub struct BlockParticipant {
    /// Which room.
    pub room: RoomId,
    /// Whom.
    pub person: Person,
    /// Whether to block.
    pub blocked: bool,
}

/// Put a room away for oneself, or take it out again.
#[derive(Debug, Clone)]
pub struct ArchiveRoom {
    /// Which room.
    pub room: RoomId,
    /// Whether to put it away.
    pub archived: bool,
}

/// Who a message is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Whoever gives the command.
    Caller,
    /// The room's contact.
    Contact,
}

/// Post a message.
#[derive(Debug, Clone)]
pub struct PostMessage {
    /// The id of the message.
    pub id: MessageId,
    /// In which room.
    pub room: RoomId,
    /// Who it is from.
    pub author: Author,
    /// Who may see it.
    pub visibility: Visibility,
    /// What it says.
    pub content: Content,
    /// Whether a campaign sends it.
    pub campaign: bool,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// The provider's id.
    pub provider_id: Option<String>,
    /// The provider's time.
    pub provider_at: Option<Timestamp>,
    /// The sender's own id.
    pub local_id: Option<String>,
}

/// Change a message's content.
#[derive(Debug, Clone)]
pub struct EditMessage {
    /// Which message.
    pub message: MessageId,
    /// What it says from now on.
    pub content: Content,
}

/// Delete a message.
#[derive(Debug, Clone)]
pub struct DeleteMessage {
    /// Which message.
    pub message: MessageId,
}

/// Report how far a message has come.
#[derive(Debug, Clone)]
pub struct ChangeStatus {
    /// Which message.
    pub message: MessageId,
    /// How far.
    pub status: DeliveryStatus,
    /// When, by the provider's clock.
    pub at: Option<Timestamp>,
    /// Why it failed.
    pub error: Option<String>,
}

/// Create a user.
#[derive(Debug, Clone)]
pub struct CreateUser {
    /// The id of the user.
    pub id: UserId,
    /// The name to log in with.
    pub username: String,
    /// What people call the user.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The password, hashed.
    pub password_hash: Option<String>,
    /// Names of roles.
    pub roles: Vec<String>,
    /// Whether it is a program.
    pub bot: bool,
}

/// Change a user.
#[derive(Debug, Clone)]
pub struct EditUser {
    /// Which.
    pub user: UserId,
    /// To what.
    pub patch: UserPatch,
}

/// Create a channel.
#[derive(Debug, Clone)]
pub struct CreateChannel {
    /// The id of the channel.
    pub id: ChannelId,
    /// What kind of way in.
    pub kind: ChannelKind,
    /// What people call it.
    pub name: String,
}

/// Change a channel.
#[derive(Debug, Clone)]
pub struct EditChannel {
    /// Which.
    pub channel: ChannelId,
    /// New name.
    pub name: Option<String>,
    /// Whether new rooms can be opened through it.
    pub active: Option<bool>,
}

/// Issue a token.
#[derive(Debug, Clone)]
pub struct IssueToken {
    /// The id of the token.
    pub id: TokenId,
    /// SHA-256 of its secret.
    pub hash: [u8; 32],
    /// How it comes to be.
    pub kind: TokenKind,
    /// Whom it speaks for.
    pub actor: Actor,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// What it is for.
    pub name: Option<String>,
    /// When it stops to be taken.
    pub expires_at: Option<Timestamp>,
    /// The secret, encrypted, for a repetition of the request.
    pub sealed_secret: Sealed,
}

/// Revoke a token.
#[derive(Debug, Clone)]
pub struct RevokeToken {
    /// Which.
    pub token: TokenId,
}

/// Create a webhook subscription.
#[derive(Debug, Clone)]
pub struct CreateSubscription {
    /// The id of the subscription.
    pub id: SubscriptionId,
    /// Where events are posted to.
    pub url: String,
    /// In whose form.
    pub dialect: Dialect,
    /// Which kinds of event.
    pub events: Vec<String>,
    /// The signing secret, encrypted.
    pub secret: Sealed,
    /// Waits between attempts.
    pub retry_schedule_ms: Option<Vec<u64>>,
    /// Start after this sequence number; none: at the head.
    pub after: Option<i64>,
}

/// Change a webhook subscription.
#[derive(Debug, Clone)]
pub struct EditSubscription {
    /// Which.
    pub subscription: SubscriptionId,
    /// To what.
    pub patch: SubscriptionPatch,
}

/// Delete a webhook subscription.
#[derive(Debug, Clone)]
pub struct DeleteSubscription {
    /// Which.
    pub subscription: SubscriptionId,
}

/// Move a webhook subscription's live cursor.
#[derive(Debug, Clone)]
pub struct SeekSubscription {
    /// Which.
    pub subscription: SubscriptionId,
    /// The next event told is the one after this.
    pub after: i64,
}

/// Tell a part of the log to a webhook subscription once more.
#[derive(Debug, Clone)]
pub struct StartReplay {
    /// The id of the job.
    pub id: FollowerId,
    /// To which subscription.
    pub subscription: SubscriptionId,
    /// From the event after this up to the latest one there is.
    pub after: i64,
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// A contact.
    Contact {
        /// As it is now.
        contact: Contact,
        /// Whether the command registered it.
        created: bool,
    },
    /// A room.
    Room {
        /// As it is now.
        room: Room,
        /// Whether the command opened it.
        created: bool,
    },
    /// Somebody's part in a room.
    Participant {
        /// As it is now.
        participant: Participant,
    },
    /// A message.
    Message {
        /// As it is now.
        message: Message,
        /// Whether the command posted it.
        created: bool,
    },
    /// A user.
    User {
        /// As it is now.
        user: User,
    },
    /// A channel.
    Channel {
        /// As it is now.
        channel: Channel,
    },
    /// A token.
    Token {
        /// As it is now.
        token: Token,
        /// Its secret, encrypted: given when it is issued.
        sealed_secret: Option<Sealed>,
    },
    /// A webhook subscription.
    Subscription {
        /// As it is now.
        subscription: Subscription,
    },
    /// A replay job.
    Replay {
        /// As it is now.
        replay: Replay,
    },
}

/// What is remembered of an [`Answer`] for a repetition of the request. A posted message is looked up again rather
/// than kept twice; it is given back as it was when it was posted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Receipt {
    /// A message was posted.
    Posted {
        /// Which.
        posted: MessageId,
    },
    /// Anything else: the answer itself.
    Whole(Box<Answer>),
}
