//! `GET /v1/me`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{Permission, Person, user as domain};
use utoipa::ToSchema;

use crate::answer;
use crate::contacts::told;
use crate::extract::Caller;
use crate::organizations::Organization;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Actor, Contact, Presence, User};

/// Who calls.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me<'a> {
    /// Who.
    actor: Actor,
    /// The user, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    user: Option<User<'a>>,
    /// The contact, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    contact: Option<Contact<'a>>,
    /// What the user shows beside his password.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    two_factor: Option<TwoFactor>,
    /// What the caller's roles and the token's scopes both allow.
    permissions: Vec<&'static str>,
    /// The organization.
    organization: Organization<'a>,
}

/// What a user shows beside his password to log in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TwoFactor {
    /// Whether he is asked for a code.
    enabled: bool,
    /// Recovery codes that he has not used.
    recovery_codes_left: usize,
}

impl TwoFactor {
    fn of(user: &domain::User) -> Self {
        let factor = user.two_factor.as_ref().filter(|factor| factor.confirmed);
        Self { enabled: factor.is_some(), recovery_codes_left: factor.map_or(0, |factor| factor.recovery.len()) }
    }
}

/// Find out who one is.
#[utoipa::path(
    get,
    path = "/v1/me",
    tag = "sessions",
    responses((status = 200, description = "Who calls, and what he may.", body = Me)),
)]
pub(super) async fn get_me(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    let store = &state.engine().store;
    let found = store.organization(caller.org).await?;
    let organization = found.ok_or_else(|| Problem::not_found("organization"))?;
    let user = match caller.access.actor.user() {
        Some(id) => store.user(caller.org, id).await?,
        None => None,
    };
    let contact = match caller.contact() {
        Some(id) => store.contact(caller.org, id).await?,
        None => None,
    };
    let person = user.as_ref().map(|user| Person::User(user.id)).or(caller.contact().map(Person::Contact));
    let presence = Presence::of(&state, caller.org, person.as_slice()).await?;
    let own = match &contact {
        Some(contact) => Some(told(&state, &caller, contact).await?.seen(contact, &presence)),
        None => None,
    };
    let me = Me {
        actor: caller.access.actor.into(),
        user: user.as_ref().map(|user| User::from(user).seen(user, &presence)),
        two_factor: user.as_ref().filter(|user| !user.bot).map(TwoFactor::of),
        contact: own,
        permissions: caller.access.permissions.iter().map(Permission::as_str).collect(),
        organization: Organization::from(&organization),
    };
    Ok(answer::ok(&me))
}
