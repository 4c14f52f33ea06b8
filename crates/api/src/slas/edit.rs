//! `PATCH /v1/slas/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::EditSla;
use switchroom_domain::sla::SlaPatch;
use switchroom_domain::{Command, SlaId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Sla, given};

/// What a service level is to be changed to. An absent field stays; null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlaEdit {
    /// What people call it: unique in the organization.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// What it is for.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    description: Option<Option<String>>,
    /// Minutes until an answer is due: 1 to 525,600.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    due_minutes: Option<i64>,
}

/// Edit a service level. Needs `sla.manage`.
#[utoipa::path(
    patch,
    path = "/v1/slas/{id}",
    tag = "slas",
    params(ById),
    responses(
        (status = 200, description = "The service level as it is now.", body = Sla),
        (status = 409, description = "`taken`: the name."),
    ),
)]
pub(super) async fn edit_sla(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<SlaEdit>,
) -> Result<Response, Problem> {
    let patch = SlaPatch { name: edit.name, description: edit.description, due_minutes: edit.due_minutes };
    let done = state.engine().run(&caller, Command::EditSla(EditSla { sla: SlaId(id), patch })).await?.sla()?;
    Ok(answer::ok(&Sla::from(&done.value)))
}
