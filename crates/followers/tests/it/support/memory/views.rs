//! The present state: of it followers only ask for subscriptions and replays.

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
use switchroom_engine::ports::{MessagesQuery, Page, RoomsQuery, StoreError, Views};
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
    messages(MessagesQuery) -> Page<Message>;
    revisions(MessageId) -> Vec<Revision>;
    contact(ContactId) -> Option<Contact>;
    contacts(Option<Uuid>, usize) -> Page<Contact>;
    user(UserId) -> Option<User>;
    user_by_name(&str) -> Option<User>;
    users(Option<Uuid>, usize) -> Page<User>;
    roles() -> Vec<Role>;
    channel(ChannelId) -> Option<Channel>;
    channels(Option<Uuid>, usize) -> Page<Channel>;
    tokens(Option<Uuid>, usize) -> Page<Token>;
    subscriptions(Option<Uuid>, usize) -> Page<Subscription>;
    counters() -> Vec<(String, String, i64)>;
}
