//! What becomes of messages.

pub(super) mod delete;
pub(super) mod edit;
mod mentions;
pub(super) mod post;
pub(super) mod status;
pub(super) mod system;

use crate::event::Subject;
use crate::message::{Message, Visibility};

/// The message as an event's subject, as it is now.
fn subject(message: &Message) -> Subject {
    Subject::Message {
        id: message.id,
        revision: message.revision,
        status: message.status,
        deleted: message.deleted_at.is_some(),
        internal: message.visibility == Visibility::Internal,
    }
}
