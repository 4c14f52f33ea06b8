//! What is, as opposed to what happened.

use async_trait::async_trait;
use switchroom_domain::canned_response::CannedResponse;
use switchroom_domain::channel::Channel;
use switchroom_domain::contact::Contact;
use switchroom_domain::custom_field::CustomField;
use switchroom_domain::message::{Message, Revision};
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::participant::Participant;
use switchroom_domain::replay::Replay;
use switchroom_domain::role::Role;
use switchroom_domain::room::Room;
use switchroom_domain::setting::Settings;
use switchroom_domain::sla::Sla;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::team::Team;
use switchroom_domain::token::Token;
use switchroom_domain::user::User;
use switchroom_domain::view::SavedView;
use switchroom_domain::{
    CannedResponseId, ChannelId, ContactId, FollowerId, MessageId, OrgId, Person, RoomId, SlaId, SubscriptionId, TeamId, Timestamp, UserId,
};
use uuid::Uuid;

use super::{Found, MessagesQuery, Page, RoomSearch, RoomsQuery, StoreError, UserSearch};

/// The present state. Lists by id take the last id of the page before as `after`, and are sorted by it.
#[async_trait]
pub trait Views: Send + Sync + 'static {
    /// A room.
    async fn room(&self, org: OrgId, id: RoomId) -> Result<Option<Room>, StoreError>;

    /// The room of that number.
    async fn room_by_number(&self, org: OrgId, number: i64) -> Result<Option<Room>, StoreError>;

    /// Rooms by place.
    async fn find_rooms(&self, org: OrgId, search: RoomSearch) -> Result<Found<Room>, StoreError>;

    /// A page of rooms, latest activity first.
    async fn rooms(&self, org: OrgId, query: RoomsQuery) -> Result<Page<Room>, StoreError>;

    /// The parts in a room, in the order of joining; then of those who have only looked in.
    async fn participants(&self, org: OrgId, room: RoomId) -> Result<Vec<Participant>, StoreError>;

    /// The part of a person in a room.
    async fn participant(&self, org: OrgId, room: RoomId, person: Person) -> Result<Option<Participant>, StoreError>;

    /// A message, with the content it had at that revision.
    async fn message_at(&self, org: OrgId, id: MessageId, revision: u32) -> Result<Option<Message>, StoreError>;

    /// The message to which a client of Rocket.Chat's gave that id.
    async fn message_by_rc_id(&self, org: OrgId, rc_id: &str) -> Result<Option<Message>, StoreError>;

    /// A message.
    async fn message(&self, org: OrgId, id: MessageId) -> Result<Option<Message>, StoreError>;

    /// Those of these messages that there are, in whatever order.
    async fn messages_by_id(&self, org: OrgId, ids: Vec<MessageId>) -> Result<Vec<Message>, StoreError>;

    /// A page of messages.
    async fn messages(&self, org: OrgId, query: MessagesQuery) -> Result<Page<Message>, StoreError>;

    /// What a message said before its edits, oldest first.
    async fn revisions(&self, org: OrgId, message: MessageId) -> Result<Vec<Revision>, StoreError>;

    /// A contact.
    async fn contact(&self, org: OrgId, id: ContactId) -> Result<Option<Contact>, StoreError>;

    /// Those of these contacts that there are, in whatever order.
    async fn contacts_by_id(&self, org: OrgId, ids: Vec<ContactId>) -> Result<Vec<Contact>, StoreError>;

    /// The contact with that handle on a channel.
    async fn contact_by_identity(&self, org: OrgId, channel: ChannelId, handle: &str) -> Result<Option<Contact>, StoreError>;

    /// The contact or user of that number.
    async fn person_by_number(&self, org: OrgId, number: i64) -> Result<Option<Person>, StoreError>;

    /// When these people were last seen, of those who ever were.
    async fn last_seen(&self, org: OrgId, people: Vec<Uuid>) -> Result<Vec<(Uuid, Timestamp)>, StoreError>;

    /// A page of contacts, without the deleted ones.
    async fn contacts(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Contact>, StoreError>;

    /// A user.
    async fn user(&self, org: OrgId, id: UserId) -> Result<Option<User>, StoreError>;

    /// The user of that (lower-case) name.
    async fn user_by_name(&self, org: OrgId, username: &str) -> Result<Option<User>, StoreError>;

    /// The only user with that e-mail address, compared in lower case; none if several have it.
    async fn user_by_email(&self, org: OrgId, email: &str) -> Result<Option<User>, StoreError>;

    /// Users by place, without the deleted ones.
    async fn find_users(&self, org: OrgId, search: UserSearch) -> Result<Found<User>, StoreError>;

    /// A page of users, without the deleted ones.
    async fn users(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<User>, StoreError>;

    /// The roles, by name.
    async fn roles(&self, org: OrgId) -> Result<Vec<Role>, StoreError>;

    /// A team.
    async fn team(&self, org: OrgId, id: TeamId) -> Result<Option<Team>, StoreError>;

    /// A page of teams.
    async fn teams(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Team>, StoreError>;

    /// A service level.
    async fn sla(&self, org: OrgId, id: SlaId) -> Result<Option<Sla>, StoreError>;

    /// A page of service levels.
    async fn slas(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Sla>, StoreError>;

    /// A canned response.
    async fn canned_response(&self, org: OrgId, id: CannedResponseId) -> Result<Option<CannedResponse>, StoreError>;

    /// A page of canned responses: of these scopes, as [`CannedScope::key`](switchroom_domain::canned_response::CannedScope::key) names
    /// them; without them, of all.
    async fn canned_responses(
        &self,
        org: OrgId,
        scopes: Option<Vec<String>>,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<CannedResponse>, StoreError>;

    /// A page of views: a user's own, and those that others share.
    async fn saved_views(&self, org: OrgId, user: UserId, after: Option<Uuid>, limit: usize) -> Result<Page<SavedView>, StoreError>;

    /// A custom field.
    async fn custom_field(&self, org: OrgId, key: &str) -> Result<Option<CustomField>, StoreError>;

    /// The custom fields, by key.
    async fn custom_fields(&self, org: OrgId) -> Result<Vec<CustomField>, StoreError>;

    /// What the organization has set.
    async fn settings(&self, org: OrgId) -> Result<Settings, StoreError>;

    /// A page of programs that may log users in.
    async fn oauth_clients(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<OAuthClient>, StoreError>;

    /// The channel that Switchroom makes by itself under that name.
    async fn channel_by_builtin(&self, org: OrgId, name: &str) -> Result<Option<Channel>, StoreError>;

    /// A channel.
    async fn channel(&self, org: OrgId, id: ChannelId) -> Result<Option<Channel>, StoreError>;

    /// A page of channels.
    async fn channels(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Channel>, StoreError>;

    /// A page of tokens, without the revoked ones.
    async fn tokens(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Token>, StoreError>;

    /// The latest of a user's sessions, and of what sets his password, that are good at `valid_at`.
    async fn tokens_of_user(&self, org: OrgId, user: UserId, valid_at: Timestamp, limit: usize) -> Result<Vec<Token>, StoreError>;

    /// A webhook subscription.
    async fn subscription(&self, org: OrgId, id: SubscriptionId) -> Result<Option<Subscription>, StoreError>;

    /// The webhook subscription that a vendor's call keeps.
    async fn managed_subscription(&self, org: OrgId, managed_by: &str) -> Result<Option<Subscription>, StoreError>;

    /// A page of webhook subscriptions.
    async fn subscriptions(&self, org: OrgId, after: Option<Uuid>, limit: usize) -> Result<Page<Subscription>, StoreError>;

    /// A replay job.
    async fn replay(&self, org: OrgId, id: FollowerId) -> Result<Option<Replay>, StoreError>;

    /// A page of a subscription's replay jobs by id, after the id `after`.
    async fn replays(&self, org: OrgId, of: SubscriptionId, after: Option<Uuid>, limit: usize) -> Result<Page<Replay>, StoreError>;

    /// Every counter of the organization that is not zero: dimension, key, value.
    async fn counters(&self, org: OrgId) -> Result<Vec<(String, String, i64)>, StoreError>;
}
