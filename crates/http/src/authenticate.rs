//! Who bears a token.

use http::request::Parts;
use switchroom_engine::{Caller, EngineError, access, trace};

use crate::{Shared, TooMany, client, host_organization};

/// Why a caller is not let in.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The token is not valid ([`EngineError::InvalidToken`]), belongs to another organization than the host
    /// ([`EngineError::WrongHost`]), or could not be looked up.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// He called too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
}

/// Whoever bears the token `secret`, in the organization that the request's host means. Counts against his request
/// limit, or, if the token is not valid, against his address's.
pub async fn authenticate(shared: &Shared, parts: &Parts, secret: &str) -> Result<Caller, AuthError> {
    let host_org = host_organization(shared, parts).await?;
    let caller = match access::authenticate(shared.engine(), secret, host_org).await {
        Err(error @ (EngineError::InvalidToken | EngineError::WrongHost)) => {
            shared.limits().address(client::address(parts, &shared.config().trusted_proxies))?;
            return Err(error.into());
        }
        caller => caller?,
    };
    trace::belongs_to(caller.org);
    if let Some(token) = caller.access.credential {
        shared.limits().token(token)?;
    }
    Ok(caller)
}
