//! Logging in.

use switchroom_domain::scope::Scope;
use switchroom_domain::token::{Device, TokenKind};
use switchroom_domain::user::{User, username};
use switchroom_domain::{OrgId, Person};

use super::lockout::Target;
use super::passwords::Password;
use super::{IssuedToken, NewToken, issue_token, passwords};
use crate::{Caller, Engine, EngineError};

/// How long a session lasts, in seconds.
pub const SESSION_SECONDS: i64 = 30 * 24 * 60 * 60;

/// What somebody shows to log in.
#[derive(Debug, Clone)]
pub struct LogIn<'a> {
    /// A user name or an e-mail address.
    pub name: &'a str,
    /// The password.
    pub password: Password,
    /// With what he logs in.
    pub device: Device,
}

/// Issues a session to the user who knows the password.
pub async fn log_in(engine: &Engine, org: OrgId, log_in: LogIn<'_>) -> Result<(User, IssuedToken), EngineError> {
    let user = verified(engine, org, log_in.name, log_in.password).await?;
    let session = NewToken {
        kind: TokenKind::Session,
        actor: user.actor(),
        scopes: vec![Scope::All],
        name: None,
        device: Some(log_in.device),
        expires_at: Some(engine.now().plus_seconds(SESSION_SECONDS)),
    };
    let issued = issue_token(engine, &Caller::system(org), session).await?.value;
    Ok((user, issued))
}

/// The user who has that name or e-mail address, and knows the password.
pub(super) async fn verified(engine: &Engine, org: OrgId, name: &str, password: Password) -> Result<User, EngineError> {
    let target = Target::name(org, name);
    engine.check_not_out(&target)?;
    let user = user_named(engine, org, name).await?;
    let hash = user.as_ref().and_then(|user| user.password_hash.clone());
    // An unknown user costs as much as a wrong password, so that the time taken tells nothing.
    let right = passwords::verify(password, hash).await?;
    let Some(user) = user.filter(|user| right && user.active) else {
        engine.was_wrong(target);
        return Err(EngineError::WrongCredentials);
    };
    // Of many who guess at the same time, those who come too late are not told that they were right.
    engine.check_not_out(&target)?;
    engine.was_right(target);
    engine.presence.seen(org, Person::User(user.id), engine.now());
    Ok(user)
}

/// The user of that name or, if it is nobody's, that e-mail address.
pub(crate) async fn user_named(engine: &Engine, org: OrgId, name: &str) -> Result<Option<User>, EngineError> {
    if let Ok(username) = username(name)
        && let Some(user) = engine.store.user_by_name(org, &username).await?
    {
        return Ok(Some(user));
    }
    if name.contains('@') { Ok(engine.store.user_by_email(org, name.trim()).await?) } else { Ok(None) }
}
