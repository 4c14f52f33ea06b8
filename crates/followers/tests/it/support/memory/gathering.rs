//! Reading many at once, which followers never do.

use async_trait::async_trait;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::Message;
use switchroom_domain::room::Room;
use switchroom_domain::{ContactId, MessageId, OrgId, RoomId};
use switchroom_engine::ports::{Gathering, Page, StoreError};

use super::MemoryStore;

macro_rules! unused {
    ($($name:ident($($given:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl Gathering for MemoryStore {$(
            async fn $name(&self, $(_: $given),*) -> Result<$answer, StoreError> {
                unreachable!("followers do not gather")
            }
        )*}
    };
}

unused! {
    messages_of(OrgId, Vec<MessageId>) -> Vec<Message>;
    rooms_of(OrgId, Vec<RoomId>) -> Vec<Room>;
    contacts_of(OrgId, Vec<ContactId>) -> Vec<Contact>;
    all_messages(OrgId, Option<MessageId>, usize) -> Page<Message>;
    all_rooms(OrgId, Option<RoomId>, usize) -> Page<Room>;
}
