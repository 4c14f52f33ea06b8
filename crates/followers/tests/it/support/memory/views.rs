//! The present state: of it followers only ask for subscriptions, replays and who looks after them.

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
use switchroom_engine::ports::{Found, MessagesQuery, Page, RoomSearch, RoomsQuery, StoreError, UserSearch, Views};
use uuid::Uuid;

use super::MemoryStore;

macro_rules! views {
    ($($name:ident($($given:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl Views for MemoryStore {
            async fn subscription(&self, _: OrgId, id: SubscriptionId) -> Result<Option<Subscription>, StoreError> {
                Ok(self.kept.lock().subscriptions.get(&id).cloned())
            }

            async fn replay(&self, _: OrgId, id: FollowerId) -> Result<Option<Replay>, StoreError> {
                Ok(self.kept.lock().replays.get(&id).cloned())
            }

            async fn roles(&self, _: OrgId) -> Result<Vec<Role>, StoreError> {
                Ok(self.kept.lock().roles.clone())
            }

            async fn find_users(&self, _: OrgId, search: UserSearch) -> Result<Found<User>, StoreError> {
                let holds = |user: &&User| search.role.as_ref().is_none_or(|role| user.roles.contains(role));
                let found: Vec<User> = self.kept.lock().users.iter().filter(holds).cloned().collect();
                let total = i64::try_from(found.len()).unwrap();
                Ok(Found { items: found.into_iter().take(search.limit).collect(), total })
            }

            $(
                async fn $name(&self, _: OrgId, $(_: $given),*) -> Result<$answer, StoreError> {
                    unreachable!("followers do not look at this")
                }
            )*
        }
    };
}

views! {
    room(RoomId) -> Option<Room>;
    rooms(RoomsQuery) -> Page<Room>;
    participants(RoomId) -> Vec<Participant>;
    message(MessageId) -> Option<Message>;
    messages_by_id(Vec<MessageId>) -> Vec<Message>;
    contacts_by_id(Vec<ContactId>) -> Vec<Contact>;
    messages(MessagesQuery) -> Page<Message>;
    revisions(MessageId) -> Vec<Revision>;
    contact(ContactId) -> Option<Contact>;
    contacts(Option<Uuid>, usize) -> Page<Contact>;
    user(UserId) -> Option<User>;
    user_by_name(&str) -> Option<User>;
    users(Option<Uuid>, usize) -> Page<User>;
    channel(ChannelId) -> Option<Channel>;
    channels(Option<Uuid>, usize) -> Page<Channel>;
    tokens(Option<Uuid>, usize) -> Page<Token>;
    tokens_of_user(UserId, Timestamp, usize) -> Vec<Token>;
    subscriptions(Option<Uuid>, usize) -> Page<Subscription>;
    replays(SubscriptionId, Option<Uuid>, usize) -> Page<Replay>;
    room_by_number(i64) -> Option<Room>;
    find_rooms(RoomSearch) -> Found<Room>;
    participant(RoomId, Person) -> Option<Participant>;
    message_at(MessageId, u32) -> Option<Message>;
    message_by_rc_id(&str) -> Option<Message>;
    contact_by_identity(ChannelId, &str) -> Option<Contact>;
    person_by_number(i64) -> Option<Person>;
    last_seen(Vec<Uuid>) -> Vec<(Uuid, Timestamp)>;
    user_by_email(&str) -> Option<User>;
    team(TeamId) -> Option<Team>;
    teams(Option<Uuid>, usize) -> Page<Team>;
    canned_response(CannedResponseId) -> Option<CannedResponse>;
    canned_responses(Option<Vec<String>>, Option<Uuid>, usize) -> Page<CannedResponse>;
    saved_views(UserId, Option<Uuid>, usize) -> Page<SavedView>;
    sla(SlaId) -> Option<Sla>;
    slas(Option<Uuid>, usize) -> Page<Sla>;
    custom_field(&str) -> Option<CustomField>;
    custom_fields() -> Vec<CustomField>;
    settings() -> Settings;
    oauth_clients(Option<Uuid>, usize) -> Page<OAuthClient>;
    channel_by_builtin(&str) -> Option<Channel>;
    managed_subscription(&str) -> Option<Subscription>;
    counters() -> Vec<(String, String, i64)>;
}
