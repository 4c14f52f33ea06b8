//! `GET /v1/teams` and `GET /v1/teams/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{Permission, TeamId};
use utoipa::ToSchema;

use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Team;

/// A page of teams.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamList<'a> {
    /// By id, and so by age.
    teams: Vec<Team<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the teams. Needs `team.view`.
#[utoipa::path(
    get,
    path = "/v1/teams",
    tag = "teams",
    params(PageQuery),
    responses((status = 200, description = "A page of teams, oldest first.", body = TeamList)),
)]
pub(super) async fn list_teams(State(state): State<ApiState>, caller: Caller, Query(query): Query<PageQuery>) -> Result<Response, Problem> {
    caller.access.require(Permission::TeamView)?;
    let page = state.engine().store.teams(caller.org, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    Ok(answer::ok(&TeamList { teams: page.items.iter().map(Team::from).collect(), next }))
}

/// Get a team. Needs `team.view`.
#[utoipa::path(get, path = "/v1/teams/{id}", tag = "teams", params(ById), responses((status = 200, description = "The team.", body = Team)))]
pub(super) async fn get_team(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    caller.access.require(Permission::TeamView)?;
    let found = state.engine().store.team(caller.org, TeamId(id)).await?;
    let team = found.ok_or_else(|| Problem::not_found("team"))?;
    Ok(answer::ok(&Team::from(&team)))
}
