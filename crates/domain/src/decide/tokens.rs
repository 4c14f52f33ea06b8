//! Issuing and revoking tokens.

use serde_json::Map;

use super::Stop;
use super::deciding::Deciding;
use super::setup;
use super::two_factor;
use super::users::{may_give, permissions_of};
use crate::command::{Answer, EndSession, EndSessions, IssueToken, RevokeToken, RotateTokens};
use crate::event::Subject;
use crate::scope::Scope;
use crate::token::{Token, TokenKind};
use crate::user::User;
use crate::world::Write;
use crate::{Actor, EventKind, OrgId, Permission, Permissions, Refusal, UserId, limits};

pub(super) fn issue(deciding: &mut Deciding<'_>, command: &IssueToken) -> Result<Answer, Stop> {
    deciding.access.require(Permission::TokenManage)?;
    check_scopes(deciding, &command.scopes)?;
    may_give(deciding, given(deciding, command.actor, &command.scopes)?)?;
    if command.expires_at.is_some_and(|end| end <= deciding.now) {
        return Err(Refusal::invalid("expires_at", "must be in the future").into());
    }
    if let (TokenKind::Reset, Some(user)) = (command.kind, command.actor.user()) {
        // Only the latest mail counts.
        end_resets(deciding, user)?;
    }
    if let (Some(user), Some(proof)) = (command.actor.user(), command.proof) {
        two_factor::take(deciding, user, proof)?;
    }
    if let (TokenKind::Session | TokenKind::Access, Some(user)) = (command.kind, command.actor.user()) {
        setup::claim(deciding, user)?;
    }
    let token = keep_new(deciding, command)?;
    Ok(Answer::Token { token, sealed_secret: Some(command.sealed_secret.clone()) })
}

/// Of two who show the same refresh token one gets new tokens.
pub(super) fn rotate(deciding: &mut Deciding<'_>, command: &RotateTokens) -> Result<Answer, Stop> {
    deciding.access.require(Permission::TokenManage)?;
    let refresh = Token::clone(deciding.world.token(command.refresh)?.ok_or(Refusal::TokenUsed)?);
    if refresh.kind != TokenKind::Refresh || !refresh.is_valid(deciding.now) {
        return Err(Refusal::TokenUsed.into());
    }
    given(deciding, command.access.actor, &command.access.scopes)?;
    if let Some(access) = refresh.access
        && let Some(access) = deciding.world.token(access)?.cloned()
    {
        end(deciding, Token::clone(&access));
    }
    end(deciding, refresh);
    let token = keep_new(deciding, &command.access)?;
    keep_new(deciding, &command.new_refresh)?;
    Ok(Answer::Token { token, sealed_secret: Some(command.access.sealed_secret.clone()) })
}

pub(super) fn keep_new(deciding: &mut Deciding<'_>, command: &IssueToken) -> Result<Token, Refusal> {
    let token = Token {
        org: deciding.world.org,
        id: command.id,
        hash: command.hash,
        kind: command.kind,
        actor: command.actor,
        scopes: command.scopes.clone(),
        name: limits::optional_name("name", command.name.as_deref())?,
        access: command.access,
        device: command.device.clone(),
        expires_at: command.expires_at,
        revoked_at: None,
        created_at: deciding.now,
    };
    deciding.emit(EventKind::TokenIssued, Subject::Token { id: token.id }, Map::new());
    deciding.write(Write::Token(token.clone()));
    Ok(token)
}

/// Revokes the token, with its event; nothing happens if it is revoked.
fn end(deciding: &mut Deciding<'_>, token: Token) -> Token {
    if token.revoked_at.is_some() {
        return token;
    }
    let token = Token { revoked_at: Some(deciding.now), ..token };
    deciding.emit(EventKind::TokenRevoked, Subject::Token { id: token.id }, Map::new());
    deciding.write(Write::Token(token.clone()));
    token
}

pub(super) fn revoke(deciding: &mut Deciding<'_>, command: &RevokeToken) -> Result<Answer, Stop> {
    let found = deciding.world.token(command.token)?;
    let itself = deciding.access.credential == Some(command.token);
    if !itself {
        deciding.access.require(Permission::TokenManage)?;
    }
    let token = Token::clone(found.ok_or(Refusal::NotFound { noun: "token" })?);
    Ok(Answer::Token { token: end(deciding, token), sealed_secret: None })
}

pub(super) fn end_session(deciding: &mut Deciding<'_>, command: &EndSession) -> Result<Answer, Stop> {
    let found = deciding.world.token(command.session)?.filter(|token| token.kind == TokenKind::Session && token.account().is_some());
    let token = Token::clone(found.ok_or(Refusal::NotFound { noun: "session" })?);
    if token.account() != deciding.access.actor.user() {
        deciding.access.require(Permission::UserManage)?;
    }
    Ok(Answer::Token { token: end(deciding, token), sealed_secret: None })
}

pub(super) fn end_sessions(deciding: &mut Deciding<'_>, command: &EndSessions) -> Result<Answer, Stop> {
    if deciding.access.actor.user() != Some(command.user) {
        deciding.access.require(Permission::UserManage)?;
    }
    let user = deciding.world.user(command.user)?.ok_or(Refusal::NotFound { noun: "user" })?;
    let user = User::clone(user);
    end_others(deciding, user.id)?;
    Ok(Answer::User { user })
}

/// Revokes what opens a user's account, but for the token that the command is given with.
pub(super) fn end_others(deciding: &mut Deciding<'_>, user: UserId) -> Result<(), Stop> {
    for token in deciding.world.tokens_of_user(user)? {
        if deciding.access.credential != Some(token.id) && token.is_valid(deciding.now) {
            end(deciding, Token::clone(&token));
        }
    }
    Ok(())
}

/// Revokes what was mailed to a user to set his password with.
pub(super) fn end_resets(deciding: &mut Deciding<'_>, user: UserId) -> Result<(), Stop> {
    for token in deciding.world.tokens_of_user(user)? {
        if token.kind == TokenKind::Reset && token.is_valid(deciding.now) {
            end(deciding, Token::clone(&token));
        }
    }
    Ok(())
}

fn check_scopes(deciding: &Deciding<'_>, scopes: &[Scope]) -> Result<(), Refusal> {
    if scopes.is_empty() {
        return Err(Refusal::invalid("scopes", "must name at least one scope"));
    }
    if scopes.contains(&Scope::Operator) {
        deciding.access.require(Permission::OrganizationOperate)?;
        if deciding.world.org != OrgId::FIRST {
            return Err(Refusal::invalid("scopes", "must not hold operator outside the organization numbered 1"));
        }
    }
    Ok(())
}

/// What the bearer of a token with these scopes can do.
fn given(deciding: &Deciding<'_>, actor: Actor, scopes: &[Scope]) -> Result<Permissions, Stop> {
    match actor {
        Actor::System => Err(Refusal::invalid("actor", "must be a user or a contact").into()),
        // A contact needs no permission in its own rooms, whatever the scopes: seeing them and writing in its name.
        Actor::Contact(id) => {
            deciding.living_contact(id).map(|_| Permissions::of(&[Permission::RoomView, Permission::MessagePostAsContact]))
        }
        Actor::User(id) | Actor::Bot(id) => {
            deciding.active_user(id)?;
            let user = deciding.world.user(id)?.ok_or(Refusal::NotFound { noun: "user" })?;
            Ok(permissions_of(deciding, &user.roles)?.intersection(Scope::union(scopes)))
        }
    }
}
