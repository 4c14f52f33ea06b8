//! What goes over the wire: types of our own, so that the domain can change without the API.
//!
//! Answers borrow what they tell. A field that has no value is left out, unless its absence would mean something else.

mod activity;
mod actor;
pub(crate) mod canned_response;
pub(crate) mod changes;
pub(crate) mod channel;
pub(crate) mod contact;
pub(crate) mod custom_field;
mod enums;
pub(crate) mod event;
pub(crate) mod given;
pub(crate) mod message;
pub(crate) mod participant;
pub(crate) mod plain;
mod presence;
pub(crate) mod room;
mod session;
pub(crate) mod sla;
pub(crate) mod team;
mod time;
pub(crate) mod token;
pub(crate) mod user;
pub(crate) mod view;
pub(crate) mod widget;

pub(crate) use activity::{Typing, Viewing};
pub(crate) use actor::{Actor, PersonRef};
pub(crate) use canned_response::{CannedResponse, CannedScope};
pub(crate) use channel::Channel;
pub(crate) use contact::Contact;
pub(crate) use custom_field::CustomField;
pub(crate) use enums::{
    Ask, AttemptOutcome, ChannelKind, ContentKind, CustomFieldKind, CustomFieldScope, DeliveryStatus, Dialect, DisabledReason, Flag,
    Missed, Ordering, Origin, ParkReason, Priority, ReplayScope, ReplayState, RoomKind, RoomStatus, Scope, Theme, TokenKind, UserStatus,
    Visibility, WakeReason, Weekday, WidgetPosition,
};
pub(crate) use event::Event;
pub(crate) use message::Message;
pub(crate) use participant::Participant;
pub(crate) use presence::{Presence, Seen};
pub(crate) use room::Room;
pub(crate) use session::OpenSession;
pub(crate) use sla::Sla;
pub(crate) use team::Team;
pub(crate) use time::Time;
pub(crate) use token::Token;
pub(crate) use user::User;
