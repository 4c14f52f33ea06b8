//! Between the model and Rocket.Chat's documents.

pub(crate) mod custom_field;
pub(crate) mod file;
pub(crate) mod ids;
pub(crate) mod inquiry;
pub(crate) mod message;
pub(crate) mod room;
pub(crate) mod sla;
pub(crate) mod time;
pub(crate) mod user;
pub(crate) mod visitor;
