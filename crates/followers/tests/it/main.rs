//! Followers as a whole, in a world whose time can be advanced.

mod breaker;
mod chaos;
mod crash;
mod horizon;
mod parking;
mod replay;
mod support;
