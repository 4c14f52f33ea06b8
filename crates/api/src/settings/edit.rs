//! `PATCH /v1/settings`.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::Command;
use switchroom_domain::command::EditSettings;
use utoipa::ToSchema;

use super::read::{Settings, settings};
use crate::answer;
use crate::extract::{Caller, Json};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::plain::Plain;

/// What settings are to be changed to: values by name. Null is the default again; a setting that is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(value_type = BTreeMap<String, serde_json::Value>)]
#[serde(transparent)]
pub(crate) struct SettingsEdit(BTreeMap<String, Option<Plain>>);

/// Change settings, all of them or none. Needs `setting.manage`.
#[utoipa::path(
    patch,
    path = "/v1/settings",
    tag = "settings",
    responses(
        (status = 200, description = "The settings as they are now.", body = Settings),
        (status = 404, description = "There is no such setting."),
    ),
)]
pub(super) async fn edit_settings(
    State(state): State<ApiState>,
    caller: Caller,
    Json(SettingsEdit(edit)): Json<SettingsEdit>,
) -> Result<Response, Problem> {
    let values = edit.into_iter().map(|(name, value)| (name, value.map(|Plain(value)| value))).collect();
    state.engine().run(&caller, Command::EditSettings(EditSettings { values })).await?;
    Ok(answer::ok(&settings(&state, caller.org).await?))
}
