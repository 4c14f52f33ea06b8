//! Many at once: followers never look at them.

use async_trait::async_trait;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::Message;
use switchroom_domain::room::Room;
use switchroom_domain::{ContactId, MessageId, OrgId, RoomId};
use switchroom_engine::ports::{Gathering, Page, StoreError};

use super::MemoryStore;

macro_rules! gathering {
    ($($name:ident($($given:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl Gathering for MemoryStore {
            $(
                async fn $name(&self, _: OrgId, $(_: $given),*) -> Result<$answer, StoreError> {
                    unreachable!("followers do not look at this")
                }
            )*
        }
    };
}

gathering! {
    messages_of(Vec<MessageId>) -> Vec<Message>;
    rooms_of(Vec<RoomId>) -> Vec<Room>;
    contacts_of(Vec<ContactId>) -> Vec<Contact>;
    all_messages(Option<MessageId>, usize) -> Page<Message>;
    all_rooms(Option<RoomId>, usize) -> Page<Room>;
}
