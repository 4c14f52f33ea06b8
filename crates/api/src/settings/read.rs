//! `GET /v1/settings`.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use switchroom_domain::setting::Setting;
use switchroom_domain::{OrgId, Permission};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;

/// How an organization wants things to go.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Settings {
    /// Values by name: what was set, else the default. A name that begins with a dialect's, as `rocketchat.`, is that
    /// dialect's own and is here only when it was set.
    #[schema(value_type = Object)]
    settings: BTreeMap<String, Value>,
    /// The names that were set.
    set: Vec<String>,
}

/// The organization's settings as they are now.
pub(super) async fn settings(state: &ApiState, org: OrgId) -> Result<Settings, Problem> {
    let set = state.engine().settings(org).await?;
    let defaults = Setting::EVERY.map(|setting| (setting.name().to_owned(), setting.default()));
    let mut settings = BTreeMap::from(defaults);
    settings.extend(set.0.clone());
    Ok(Settings { settings, set: set.0.keys().cloned().collect() })
}

/// Get the settings. Needs `setting.view`.
#[utoipa::path(get, path = "/v1/settings", tag = "settings", responses((status = 200, description = "The settings.", body = Settings)))]
pub(super) async fn get_settings(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    caller.access.require(Permission::SettingView)?;
    Ok(answer::ok(&settings(&state, caller.org).await?))
}
