//! Binding a request to an organization and an actor, by its token.

use std::sync::Arc;

use switchroom_domain::scope::Scope;
use switchroom_domain::token::Token;
use switchroom_domain::{Access, Actor, OrgId, Permissions, role};

use super::cache::Known;
use super::token_hash;
use crate::{Caller, Engine, EngineError};

/// The caller who shows `secret`. `host_org` is the organization that the request's host means, if it means one: a
/// token of another organization is refused there.
pub async fn authenticate(engine: &Engine, secret: &str, host_org: Option<OrgId>) -> Result<Caller, EngineError> {
    let hash = token_hash(secret);
    let known = match engine.access.token(&hash) {
        Ok(known) => known,
        Err(generation) => {
            let known = read(engine, hash).await?;
            engine.access.remember_token(generation, hash, known.clone());
            known
        }
    };
    let now = engine.now();
    if !known.token.lets_in(now) {
        return Err(EngineError::InvalidToken);
    }
    if host_org.is_some_and(|org| org != known.token.org) {
        return Err(EngineError::WrongHost);
    }
    if let Some(person) = known.token.actor.person() {
        engine.presence.seen(known.token.org, person, now);
    }
    if known.token.account().is_some() {
        engine.presence.used(known.token.org, known.token.id, now);
    }
    let access = Access { actor: known.token.actor, permissions: known.permissions, credential: Some(known.token.id) };
    Ok(Caller { org: known.token.org, access, cause: None, idempotency: None })
}

async fn read(engine: &Engine, hash: [u8; 32]) -> Result<Known, EngineError> {
    let token = engine.store.token_by_hash(hash).await?.ok_or(EngineError::InvalidToken)?;
    let held = permissions_of_actor(engine, &token).await?;
    let permissions = held.intersection(Scope::union(&token.scopes));
    Ok(Known { token: Arc::new(token), permissions })
}

async fn permissions_of_actor(engine: &Engine, token: &Token) -> Result<Permissions, EngineError> {
    let id = match token.actor {
        Actor::User(id) | Actor::Bot(id) => id,
        Actor::Contact(id) => {
            let contact = engine.store.contact(token.org, id).await?.filter(|contact| contact.deleted_at.is_none());
            return contact.map(|_| Permissions::NONE).ok_or(EngineError::InvalidToken);
        }
        Actor::System => return Ok(Permissions::NONE),
    };
    let user = engine.store.user(token.org, id).await?.filter(|user| user.active).ok_or(EngineError::InvalidToken)?;
    Ok(role::held(&engine.store.roles(token.org).await?, &user.roles))
}
