//! `GET /v1/custom-fields` and `GET /v1/custom-fields/{key}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::Permission;
use utoipa::ToSchema;

use super::ByKey;
use crate::answer;
use crate::extract::{Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::CustomField;

/// The organization's custom fields.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CustomFieldList<'a> {
    /// By key.
    custom_fields: Vec<CustomField<'a>>,
}

/// List the custom fields. Needs `room.view`: whoever sees rooms must know what their custom fields mean.
#[utoipa::path(
    get,
    path = "/v1/custom-fields",
    tag = "custom fields",
    responses((status = 200, description = "The custom fields, by key.", body = CustomFieldList)),
)]
pub(super) async fn list_custom_fields(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    caller.access.require(Permission::RoomView)?;
    let fields = state.engine().store.custom_fields(caller.org).await?;
    Ok(answer::ok(&CustomFieldList { custom_fields: fields.iter().map(CustomField::from).collect() }))
}

/// Get a custom field. Needs `room.view`.
#[utoipa::path(
    get,
    path = "/v1/custom-fields/{key}",
    tag = "custom fields",
    params(ByKey),
    responses((status = 200, description = "The custom field.", body = CustomField)),
)]
pub(super) async fn get_custom_field(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ByKey { key }): Path<ByKey>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::RoomView)?;
    let found = state.engine().store.custom_field(caller.org, &key).await?;
    let field = found.ok_or_else(|| Problem::not_found("custom field"))?;
    Ok(answer::ok(&CustomField::from(&field)))
}
