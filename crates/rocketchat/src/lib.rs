//! Rocket.Chat's Omnichannel API over the one model: what its clients call under `/api/v1`, and what its webhooks are told.
//!
//! One folder a noun, one file a call. `schema` says what parameters must look like, `wire` what documents look like,
//! `translate` goes between those and the model, `permissions` between the vendor's names of permissions and ours. What is
//! supported, and every choice made where the vendor is silent, is in the crate's README.

mod access;
mod answer;
mod auth;
mod chat;
mod errors;
mod extract;
mod info;
mod livechat;
mod login;
mod methods;
mod page;
mod permissions;
mod rooms;
mod routes;
mod schema;
mod settings;
mod state;
mod translate;
mod users;
mod voice;
mod wire;

pub use routes::router;
pub use voice::RocketChatVoice;
