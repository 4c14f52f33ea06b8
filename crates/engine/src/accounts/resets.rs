//! Setting a password with a link that was mailed: after it was forgotten, or for the first time.

use switchroom_domain::command::{Command, RedeemReset};
use switchroom_domain::scope::Scope;
use switchroom_domain::token::{Token, TokenKind};
use switchroom_domain::user::User;
use switchroom_domain::{OrgId, Permission, Refusal, UserId};

use super::letters;
use crate::access::{NewToken, Target, issue_token, passwords, policy, token_hash, user_named};
use crate::{Caller, Engine, EngineError};

/// For how long a link holds that was asked for because the password was forgotten, in seconds.
const RESET_SECONDS: i64 = 60 * 60;
/// For how long an invitation holds, in seconds.
const INVITATION_SECONDS: i64 = 7 * 24 * 60 * 60;
/// A user is mailed no second link within so many seconds, however often somebody asks.
const BETWEEN_MAILS_SECONDS: i64 = 60;
/// Of a user's tokens, so many of the latest are looked at.
const LATEST: usize = 100;

/// Mails a link to the user who has that name or e-mail address, if there is one. The link begins with `home`. The asker is told
/// nothing: whatever stands in the way is logged.
pub async fn ask_reset(engine: &Engine, org: OrgId, login: &str, home: Option<&str>) -> Result<(), EngineError> {
    let Some(home) = home.filter(|_| engine.mailer.is_configured()) else {
        tracing::warn!("a password reset was asked for, but there is no mail server or no public URL");
        return Ok(());
    };
    let user = user_named(engine, org, login).await?;
    let Some(user) = user.filter(|user| user.active && !user.bot && user.email.is_some()) else { return Ok(()) };
    let now = engine.now();
    let tokens = engine.store.tokens_of_user(org, user.id, now, LATEST).await?;
    let is_fresh = |token: &Token| token.kind == TokenKind::Reset && now < token.created_at.plus_seconds(BETWEEN_MAILS_SECONDS);
    if tokens.iter().any(is_fresh) {
        return Ok(());
    }
    let secret = issue(engine, &user, RESET_SECONDS).await?;
    letters::reset(engine, &user, &format!("{home}/app/reset#token={secret}"));
    Ok(())
}

/// Refuses to invite anybody where no mail could be sent. Answers what the link begins with.
pub fn can_invite(engine: &Engine, home: Option<String>) -> Result<String, EngineError> {
    if !engine.mailer.is_configured() {
        return Err(EngineError::NoMailServer);
    }
    home.ok_or(EngineError::NoPublicUrl)
}

/// Mails a user a link to set his first password with, or another one. The link begins with `home`.
pub async fn invite(engine: &Engine, caller: &Caller, id: UserId, home: Option<String>) -> Result<(), EngineError> {
    caller.access.require(Permission::UserManage)?;
    let found = engine.store.user(caller.org, id).await?.filter(|user| user.deleted_at.is_none());
    let user = found.ok_or(Refusal::NotFound { noun: "user" })?;
    let home = can_invite(engine, home)?;
    send_invitation(engine, &user, &home).await
}

/// Mails an invitation to a user who was just created.
pub async fn send_invitation(engine: &Engine, user: &User, home: &str) -> Result<(), EngineError> {
    if user.email.is_none() {
        return Err(Refusal::invalid("email", "must be there: the invitation goes there").into());
    }
    let secret = issue(engine, user, INVITATION_SECONDS).await?;
    letters::invitation(engine, user, &format!("{home}/app/invite#token={secret}"));
    Ok(())
}

/// Sets the password of the user to whom `token` was mailed. It is good once; his sessions end, and he is written to.
pub async fn redeem(engine: &Engine, token: &str, password: String) -> Result<(), EngineError> {
    let found = engine.store.token_by_hash(token_hash(token)).await?;
    let found = found.filter(|token| token.kind == TokenKind::Reset && token.is_valid(engine.now()));
    let token = found.ok_or(EngineError::InvalidToken)?;
    let id = token.account().ok_or(EngineError::InvalidToken)?;
    let user = engine.store.user(token.org, id).await?.ok_or(EngineError::InvalidToken)?;
    policy::check("password", &password, &user.username)?;
    let command = RedeemReset { reset: token.id, password_hash: passwords::hash(password).await? };
    let user = match engine.run(&Caller::system(token.org), Command::RedeemReset(command)).await {
        Err(EngineError::Refused(Refusal::TokenUsed)) => return Err(EngineError::InvalidToken),
        done => done?.user()?.value,
    };
    // Who guessed before, guessed at another password.
    for name in [Some(&user.username), user.email.as_ref()].into_iter().flatten() {
        engine.was_right(Target::name(token.org, name));
    }
    letters::password_changed(engine, &user);
    Ok(())
}

async fn issue(engine: &Engine, user: &User, seconds: i64) -> Result<String, EngineError> {
    let new = NewToken {
        kind: TokenKind::Reset,
        actor: user.actor(),
        scopes: vec![Scope::All],
        name: None,
        device: None,
        expires_at: Some(engine.now().plus_seconds(seconds)),
    };
    Ok(issue_token(engine, &Caller::system(user.org), new).await?.value.secret)
}
