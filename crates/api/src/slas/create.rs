//! `POST /v1/slas`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::Command;
use switchroom_domain::command::CreateSla;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Sla;

/// A service level to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSla {
    /// What people call it: unique in the organization.
    name: String,
    /// What it is for.
    description: Option<String>,
    /// Minutes until an answer is due: 1 to 525,600.
    due_minutes: i64,
}

/// Create a service level. Needs `sla.manage`.
#[utoipa::path(
    post,
    path = "/v1/slas",
    tag = "slas",
    request_body = NewSla,
    responses(
        (status = 201, description = "The service level was created.", body = Sla),
        (status = 409, description = "`taken`: the name."),
    ),
)]
pub(super) async fn create_sla(State(state): State<ApiState>, post: Post<NewSla>) -> Result<Response, Problem> {
    let NewSla { name, description, due_minutes } = post.body;
    let command = CreateSla { id: state.engine().new_id(), name, description, due_minutes };
    let done = state.engine().run(&post.caller, Command::CreateSla(command)).await?.sla()?;
    Ok(answer::done(StatusCode::CREATED, done.replayed, &Sla::from(&done.value)))
}
