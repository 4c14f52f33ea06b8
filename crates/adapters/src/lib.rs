//! What the engine's ports are in the real world.

mod clock;
mod ids;
mod secrets;

pub use clock::SystemClock;
pub use ids::SystemIds;
pub use secrets::{KeyError, KeySecrets};
