//! `DELETE /api/v1/livechat/visitor/:token`.

use axum::extract::State;
use serde_json::json;
use switchroom_domain::command::DeleteContact;
use switchroom_domain::{Command, Refusal};
use switchroom_engine::{Caller, EngineError};

use crate::answer::{Answered, success};
use crate::auth::{self, Guest};
use crate::errors::RcError;
use crate::extract::Path;
use crate::state::RcState;
use crate::translate::time::iso;

/// Deletes the visitor whose token this is: what is left is a number that nobody else gets.
pub(super) async fn delete(State(state): State<RcState>, guest: Guest, Path(token): Path<String>) -> Answered {
    let engine = state.engine();
    let unknown = || RcError::coded("invalid-token", "");
    let contact = auth::visitor(engine, guest.org, &token).await?.ok_or_else(unknown)?;
    // A visitor deletes himself by what he alone knows: his token.
    let caller = Caller::system(guest.org);
    let deleted = engine.run(&caller, Command::DeleteContact(DeleteContact { contact: contact.id })).await;
    deleted.map_err(|error| match error {
        // Somebody else deleted him in the meantime.
        EngineError::Refused(Refusal::NotFound { .. }) => unknown(),
        other => other.into(),
    })?;
    success(json!({"visitor": {"_id": contact.id.to_string(), "ts": iso(engine.now())}}))
}
