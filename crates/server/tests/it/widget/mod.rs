//! The widget of a web channel: its settings, who vouches for visitors, and what other origins may call.

mod cors;
mod identity;
mod settings;
mod visitor;
