//! `GET /v1/sessions` and `GET /v1/users/{id}/sessions`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::token::TokenKind;
use switchroom_domain::{Permission, TokenId, UserId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::OpenSession;

/// Sessions in a list, at the most: whoever logs in by a program may have very many.
const MOST: usize = 500;

/// The sessions of a user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionList {
    /// The latest first, 500 at the most.
    sessions: Vec<OpenSession>,
}

/// List one's own sessions.
#[utoipa::path(
    get,
    path = "/v1/sessions",
    tag = "sessions",
    responses((status = 200, description = "The sessions that have not ended.", body = SessionList)),
)]
pub(super) async fn list_sessions(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    let user = caller.access.actor.user().ok_or_else(|| Problem::not_found("user"))?;
    list(&state, &caller, user).await
}

/// List a user's sessions. Needs `user.manage`, but for one's own.
#[utoipa::path(
    get,
    path = "/v1/users/{id}/sessions",
    tag = "sessions",
    params(ById),
    responses((status = 200, description = "The sessions that have not ended.", body = SessionList)),
)]
pub(super) async fn list_sessions_of_user(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    let user = UserId(id);
    if caller.access.actor.user() != Some(user) {
        caller.access.require(Permission::UserManage)?;
    }
    let found = state.engine().store.user(caller.org, user).await?;
    found.ok_or_else(|| Problem::not_found("user"))?;
    list(&state, &caller, user).await
}

async fn list(state: &ApiState, caller: &Caller, user: UserId) -> Result<Response, Problem> {
    let engine = state.engine();
    let mut tokens = engine.store.tokens_of_user(caller.org, user, engine.now(), MOST).await?;
    tokens.retain(|token| token.kind == TokenKind::Session);
    let ids: Vec<TokenId> = tokens.iter().map(|token| token.id).collect();
    let used = engine.last_used(caller.org, &ids).await?;
    let shown = |token| OpenSession::new(token, used.get(&token.id).copied(), caller.access.credential);
    Ok(answer::ok(&SessionList { sessions: tokens.iter().map(shown).collect() }))
}
