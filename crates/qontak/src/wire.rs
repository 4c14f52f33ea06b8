//! Qontak's bodies, field by field in the order of the seeds.

pub(crate) mod avatar;
pub(crate) mod message;
pub(crate) mod raw;
pub(crate) mod room;
pub(crate) mod settings;
pub(crate) mod time;
pub(crate) mod token;
