//! Callers of streams outlive their request: now and then their tokens are looked up again.

use switchroom_engine::{Caller, EngineError, access};

use crate::state::ApiState;

/// The caller who bears the token now. None: the token is no longer valid. If that cannot be found out just now, the
/// caller stays who it was.
pub(super) async fn renew(state: &ApiState, caller: &Caller, secret: &str) -> Option<Caller> {
    match access::authenticate(state.engine(), secret, Some(caller.org)).await {
        Ok(caller) => Some(caller),
        Err(EngineError::InvalidToken | EngineError::WrongHost) => None,
        Err(error) => {
            tracing::warn!(%error, "the token of an open stream could not be looked up");
            Some(caller.clone())
        }
    }
}
