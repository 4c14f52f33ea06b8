//! Registering a program.

use switchroom_domain::command::{Command, CreateOAuthClient};
use switchroom_domain::oauth::OAuthClient;

use crate::access::{new_secret, token_hash};
use crate::{Caller, Done, Engine, EngineError};

/// What secrets of programs are encrypted for.
const PURPOSE: &str = "oauth client";

/// A program, with the secret that is shown this once.
#[derive(Debug, Clone)]
pub struct CreatedOAuthClient {
    /// The program.
    pub client: OAuthClient,
    /// What it shows as `client_secret`.
    pub secret: String,
}

/// Registers a program with a random secret.
pub async fn create(engine: &Engine, caller: &Caller, name: &str) -> Result<Done<CreatedOAuthClient>, EngineError> {
    let secret = new_secret(engine);
    let command = CreateOAuthClient {
        id: engine.new_id(),
        name: name.to_owned(),
        secret_hash: token_hash(&secret),
        sealed_secret: engine.secrets.seal(PURPOSE, secret.as_bytes())?,
    };
    let done = engine.run(caller, Command::CreateOAuthClient(command)).await?.oauth_client()?;
    let (client, sealed) = done.value;
    let sealed = sealed.ok_or(EngineError::UnexpectedAnswer)?;
    let secret = String::from_utf8(engine.secrets.open(PURPOSE, &sealed)?).map_err(|_| EngineError::UnexpectedAnswer)?;
    Ok(Done { value: CreatedOAuthClient { client, secret }, replayed: done.replayed })
}
