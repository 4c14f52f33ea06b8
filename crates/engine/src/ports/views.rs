//! What is, as opposed to what happened.

use async_trait::async_trait;
use switchroom_domain::channel::Channel;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::{Message, Revision};
use switchroom_domain::participant::Participant;
use switchroom_domain::replay::Replay;
use switchroom_domain::role::Role;
use switchroom_domain::room::Room;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::token::Token;
use switchroom_domain::user::User;
use switchroom_domain::{ChannelId, ContactId, FollowerId, MessageId, OrgId, RoomId, SubscriptionId, UserId};
use uuid::Uuid;

use super::{MessagesQuery, Page, RoomsQuery, StoreError};

/// The present state. Lists by id take the last id of the page before as `after`, and are sorted by it.
#[async_trait]
pub trait Views: Send + Sync + 'static {
    /// A room.
    async fn room(&self, org: OrgId, id: RoomId) -> Result<Option<Room>, StoreError>;

    /// A page of rooms, latest activity first.
    async fn rooms(&self, org: OrgId, query: RoomsQuery) -> Result<Page<Room>, StoreError>;

    /// The parts in a room, in the order of joining.
    async fn participants(&self, org: OrgId, room: RoomId) -> Result<Vec<Participant>, StoreError>;

    /// A message.
    async fn message(&self, org: OrgId, id: MessageId) -> Result<Option<Message>, StoreError>;

    /// A page of messages.
    async fn messages(&self, org: OrgId, query: MessagesQuery) -> Result<Page<Message>, StoreError>;

    /// What a message said before its edits, oldest first.
    async fn revisions(&self, org: OrgId, message: MessageId) -> Result<Vec<Revision>, StoreError>;

    /// A contact.
    async fn contact(&self, org: OrgId, id: ContactId) -> Result<Option<Contact>, StoreError>;

    /// A page of contacts.
    async fn contacts(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Contact>, StoreError>;

    /// A user.
    async fn user(&self, org: OrgId, id: UserId) -> Result<Option<User>, StoreError>;

    /// The user of that (lower-case) name.
    async fn user_by_name(&self, org: OrgId, username: &str) -> Result<Option<User>, StoreError>;

    /// A page of users.
    async fn users(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<User>, StoreError>;

    /// The roles, by name.
    async fn roles(&self, org: OrgId) -> Result<Vec<Role>, StoreError>;

    /// A channel.
    async fn channel(&self, org: OrgId, id: ChannelId) -> Result<Option<Channel>, StoreError>;

    /// A page of channels.
    async fn channels(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Channel>, StoreError>;

    /// A page of tokens, without the revoked ones.
    async fn tokens(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Token>, StoreError>;

    /// A webhook subscription.
    async fn subscription(&self, org: OrgId, id: SubscriptionId) -> Result<Option<Subscription>, StoreError>;

    /// A page of webhook subscriptions.
    async fn subscriptions(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Subscription>, StoreError>;

    /// A replay job.
    async fn replay(&self, org: OrgId, id: FollowerId) -> Result<Option<Replay>, StoreError>;

    /// Every counter of the organization that is not zero: dimension, key, value.
    async fn counters(&self, org: OrgId) -> Result<Vec<(String, String, i64)>, StoreError>;
}
