//! `GET /v1/oauth-clients`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::Permission;
use utoipa::ToSchema;

use super::view::OAuthClient;
use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;

/// A page of programs that may log users in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OAuthClientList)]
pub(crate) struct OAuthClientList<'a> {
    /// By id, and so by age.
    oauth_clients: Vec<OAuthClient<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the programs that may log users in. Needs `token.manage`.
#[utoipa::path(
    get,
    path = "/v1/oauth-clients",
    tag = "oauth clients",
    params(PageQuery),
    responses((status = 200, description = "A page of programs, oldest first.", body = OAuthClientList)),
)]
pub(super) async fn list_oauth_clients(
    State(state): State<ApiState>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::TokenManage)?;
    let page = state.engine().store.oauth_clients(caller.org, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    Ok(answer::ok(&OAuthClientList { oauth_clients: page.items.iter().map(OAuthClient::from).collect(), next }))
}
