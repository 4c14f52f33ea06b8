//! Who listens to what, and how they resume: feeds of one room's events or of an organization's whole log, live and in
//! order, with nothing missed and nothing twice; and what is done just now, told if somebody listens. Knows no protocol.

mod activity;
mod backlog;
mod feeds;
mod hub;
mod log_feed;
mod room_feed;
mod shared_event;

#[cfg(test)]
mod fake_store;

pub use activity::ActivityListener;
pub use feeds::Feeds;
pub use hub::Hub;
pub use log_feed::LogFeed;
pub use room_feed::RoomFeed;
pub use shared_event::{Form, SharedEvent};
