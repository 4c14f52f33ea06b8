//! Rocket.Chat's documents, as they go over the wire.

mod custom_field;
mod file;
mod inquiry;
mod message;
mod room;
mod sla;
mod user;
mod visitor;

pub(crate) use custom_field::CustomField;
pub(crate) use file::{Attachment, File, FileUpload, Media};
pub(crate) use inquiry::Inquiry;
pub(crate) use message::{Author, Message, PriorityData, SlaData};
pub(crate) use room::{Metrics, Room, RoomVisitor, ServedBy, Source};
pub(crate) use sla::{Priority, Sla};
pub(crate) use user::{Email, User, UserRef};
pub(crate) use visitor::{Address, Phone, Visitor};
