//! `DELETE /api/v1/livechat/message/:_id`.

use axum::extract::State;
use serde_json::json;
use switchroom_domain::command::DeleteMessage;
use switchroom_domain::{Command, Permission, Refusal};
use switchroom_engine::EngineError;

use super::{Place, found};
use crate::answer::{Answered, success};
use crate::auth::{Guest, as_caller};
use crate::errors::RcError;
use crate::extract::{Body, Path};
use crate::state::RcState;
use crate::translate::time::iso;

/// The visitor deletes a message of his own.
pub(super) async fn delete(State(state): State<RcState>, guest: Guest, Path(id): Path<String>, Body(place): Body<Place>) -> Answered {
    let engine = state.engine();
    let (contact, _, old) = found(engine, guest.org, &place, &id).await?;
    let caller = as_caller(guest.org, contact.id, &[Permission::MessageEdit]);
    let deleted = engine.run(&caller, Command::DeleteMessage(DeleteMessage { message: old.id })).await;
    deleted.map_err(|error| match error {
        EngineError::Refused(Refusal::Forbidden { .. }) => RcError::coded("error-action-not-allowed", "Message deleting not allowed"),
        other => other.into(),
    })?;
    success(json!({"message": {"_id": id, "ts": iso(engine.now())}}))
}
