//! `GET /v1/canned-responses`.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_engine::canned_responses::{self, CannedSearch};
use utoipa::{IntoParams, ToSchema};

use crate::answer;
use crate::cursor;
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::CannedResponse;

/// Which canned responses to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CannedFilter {
    /// With a shortcut or a text that begins so, in whatever case.
    q: Option<String>,
    /// `next` of the page before; absent: the first page.
    cursor: Option<String>,
    /// Rows on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// A page of canned responses.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CannedResponseList<'a> {
    /// By id, and so by age.
    canned_responses: Vec<CannedResponse<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the canned responses that the caller may use. Needs `canned_response.view`.
///
/// His own, those of his teams, and those for all; with `canned_response.view_all`, every one there is.
#[utoipa::path(
    get,
    path = "/v1/canned-responses",
    tag = "canned responses",
    params(CannedFilter),
    responses((status = 200, description = "A page of canned responses, oldest first.", body = CannedResponseList)),
)]
pub(super) async fn list_canned_responses(
    State(state): State<ApiState>,
    caller: Caller,
    Query(filter): Query<CannedFilter>,
) -> Result<Response, Problem> {
    let after = filter.cursor.as_deref().map(cursor::id).transpose()?;
    let search = CannedSearch { text: filter.q, after, limit: cursor::limit(filter.limit)? };
    let page = canned_responses::find(state.engine(), &caller, search).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    let canned_responses = page.items.iter().map(CannedResponse::from).collect();
    Ok(answer::ok(&CannedResponseList { canned_responses, next }))
}
