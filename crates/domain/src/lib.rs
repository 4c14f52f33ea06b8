//! Switchroom's words and rules: what a room, a message or a contact is, which command may change it, and which
//! event tells of the change. No async, no I/O, no SQL, no HTTP: every function here is a pure rule.

pub mod access;
pub mod actor;
pub mod canned_response;
pub mod channel;
pub mod command;
pub mod contact;
pub mod counter;
pub mod custom_field;
pub mod decide;
pub mod event;
pub mod ext;
pub mod idempotency;
pub mod ids;
pub mod limits;
pub mod message;
pub mod oauth;
pub mod organization;
pub mod participant;
pub mod permission;
pub mod priority;
pub mod refusal;
pub mod replay;
pub mod role;
pub mod room;
pub mod scope;
pub mod setting;
pub mod sla;
pub mod subscription;
pub mod team;
pub mod time;
pub mod token;
pub mod trace;
pub mod unique;
pub mod user;
pub mod view;
pub mod world;

pub use access::Access;
pub use actor::{Actor, Person};
pub use command::{Command, Envelope};
pub use event::{Committed, Event, EventKind};
pub use ids::*;
pub use permission::{Permission, Permissions};
pub use refusal::Refusal;
pub use time::Timestamp;
pub use trace::TraceContext;
