//! Limits: how often, how much, how many.

mod raw;
mod requests;
mod streams;
