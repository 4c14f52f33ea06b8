//! OAuth: programs that are registered log users in with their passwords, and renew what they got.

use switchroom_domain::command::{Command, RotateTokens};
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::scope::Scope;
use switchroom_domain::token::{Token, TokenKind};
use switchroom_domain::{Actor, OAuthClientId, OrgId, Refusal, Timestamp};
use uuid::Uuid;

use super::log_in::verified;
use super::passwords::Password;
use super::{NewToken, new_secret, token_command, token_hash};
use crate::{Caller, Engine, EngineError};

/// How long an access token lasts, in seconds: 345 days, as Qontak's do.
const ACCESS_SECONDS: i64 = 345 * 24 * 60 * 60;
/// How long a refresh token lasts, in seconds.
const REFRESH_SECONDS: i64 = 2 * ACCESS_SECONDS;

/// What a program shows of itself.
#[derive(Debug, Clone, Copy)]
pub struct ClientCredentials<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its secret.
    pub secret: &'a str,
}

/// What a program was granted.
#[derive(Debug, Clone)]
pub struct Granted {
    /// The access token's secret.
    pub access_token: String,
    /// The refresh token's secret: good for one renewal.
    pub refresh_token: String,
    /// How long the access token lasts, in seconds.
    pub expires_in: i64,
    /// When it was issued.
    pub created_at: Timestamp,
}

/// Grants tokens for the user who has that name or e-mail address and that password. `host_org` is the organization that
/// the request's host means, if it means one: another one's programs are refused there.
pub async fn grant_password(
    engine: &Engine,
    client: ClientCredentials<'_>,
    host_org: Option<OrgId>,
    username: &str,
    password: &str,
) -> Result<Granted, EngineError> {
    let client = known(engine, client, host_org).await?;
    // There is no place for a code in this grant: who has two factors is refused.
    let verified = verified(engine, client.org, username, Password::Plain(password.to_owned()), None).await?;
    let pair = Pair::new(engine, &client, verified.user.actor(), &[Scope::All])?;
    for token in [pair.access, pair.refresh] {
        match verified.issue(engine, token).await {
            // Shut out since the password was looked at.
            Err(EngineError::Refused(Refusal::NotFound { .. } | Refusal::Invalid { .. })) => return Err(EngineError::WrongCredentials),
            issued => drop(issued?),
        }
    }
    verified.let_in(engine);
    Ok(pair.granted)
}

/// Exchanges a refresh token for new tokens; the old ones are revoked. A refresh token that was used is good no more.
pub async fn refresh(
    engine: &Engine,
    client: ClientCredentials<'_>,
    host_org: Option<OrgId>,
    refresh_token: &str,
) -> Result<Granted, EngineError> {
    let client = known(engine, client, host_org).await?;
    let token = engine.store.token_by_hash(token_hash(refresh_token)).await?;
    let is_clients = |token: &Token| token.org == client.org && token.kind == TokenKind::Refresh && token.name == purpose(&client);
    let token = token.filter(is_clients).ok_or(EngineError::InvalidToken)?;
    let pair = Pair::new(engine, &client, token.actor, &token.scopes)?;
    let command = RotateTokens { refresh: token.id, access: pair.access, new_refresh: pair.refresh };
    match engine.run(&Caller::system(client.org), Command::RotateTokens(command)).await {
        Ok(_) => Ok(pair.granted),
        Err(EngineError::Refused(Refusal::TokenUsed | Refusal::NotFound { .. } | Refusal::Invalid { .. })) => {
            Err(EngineError::InvalidToken)
        }
        Err(error) => Err(error),
    }
}

async fn known(engine: &Engine, client: ClientCredentials<'_>, host_org: Option<OrgId>) -> Result<OAuthClient, EngineError> {
    let id = Uuid::parse_str(client.id).map_err(|_| EngineError::UnknownClient)?;
    let found = engine.store.oauth_client(OAuthClientId(id)).await?.ok_or(EngineError::UnknownClient)?;
    let right = found.secret_hash == token_hash(client.secret) && host_org.is_none_or(|org| org == found.org);
    if right { Ok(found) } else { Err(EngineError::UnknownClient) }
}

/// What a program's tokens are named: only it can renew them.
fn purpose(client: &OAuthClient) -> Option<String> {
    Some(format!("oauth client {}", client.id))
}

/// An access token and its refresh token.
struct Pair {
    access: switchroom_domain::command::IssueToken,
    refresh: switchroom_domain::command::IssueToken,
    granted: Granted,
}

impl Pair {
    fn new(engine: &Engine, client: &OAuthClient, actor: Actor, scopes: &[Scope]) -> Result<Self, EngineError> {
        let now = engine.now();
        let token = |kind, seconds| NewToken {
            kind,
            actor,
            scopes: scopes.to_vec(),
            name: purpose(client),
            device: None,
            expires_at: Some(now.plus_seconds(seconds)),
        };
        let (access_token, refresh_token) = (new_secret(engine), new_secret(engine));
        let access = token_command(engine, token(TokenKind::Access, ACCESS_SECONDS), &access_token)?;
        let mut refresh = token_command(engine, token(TokenKind::Refresh, REFRESH_SECONDS), &refresh_token)?;
        refresh.access = Some(access.id);
        let granted = Granted { access_token, refresh_token, expires_in: ACCESS_SECONDS, created_at: now };
        Ok(Self { access, refresh, granted })
    }
}
