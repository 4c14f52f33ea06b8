//! `GET /v1/tokens`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::Permission;
use utoipa::ToSchema;

use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Token;

/// A page of tokens.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenList<'a> {
    /// By id, and so by age; without the revoked ones.
    tokens: Vec<Token<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the tokens that are not revoked. Needs `token.manage`.
#[utoipa::path(
    get,
    path = "/v1/tokens",
    tag = "tokens",
    params(PageQuery),
    responses((status = 200, description = "A page of tokens, oldest first.", body = TokenList)),
)]
pub(super) async fn list_tokens(
    State(state): State<ApiState>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::TokenManage)?;
    let page = state.engine().store.tokens(caller.org, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    Ok(answer::ok(&TokenList { tokens: page.items.iter().map(Token::from).collect(), next }))
}
