//! Switchroom's own API: REST, and the feed of events, described by an OpenAPI 3.1 document.
//!
//! One folder a noun, one file an endpoint. `extract` is what handlers take from requests, `wire` what goes over the
//! wire; a handler translates between those and the engine, and decides nothing itself.

mod answer;
mod canned_responses;
mod channels;
mod consumers;
mod contacts;
mod cors;
mod cursor;
mod custom_fields;
mod document;
mod event_types;
mod extract;
mod feed;
mod me;
mod messages;
mod oauth_clients;
mod organizations;
mod password_resets;
mod problem;
mod roles;
mod rooms;
mod router;
mod sessions;
mod settings;
mod setup;
mod slas;
mod state;
mod teams;
mod tokens;
mod users;
mod views;
mod visitors;
mod voice;
mod webhooks;
mod wire;

pub use feed::StreamLimits;
pub use router::{openapi, router};
pub use state::{ApiConfig, ApiState};
pub use voice::NativeVoice;
