//! What goes over the wire: bodies and queries as they come, objects and pages as they are told.

pub(crate) mod ambassador;
pub(crate) mod body;
pub(crate) mod chatroom;
pub(crate) mod page;
pub(crate) mod query;
