//! The rules between Qontak's words and ours: pure, and tested by themselves.

pub(crate) mod data_event;
pub(crate) mod file;
pub(crate) mod interactions;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod topic;
pub(crate) mod words;
