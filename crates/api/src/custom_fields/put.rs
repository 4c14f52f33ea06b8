//! `PUT /v1/custom-fields/{key}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::Command;
use switchroom_domain::command::SaveCustomField;
use switchroom_domain::custom_field::CustomFieldDefinition;
use utoipa::ToSchema;

use super::ByKey;
use crate::answer;
use crate::extract::{Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{CustomField, CustomFieldKind, CustomFieldScope};

/// What a custom field is to be like, all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomFieldPut {
    /// What it is of.
    scope: CustomFieldScope,
    /// What people read beside it.
    label: String,
    /// How it is filled in.
    #[serde(default = "text")]
    #[schema(default = "text")]
    kind: CustomFieldKind,
    /// A regular expression that must be found in a value, anywhere.
    pattern: Option<String>,
    /// Whether forms insist on it.
    #[serde(default)]
    required: bool,
    /// What to choose from.
    #[serde(default)]
    options: Vec<String>,
    /// What forms begin with.
    default_value: Option<String>,
    /// Whether it is shown to whoever answers.
    #[serde(default = "yes")]
    #[schema(default = true)]
    visible: bool,
    /// Whether people can be searched for by it.
    #[serde(default)]
    searchable: bool,
    /// Whether contacts fill it in themselves.
    #[serde(default)]
    public: bool,
}

fn text() -> CustomFieldKind {
    CustomFieldKind::Text
}

fn yes() -> bool {
    true
}

/// Make a custom field, or change the one of that key. Needs `custom_field.manage`.
#[utoipa::path(
    put,
    path = "/v1/custom-fields/{key}",
    tag = "custom fields",
    params(ByKey),
    responses((status = 200, description = "The custom field as it is now.", body = CustomField)),
)]
pub(super) async fn put_custom_field(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ByKey { key }): Path<ByKey>,
    Json(put): Json<CustomFieldPut>,
) -> Result<Response, Problem> {
    let definition = CustomFieldDefinition {
        scope: put.scope.into(),
        label: put.label,
        kind: put.kind.into(),
        pattern: put.pattern,
        required: put.required,
        options: put.options,
        default_value: put.default_value,
        visible: put.visible,
        searchable: put.searchable,
        public: put.public,
    };
    let command = SaveCustomField { key, definition };
    let done = state.engine().run(&caller, Command::SaveCustomField(command)).await?.custom_field()?;
    Ok(answer::ok(&CustomField::from(&done.value)))
}
