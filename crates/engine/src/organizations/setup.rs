//! Claiming the first admin, whose password was made at the first start.

use switchroom_domain::command::{BeginSetup, Command, RedeemSetup};
use switchroom_domain::scope::Scope;
use switchroom_domain::token::{self, Device, TokenKind};
use switchroom_domain::user::{User, UserPatch};
use switchroom_domain::{Actor, OrgId, Refusal, UserId, role};

use crate::access::{IssuedToken, NewToken, SESSION_SECONDS, issue_token, new_secret, passwords, policy, token_command, token_hash};
use crate::ports::UserSearch;
use crate::{Caller, Engine, EngineError};

/// For how long the link holds, in seconds.
const SETUP_SECONDS: i64 = 7 * 24 * 60 * 60;
/// Admins among whom the first one is looked for: the link is for a new server.
const ADMINS: usize = 100;

/// Who claims the first admin, and how he wants to be called.
#[derive(Debug, Clone, Default)]
pub struct Claim {
    /// The password.
    pub password: String,
    /// The name to log in with; none: it stays.
    pub username: Option<String>,
    /// What people call him; none: it stays.
    pub name: Option<String>,
    /// E-mail address; none: it stays.
    pub email: Option<String>,
    /// What people call the organization; none: it stays.
    pub organization_name: Option<String>,
}

/// Says that nobody is the user yet. Answers the secret with which somebody claims him, once.
pub async fn begin_setup(engine: &Engine, org: OrgId, user: UserId) -> Result<String, EngineError> {
    let new = NewToken {
        kind: TokenKind::Reset,
        actor: Actor::User(user),
        scopes: vec![Scope::All],
        name: Some(token::SETUP.to_owned()),
        device: None,
        expires_at: Some(engine.now().plus_seconds(SETUP_SECONDS)),
    };
    let secret = new_secret(engine);
    let command = BeginSetup { user, token: token_command(engine, new, &secret)? };
    engine.run(&Caller::system(org), Command::BeginSetup(command)).await?;
    Ok(secret)
}

/// Whether somebody is the organization's first admin: by the link, or because he has logged in.
pub async fn is_claimed(engine: &Engine, org: OrgId) -> Result<bool, EngineError> {
    let search = UserSearch { role: Some(role::ADMIN.to_owned()), limit: ADMINS, ..UserSearch::default() };
    let admins = engine.store.find_users(org, search).await?;
    Ok(!admins.items.iter().any(|user| user.unclaimed))
}

/// Claims the first admin with the secret of the link, once. The password that was made ends. Answers a session.
pub async fn claim(engine: &Engine, secret: &str, claim: Claim, device: Device) -> Result<(User, IssuedToken), EngineError> {
    let found = engine.store.token_by_hash(token_hash(secret)).await?;
    let setup = found.filter(|token| token.is_setup() && token.is_valid(engine.now())).ok_or(EngineError::InvalidToken)?;
    let id = setup.account().ok_or(EngineError::InvalidToken)?;
    let user = engine.store.user(setup.org, id).await?.ok_or(EngineError::InvalidToken)?;
    policy::check("password", &claim.password, claim.username.as_deref().unwrap_or(&user.username))?;
    let patch = UserPatch {
        username: claim.username,
        name: claim.name,
        email: claim.email.map(Some),
        password_hash: Some(passwords::hash(claim.password).await?),
        ..UserPatch::default()
    };
    let system = Caller::system(setup.org);
    let command = RedeemSetup { setup: setup.id, patch, organization_name: claim.organization_name };
    let user = match engine.run(&system, Command::RedeemSetup(command)).await {
        Err(EngineError::Refused(Refusal::TokenUsed)) => return Err(EngineError::InvalidToken),
        done => done?.user()?.value,
    };
    let session = NewToken::session(engine, user.actor(), Some(device), SESSION_SECONDS);
    Ok((user, issue_token(engine, &system, session).await?.value))
}
