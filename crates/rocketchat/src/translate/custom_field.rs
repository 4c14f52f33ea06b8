//! Custom fields, and the values that visitors and agents give.

use std::collections::{BTreeMap, HashMap};

use switchroom_domain::custom_field::{CustomField, CustomFieldKind, CustomFieldScope};

use super::time::iso;
use crate::wire;

/// Rocket.Chat's word for a scope.
pub(crate) fn scope(scope: CustomFieldScope) -> &'static str {
    match scope {
        CustomFieldScope::Room => "room",
        CustomFieldScope::Contact => "visitor",
    }
}

/// A custom field as Rocket.Chat tells it.
pub(crate) fn custom_field(field: &CustomField) -> wire::CustomField {
    let definition = &field.definition;
    wire::CustomField {
        id: field.key.clone(),
        label: definition.label.clone(),
        scope: scope(definition.scope),
        visibility: if definition.visible { "visible" } else { "hidden" },
        kind: match definition.kind {
            CustomFieldKind::Text => "input",
            CustomFieldKind::Choice => "select",
        },
        regexp: definition.pattern.clone().unwrap_or_default(),
        required: definition.required,
        default_value: definition.default_value.clone(),
        options: definition.options.join(","),
        searchable: definition.searchable,
        public: definition.public,
        updated_at: iso(field.updated_at),
    }
}

/// The values of those keys that are custom fields of the scope: others are dropped without a word. A blank value unsets.
pub(crate) fn known_values(
    fields: &[CustomField],
    of: CustomFieldScope,
    given: HashMap<String, String>,
) -> BTreeMap<String, Option<String>> {
    let known = |key: &String| fields.iter().any(|field| field.key == *key && field.definition.scope == of);
    given
        .into_iter()
        .filter(|(key, _)| known(key))
        .map(|(key, value)| (key, Some(value).filter(|value| !value.trim().is_empty())))
        .collect()
}
