//! `GET /v1/setup`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_engine::organizations;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::HostOrganization;
use crate::problem::Problem;
use crate::state::ApiState;

/// How far an organization is set up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Setup {
    /// Whether somebody is its first admin: by the link that the server printed, or because he has logged in.
    claimed: bool,
}

/// Find out whether somebody is the first admin of the host's organization.
#[utoipa::path(
    get,
    path = "/v1/setup",
    tag = "sessions",
    security(()),
    responses((status = 200, description = "Whether somebody is. Nothing of who.", body = Setup)),
)]
pub(super) async fn get_setup(State(state): State<ApiState>, host: HostOrganization) -> Result<Response, Problem> {
    Ok(answer::ok(&Setup { claimed: organizations::is_claimed(state.engine(), host.org).await? }))
}
