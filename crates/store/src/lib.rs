//! The stores: where everything is kept. One engine a module, with the same file names, and one contract suite for all.

mod as_of;
mod attempts;
mod event_doc;
mod migrated;
mod names;
mod pages;
mod search;
mod stages;

pub mod copy;
pub mod postgres;
pub mod sqlite;

pub use migrated::Migrated;
