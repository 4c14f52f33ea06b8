//! Logging in.

use switchroom_domain::OrgId;
use switchroom_domain::scope::Scope;
use switchroom_domain::token::TokenKind;
use switchroom_domain::user::{User, username};

use super::{IssuedToken, NewToken, issue_token, passwords};
use crate::{Caller, Engine, EngineError};

/// How long a session lasts, in seconds.
const SESSION_SECONDS: i64 = 30 * 24 * 60 * 60;

/// Issues a session to the user who knows the password.
pub async fn log_in(engine: &Engine, org: OrgId, name: &str, password: &str) -> Result<(User, IssuedToken), EngineError> {
    let user = match username(name) {
        Ok(name) => engine.store.user_by_name(org, &name).await?,
        Err(_) => None,
    };
    let hash = user.as_ref().and_then(|user| user.password_hash.clone());
    // An unknown user costs as much as a wrong password, so that the time taken tells nothing.
    let right = passwords::verify(password.to_owned(), hash).await?;
    let user = user.filter(|user| right && user.active).ok_or(EngineError::WrongCredentials)?;
    let session = NewToken {
        kind: TokenKind::Session,
        actor: user.actor(),
        scopes: vec![Scope::All],
        name: None,
        expires_at: Some(engine.now().plus_seconds(SESSION_SECONDS)),
    };
    let issued = issue_token(engine, &Caller::system(org), session).await?.value;
    Ok((user, issued))
}
