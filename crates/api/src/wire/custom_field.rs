//! Custom fields on the wire.

use serde::Serialize;
use switchroom_domain::custom_field as domain;
use utoipa::ToSchema;

use super::{CustomFieldKind, CustomFieldScope, Time};

/// What an organization wants to know of its rooms or contacts beyond the model.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CustomField<'a> {
    /// Its key: unique in the organization.
    key: &'a str,
    /// What it is of.
    scope: CustomFieldScope,
    /// What people read beside it.
    label: &'a str,
    /// How it is filled in.
    kind: CustomFieldKind,
    /// A regular expression that must be found in a value, anywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pattern: Option<&'a str>,
    /// Whether forms insist on it.
    required: bool,
    /// What to choose from.
    options: &'a [String],
    /// What forms begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    default_value: Option<&'a str>,
    /// Whether it is shown to whoever answers.
    visible: bool,
    /// Whether people can be searched for by it.
    searchable: bool,
    /// Whether contacts fill it in themselves.
    public: bool,
    /// When it was made.
    created_at: Time,
    /// When it was last changed.
    updated_at: Time,
}

impl<'a> From<&'a domain::CustomField> for CustomField<'a> {
    fn from(field: &'a domain::CustomField) -> Self {
        let definition = &field.definition;
        Self {
            key: &field.key,
            scope: definition.scope.into(),
            label: &definition.label,
            kind: definition.kind.into(),
            pattern: definition.pattern.as_deref(),
            required: definition.required,
            options: &definition.options,
            default_value: definition.default_value.as_deref(),
            visible: definition.visible,
            searchable: definition.searchable,
            public: definition.public,
            created_at: field.created_at.into(),
            updated_at: field.updated_at.into(),
        }
    }
}
