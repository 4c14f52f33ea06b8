//! Qontak's Open API and webhooks, over Switchroom's engine.
//!
//! Requests come in through [`router`], events go out through [`QontakVoice`]. `wire` holds the vendor's bodies field by
//! field, `translate` the rules between them and our model; what the vendor leaves open is decided in this crate's README.

mod answer;
mod auth;
mod body;
mod errors;
mod permissions;
mod routes;
mod translate;
mod voice;
mod wire;

pub use routes::router;
pub use voice::QontakVoice;
