//! Issuing tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use switchroom_domain::command::{Command, IssueToken};
use switchroom_domain::scope::Scope;
use switchroom_domain::subscription::Sealed;
use switchroom_domain::token::{Device, Token, TokenKind};
use switchroom_domain::{Actor, Timestamp};

use crate::{Caller, Done, Engine, EngineError};

/// What token secrets are encrypted for.
const PURPOSE: &str = "token";

/// A token to be issued.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// How it comes to be.
    pub kind: TokenKind,
    /// Whom it speaks for.
    pub actor: Actor,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// What it is for.
    pub name: Option<String>,
    /// With what the user logged in.
    pub device: Option<Device>,
    /// When it stops to be taken.
    pub expires_at: Option<Timestamp>,
}

impl NewToken {
    /// A session of whoever has just shown who he is: for all that he may do, for so many seconds.
    pub(crate) fn session(engine: &Engine, actor: Actor, device: Option<Device>, seconds: i64) -> Self {
        Self {
            kind: TokenKind::Session,
            actor,
            scopes: vec![Scope::All],
            name: None,
            device,
            expires_at: Some(engine.now().plus_seconds(seconds)),
        }
    }
}

/// A token, with the secret that is shown this once.
#[derive(Debug, Clone)]
pub struct IssuedToken {
    /// The token.
    pub token: Token,
    /// What its bearer shows.
    pub secret: String,
}

/// SHA-256 of a token's secret: all that is kept of it.
#[must_use]
pub fn token_hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// Issues a token with a random secret.
pub async fn issue_token(engine: &Engine, caller: &Caller, new: NewToken) -> Result<Done<IssuedToken>, EngineError> {
    let command = token_command(engine, new, &new_secret(engine))?;
    let done = engine.run(caller, Command::IssueToken(command)).await?.token()?;
    let (token, sealed) = done.value;
    let sealed = sealed.ok_or(EngineError::UnexpectedAnswer)?;
    let secret = open_token(engine, &sealed)?;
    Ok(Done { value: IssuedToken { token, secret }, replayed: done.replayed })
}

/// The secret of a token, as it was kept for a repetition of the request that issued it.
pub(crate) fn open_token(engine: &Engine, sealed: &Sealed) -> Result<String, EngineError> {
    let secret = engine.secrets.open(PURPOSE, sealed)?;
    String::from_utf8(secret).map_err(|_| EngineError::UnexpectedAnswer)
}

/// A random secret for a token.
pub(crate) fn new_secret(engine: &Engine) -> String {
    let mut random = [0; 32];
    engine.ids.secret(&mut random);
    format!("sw_{}", URL_SAFE_NO_PAD.encode(random))
}

/// The command that issues a token with this secret.
pub(crate) fn token_command(engine: &Engine, new: NewToken, secret: &str) -> Result<IssueToken, EngineError> {
    Ok(IssueToken {
        id: engine.new_id(),
        hash: token_hash(secret),
        kind: new.kind,
        actor: new.actor,
        scopes: new.scopes,
        name: new.name,
        expires_at: new.expires_at,
        device: new.device,
        sealed_secret: engine.secrets.seal(PURPOSE, secret.as_bytes())?,
        access: None,
        proof: None,
    })
}
