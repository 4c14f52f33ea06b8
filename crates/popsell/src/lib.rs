//! The API of Popsell, spoken over the engine: chatrooms, ambassadors, brands.
#![allow(dead_code, unused_imports)]
mod auth;
mod errors;
mod translate;
mod wire;
