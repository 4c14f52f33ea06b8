//! The catalogue of event types.

mod bodies;
mod examples;
mod reading;
mod scenario;
