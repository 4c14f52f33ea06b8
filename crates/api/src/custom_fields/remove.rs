//! `DELETE /v1/custom-fields/{key}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::Command;
use switchroom_domain::command::RemoveCustomField;

use super::ByKey;
use crate::answer;
use crate::extract::{Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Remove a custom field. Values that rooms and contacts have stay. Needs `custom_field.manage`.
#[utoipa::path(
    delete,
    path = "/v1/custom-fields/{key}",
    tag = "custom fields",
    params(ByKey),
    responses((status = 204, description = "The custom field is removed.")),
)]
pub(super) async fn delete_custom_field(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ByKey { key }): Path<ByKey>,
) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::RemoveCustomField(RemoveCustomField { key })).await?;
    Ok(answer::no_content())
}
