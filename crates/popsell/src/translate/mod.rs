//! Between the model and Popsell's words.

pub(crate) mod ambassador;
pub(crate) mod chatroom;
pub(crate) mod dates;
pub(crate) mod established;
pub(crate) mod list;
pub(crate) mod message;
