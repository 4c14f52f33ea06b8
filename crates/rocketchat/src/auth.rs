//! Who calls: an agent by `X-Auth-Token` and `X-User-Id`, a visitor by his own token, or anybody.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use http::request::Parts;
use switchroom_domain::contact::Contact;
use switchroom_domain::{Access, Actor, ContactId, OrgId, Permission, Permissions, Person, UserId, role};
use switchroom_engine::{Caller, Engine, EngineError};
use switchroom_http::{AuthError, authenticate, client, host_organization};

use crate::errors::RcError;
use crate::state::RcState;

/// The built-in channel of Rocket.Chat's visitors: a visitor's token is the handle of its identity there.
pub(crate) const CHANNEL: &str = "rocketchat.livechat";

/// A user who is logged in.
#[derive(Debug, Clone)]
pub(crate) struct Agent {
    /// As the engine knows him.
    pub(crate) caller: Caller,
    /// Which user.
    pub(crate) id: UserId,
}

impl Agent {
    pub(crate) fn org(&self) -> OrgId {
        self.caller.org
    }

    pub(crate) fn has(&self, permission: Permission) -> bool {
        self.caller.access.permissions.contains(permission)
    }

    /// The route's guard: all of these.
    pub(crate) fn needs(&self, permissions: &[Permission]) -> Result<(), RcError> {
        if permissions.iter().all(|permission| self.has(*permission)) { Ok(()) } else { Err(RcError::not_permitted()) }
    }

    /// The route's guard: any of these.
    pub(crate) fn needs_any(&self, permissions: &[Permission]) -> Result<(), RcError> {
        if permissions.iter().any(|permission| self.has(*permission)) { Ok(()) } else { Err(RcError::not_permitted()) }
    }

    /// A handler's refusal: unless he may do this.
    pub(crate) fn must_have(&self, permission: Permission) -> Result<(), RcError> {
        if self.has(permission) { Ok(()) } else { Err(RcError::unauthorized()) }
    }

    /// The same caller, who may do this too: for what the vendor asks no more permission than the call has checked already.
    /// A token that is good for less than its user may do is trusted with no more than it is good for.
    pub(crate) async fn entrusted(&self, engine: &Engine, permissions: &[Permission]) -> Result<Caller, RcError> {
        let mut caller = self.caller.clone();
        if self.has_all_of_its_user(engine).await? {
            caller.access.permissions = caller.access.permissions.union(Permissions::of(permissions));
        }
        Ok(caller)
    }

    async fn has_all_of_its_user(&self, engine: &Engine) -> Result<bool, RcError> {
        let user = engine.user(self.org(), self.id).await?.ok_or_else(RcError::logged_out)?;
        let all = role::held(&engine.store.roles(self.org()).await?, &user.roles);
        // Operating is a matter of the token's scope alone.
        Ok(all.without(Permissions::of(&[Permission::OrganizationOperate])).is_subset(self.caller.access.permissions))
    }
}

impl FromRequestParts<RcState> for Agent {
    type Rejection = RcError;

    async fn from_request_parts(parts: &mut Parts, state: &RcState) -> Result<Self, RcError> {
        let Some((secret, id)) = credentials(parts) else {
            state.shared().limits().address(address(parts, state))?;
            return Err(RcError::logged_out());
        };
        let caller = authenticate(state.shared(), parts, secret).await?;
        match caller.access.actor.user() {
            Some(user) if user.0.to_string() == id => Ok(Self { caller, id: user }),
            _ => Err(RcError::logged_out()),
        }
    }
}

/// What a request shows: a token, and the id of the user it belongs to.
fn credentials(parts: &Parts) -> Option<(&str, &str)> {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).filter(|value| !value.is_empty());
    Some((header("x-auth-token")?, header("x-user-id")?))
}

/// Somebody who need not be logged in. If he is, his token says which organization he means; else the host he calls does.
/// Counts against his address's limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guest {
    /// The organization; an unknown host means the first one.
    pub(crate) org: OrgId,
    /// Where he calls from.
    pub(crate) address: IpAddr,
}

impl FromRequestParts<RcState> for Guest {
    type Rejection = RcError;

    async fn from_request_parts(parts: &mut Parts, state: &RcState) -> Result<Self, RcError> {
        let address = address(parts, state);
        if let Some((secret, _)) = credentials(parts) {
            match authenticate(state.shared(), parts, secret).await {
                Ok(caller) => return Ok(Self { org: caller.org, address }),
                // Where nobody need be logged in, a token that is none says nothing.
                Err(AuthError::Engine(EngineError::InvalidToken)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        state.shared().limits().address(address)?;
        let org = host_organization(state.shared(), parts).await?.unwrap_or(OrgId::FIRST);
        Ok(Self { org, address })
    }
}

fn address(parts: &Parts, state: &RcState) -> IpAddr {
    client::address(parts, &state.shared().config().trusted_proxies)
}

/// The visitor whose token this is.
pub(crate) async fn visitor(engine: &Engine, org: OrgId, token: &str) -> Result<Option<Contact>, RcError> {
    let Some(channel) = engine.store.channel_by_builtin(org, CHANNEL).await? else { return Ok(None) };
    let contact = engine.store.contact_by_identity(org, channel.id, token).await?;
    if let Some(contact) = &contact {
        engine.presence.seen(org, Person::Contact(contact.id), engine.now());
    }
    Ok(contact)
}

/// The visitor whose token this is; refused in the words of the calls for visitors if there is none.
pub(crate) async fn known_visitor(engine: &Engine, org: OrgId, token: &str) -> Result<Contact, RcError> {
    visitor(engine, org, token).await?.ok_or_else(|| RcError::plain("invalid-token"))
}

/// The visitor as a caller: rooms and messages of his own.
pub(crate) fn as_caller(org: OrgId, contact: ContactId, permissions: &[Permission]) -> Caller {
    let access = Access { actor: Actor::Contact(contact), permissions: Permissions::of(permissions), credential: None };
    Caller { org, access, cause: None, idempotency: None }
}
