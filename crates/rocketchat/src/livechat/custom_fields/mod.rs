//! Custom fields.

mod delete;
mod list;
mod read;
mod save;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use switchroom_domain::Command;
use switchroom_domain::command::{RemoveCustomField, SaveCustomField};
use switchroom_domain::custom_field::{CustomField, CustomFieldDefinition, CustomFieldKind, CustomFieldScope};
use switchroom_domain::{Refusal, custom_field};
use switchroom_engine::{Engine, EngineError};

use crate::auth::Agent;
use crate::errors::RcError;
use crate::schema::{Kind, Shape, may, must, open};
use crate::state::RcState;

pub(super) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/livechat/custom-fields", get(list::list))
        .route("/api/v1/livechat/custom-fields.save", post(save::save_one))
        .route("/api/v1/livechat/custom-fields.delete", post(delete::delete))
        .route("/api/v1/livechat/custom-fields/{id}", get(read::read))
}

/// What a custom field is to be like.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Definition {
    field: String,
    label: String,
    scope: String,
    visibility: String,
    regexp: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    required: Option<bool>,
    default_value: Option<String>,
    options: Option<String>,
    searchable: Option<bool>,
    public: Option<bool>,
}

impl Definition {
    /// What it must look like.
    pub(crate) const SHAPE: Shape = open(&[
        must("field", Kind::Text),
        must("label", Kind::Text),
        must("scope", Kind::Text),
        must("visibility", Kind::Text),
        may("regexp", Kind::OrNull(&Kind::Text)),
        may("type", Kind::OrNull(&Kind::Text)),
        may("required", Kind::OrNull(&Kind::Flag)),
        may("defaultValue", Kind::OrNull(&Kind::Text)),
        may("options", Kind::OrNull(&Kind::Text)),
        may("searchable", Kind::OrNull(&Kind::Flag)),
        may("public", Kind::OrNull(&Kind::Flag)),
    ]);

    fn to_model(&self) -> Result<CustomFieldDefinition, RcError> {
        let refused = || RcError::params("must be equal to one of the allowed values");
        Ok(CustomFieldDefinition {
            scope: match self.scope.as_str() {
                "room" => CustomFieldScope::Room,
                "visitor" => CustomFieldScope::Contact,
                _ => return Err(refused()),
            },
            label: self.label.clone(),
            kind: if self.kind.as_deref() == Some("select") { CustomFieldKind::Choice } else { CustomFieldKind::Text },
            pattern: self.regexp.clone(),
            required: self.required.unwrap_or(false),
            options: self
                .options
                .iter()
                .flat_map(|options| options.split(','))
                .map(str::trim)
                .filter(|option| !option.is_empty())
                .map(str::to_owned)
                .collect(),
            default_value: self.default_value.clone(),
            // Clients send more words than these two.
            visible: self.visibility != "hidden",
            searchable: self.searchable.unwrap_or(false),
            public: self.public.unwrap_or(false),
        })
    }
}

/// The custom field of that id.
async fn find(engine: &Engine, agent: &Agent, id: &str) -> Result<Option<CustomField>, RcError> {
    if custom_field::key(id).is_err() {
        return Ok(None);
    }
    Ok(engine.store.custom_field(agent.org(), id).await?)
}

/// Makes a custom field, or changes the one of that id: an id stays what it is.
pub(crate) async fn save(engine: &Engine, agent: &Agent, id: Option<&str>, definition: &Definition) -> Result<CustomField, RcError> {
    let bad_name = || {
        RcError::coded("error-invalid-custom-field-name", "Invalid custom field name. Use only letters, numbers, hyphens and underscores.")
    };
    let key = match id.filter(|id| !id.is_empty()) {
        Some(id) => {
            find(engine, agent, id).await?.ok_or_else(|| RcError::coded("error-invalid-custom-field", "Custom Field Not found"))?.key
        }
        None => {
            custom_field::key(&definition.field).map_err(|_| bad_name())?;
            if find(engine, agent, &definition.field).await?.is_some() {
                return Err(RcError::coded("error-custom-field-name-already-exists", "Custom field name already exists"));
            }
            definition.field.clone()
        }
    };
    let command = SaveCustomField { key, definition: definition.to_model()? };
    let saved = engine.run(&agent.caller, Command::SaveCustomField(command)).await.map_err(|error| match error {
        EngineError::Refused(Refusal::Invalid { field: "pattern", message }) => {
            RcError::coded("error-invalid-regexp", &format!("regexp {message}"))
        }
        other => other.into(),
    })?;
    Ok(saved.custom_field()?.value)
}

/// Removes a custom field. Values given before stay.
pub(crate) async fn remove(engine: &Engine, agent: &Agent, id: &str) -> Result<(), RcError> {
    let missing = || RcError::coded("error-invalid-custom-field", "Custom field not found");
    let key = find(engine, agent, id).await?.ok_or_else(missing)?.key;
    engine.run(&agent.caller, Command::RemoveCustomField(RemoveCustomField { key })).await?;
    Ok(())
}
