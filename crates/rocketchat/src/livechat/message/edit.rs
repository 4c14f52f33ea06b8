//! `PUT /api/v1/livechat/message/:_id`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::command::EditMessage;
use switchroom_domain::message::Content;
use switchroom_domain::{Command, Permission, Refusal};
use switchroom_engine::EngineError;

use super::{Place, check_length, found};
use crate::answer::{Answered, success};
use crate::auth::{Guest, as_caller};
use crate::errors::RcError;
use crate::extract::{Body, Params, Path};
use crate::schema::{Kind, Shape, Style, must, open};
use crate::state::RcState;
use crate::translate::message::message;

/// What a message is to say.
#[derive(Debug, Deserialize)]
pub(super) struct Edit {
    #[serde(flatten)]
    place: Place,
    msg: String,
}

impl Params for Edit {
    const SHAPE: Shape = open(&[must("token", Kind::Text), must("rid", Kind::Text), must("msg", Kind::Text)]);
    const STYLE: Style = Style::Match;
}

/// The visitor changes a message of his own.
pub(super) async fn edit(State(state): State<RcState>, guest: Guest, Path(id): Path<String>, Body(given): Body<Edit>) -> Answered {
    let engine = state.engine();
    let (contact, _, old) = found(engine, guest.org, &given.place, &id).await?;
    check_length(&*engine.settings(guest.org).await?, &given.msg)?;
    let command = EditMessage { message: old.id, content: Content { text: given.msg, ..old.content } };
    let caller = as_caller(guest.org, contact.id, &[Permission::MessageEdit]);
    let edited = engine.run(&caller, Command::EditMessage(command)).await.map_err(|error| match error {
        EngineError::Refused(Refusal::Forbidden { .. }) => RcError::coded("error-action-not-allowed", "Message editing not allowed"),
        other => other.into(),
    })?;
    let (edited, _) = edited.message()?.value;
    success(json!({"message": message(engine, &edited).await?}))
}
