//! `POST /api/v1/logout`.

use axum::extract::State;
use serde_json::json;
use switchroom_domain::Command;
use switchroom_domain::command::RevokeToken;

use crate::answer::{Answered, verbatim};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::state::RcState;

/// Ends the session: the token that is shown is not taken any more.
pub(super) async fn log_out(State(state): State<RcState>, agent: Agent) -> Answered {
    let token = agent.caller.access.credential.ok_or_else(RcError::logged_out)?;
    state.engine().run(&agent.caller, Command::RevokeToken(RevokeToken { token })).await?;
    verbatim(json!({"status": "success", "data": {"message": "You've been logged out!"}}))
}
