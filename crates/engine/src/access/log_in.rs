//! Logging in.

use switchroom_domain::command::{Answer, Command, IssueToken};
use switchroom_domain::token::Device;
use switchroom_domain::two_factor::Proof;
use switchroom_domain::user::{User, username};
use switchroom_domain::{OrgId, Person, Refusal};

use super::lockout::Target;
use super::passwords::Password;
use super::{IssuedToken, NewToken, new_secret, passwords, second_factor, token_command};
use crate::{Caller, Done, Engine, EngineError};

/// How long a session lasts, in seconds.
pub const SESSION_SECONDS: i64 = 30 * 24 * 60 * 60;

/// What somebody shows to log in.
#[derive(Debug, Clone)]
pub struct LogIn<'a> {
    /// A user name or an e-mail address.
    pub name: &'a str,
    /// The password.
    pub password: Password,
    /// A code, or a recovery code, where he has two factors.
    pub totp: Option<&'a str>,
    /// With what he logs in.
    pub device: Device,
}

/// Issues a session to the user who knows the password.
pub async fn log_in(engine: &Engine, org: OrgId, log_in: LogIn<'_>) -> Result<(User, IssuedToken), EngineError> {
    let verified = verified(engine, org, log_in.name, log_in.password, log_in.totp).await?;
    let session = NewToken::session(engine, verified.user.actor(), Some(log_in.device), SESSION_SECONDS);
    let secret = new_secret(engine);
    let mut command = token_command(engine, session, &secret)?;
    command.proof = verified.proof;
    let (token, _) = verified.issue(engine, command).await?.token()?.value;
    Ok((verified.let_in(engine), IssuedToken { token, secret }))
}

/// A user who has shown what he must, and is not let in yet.
pub(super) struct Verified {
    pub(super) user: User,
    /// What he showed beside his password: it is taken together with the first token that he is issued.
    pub(super) proof: Option<Proof>,
    target: Target,
}

impl Verified {
    /// Issues a token, with which the proof is taken if it holds it.
    pub(super) async fn issue(&self, engine: &Engine, command: IssueToken) -> Result<Done<Answer>, EngineError> {
        match engine.run(&Caller::system(self.user.org), Command::IssueToken(command)).await {
            // Somebody else has shown the same meanwhile.
            Err(EngineError::Refused(Refusal::WrongTotp)) => {
                engine.was_wrong(self.target.clone());
                Err(EngineError::WrongTotp)
            }
            issued => issued,
        }
    }

    /// The user, whose wrong tries count no more.
    pub(super) fn let_in(self, engine: &Engine) -> User {
        engine.was_right(self.target);
        engine.presence.seen(self.user.org, Person::User(self.user.id), engine.now());
        self.user
    }
}

/// The user who has that name or e-mail address, knows the password and, where he has two factors, shows a good code.
pub(super) async fn verified(
    engine: &Engine,
    org: OrgId,
    name: &str,
    password: Password,
    totp: Option<&str>,
) -> Result<Verified, EngineError> {
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
    if !user.has_two_factors() {
        return Ok(Verified { user, proof: None, target });
    }
    let given = totp.filter(|code| !code.trim().is_empty()).ok_or(EngineError::TotpRequired)?;
    let Some(proof) = second_factor::proof(engine, &user, given)? else {
        engine.was_wrong(target);
        return Err(EngineError::WrongTotp);
    };
    Ok(Verified { user, proof: Some(proof), target })
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
