//! Messages.

use switchroom_domain::message::{ContentKind, Message};

use super::ambassador::Ext;
use super::dates;
use crate::wire::ambassador::Ambassador;
use crate::wire::chatroom;

const TEXT: i64 = 0;
const PICTURE: i64 = 1;
const VIDEO: i64 = 7;

/// A message, and its author as he is to be told.
pub(crate) fn message(message: &Message, author: Option<Ambassador>) -> chatroom::Message {
    let ext = Ext(&message.ext);
    chatroom::Message {
        id_message: message.number,
        date_insert: dates::with_micros(message.created_at),
        author,
        content: message.content.text.clone(),
        type_message: ext.number("type_message", 0..=9).unwrap_or_else(|| kind(message.content.kind)),
        status_moderation: ext.number("status_moderation", i64::MIN..=i64::MAX).unwrap_or(0),
    }
}

/// Popsell has no word for most kinds: what it cannot show is its text.
fn kind(kind: ContentKind) -> i64 {
    match kind {
        ContentKind::Image => PICTURE,
        ContentKind::Video => VIDEO,
        _ => TEXT,
    }
}
