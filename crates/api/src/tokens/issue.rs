//! `POST /v1/tokens`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::token::TokenKind;
use switchroom_domain::{Actor, ContactId, Permission, UserId};
use switchroom_engine::access;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{Caller, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Scope, Time, Token};

/// A token to be issued. It speaks for the named user or contact; for the caller itself if none is named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    /// The user it speaks for.
    user_id: Option<Uuid>,
    /// The contact it speaks for.
    contact_id: Option<Uuid>,
    /// What it may be used for.
    scopes: Vec<Scope>,
    /// What it is for.
    name: Option<String>,
    /// When it stops to be taken; absent: never.
    expires_at: Option<Time>,
}

/// A token, with the secret that is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssuedToken<'a> {
    /// The token.
    #[serde(flatten)]
    token: Token<'a>,
    /// What its bearer shows.
    secret: &'a str,
}

/// Issue a token. Needs `token.manage`, and whatever the token allows; for a contact `room.view` and
/// `message.post_as_contact`.
#[utoipa::path(
    post,
    path = "/v1/tokens",
    tag = "tokens",
    request_body = NewToken,
    responses(
        (status = 201, description = "The token, with its secret.", body = IssuedToken),
    ),
)]
pub(super) async fn issue_token(State(state): State<ApiState>, post: Post<NewToken>) -> Result<Response, Problem> {
    let Post { caller, body } = post;
    caller.access.require(Permission::TokenManage)?;
    let new = access::NewToken {
        kind: TokenKind::Api,
        actor: actor(&state, &caller, &body).await?,
        scopes: body.scopes.into_iter().map(Into::into).collect(),
        name: body.name,
        device: None,
        expires_at: body.expires_at.map(|Time(at)| at),
    };
    let done = access::issue_token(state.engine(), &caller, new).await?;
    let issued = IssuedToken { token: Token::from(&done.value.token), secret: &done.value.secret };
    Ok(answer::done(StatusCode::CREATED, done.replayed, &issued))
}

async fn actor(state: &ApiState, caller: &Caller, new: &NewToken) -> Result<Actor, Problem> {
    match (new.user_id, new.contact_id) {
        (Some(_), Some(_)) => Err(Problem::invalid("contact_id", "contact_id must not be given together with user_id")),
        (Some(id), None) => {
            let user = state.engine().store.user(caller.org, UserId(id)).await?;
            user.map(|user| user.actor()).ok_or_else(|| Problem::not_found("user"))
        }
        (None, Some(id)) => Ok(Actor::Contact(ContactId(id))),
        (None, None) => Ok(caller.access.actor),
    }
}
