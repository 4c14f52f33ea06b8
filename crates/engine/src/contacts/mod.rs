//! Contacts.

mod register_visitor;

pub use register_visitor::{NewVisitor, Visitor, register_visitor};
