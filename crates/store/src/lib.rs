//! The stores: where everything is kept. One engine a module, with the same file names, and one contract suite for all.

pub mod sqlite;
