//! `sendMessage`.

use serde_json::Value;
use switchroom_engine::Engine;

use super::call::Error;
use crate::auth::Agent;
use crate::chat::{NewMessage, post_message};
use crate::errors::RcError;
use crate::schema::{Style, read};

/// The agent says something in a room.
pub(super) async fn run(engine: &Engine, agent: &Agent, params: Vec<Value>) -> Result<Value, Error> {
    let message = params.into_iter().next().unwrap_or_default();
    let new: NewMessage = read(&NewMessage::SHAPE, Style::Match, message)?;
    let posted = post_message(engine, agent, new).await?;
    Ok(serde_json::to_value(posted).map_err(|_| RcError::internal())?)
}
