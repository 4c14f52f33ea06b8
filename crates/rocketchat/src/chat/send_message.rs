//! `POST /api/v1/chat.sendMessage`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::post::{NewMessage, post};
use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, Style, may, open, read};
use crate::state::RcState;

/// A message.
#[derive(Debug, Deserialize)]
pub(super) struct SendMessage {
    message: Option<Value>,
}

impl Params for SendMessage {
    const SHAPE: Shape = open(&[may("message", Kind::Any)]);
}

/// The agent says something in a room.
pub(super) async fn send_message(State(state): State<RcState>, agent: Agent, Body(given): Body<SendMessage>) -> Answered {
    let missing = || RcError::coded("error-invalid-params", "The \"message\" parameter must be provided.");
    let message = given.message.filter(|message| !message.is_null()).ok_or_else(missing)?;
    let new: NewMessage = read(&NewMessage::SHAPE, Style::Ajv, message)?;
    success(json!({"message": post(state.engine(), &agent, new).await?}))
}
