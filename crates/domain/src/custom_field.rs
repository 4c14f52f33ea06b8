//! Custom fields: what an organization wants to know of its rooms and contacts beyond the model.

use std::collections::BTreeMap;

use fancy_regex::RegexBuilder;
use serde::{Deserialize, Serialize};

use crate::{OrgId, Refusal, Timestamp, limits};

/// Bytes in a pattern, at the most.
const PATTERN_BYTES: usize = 1_000;
/// Bytes in a compiled pattern, at the most.
const COMPILED_BYTES: usize = 1_000_000;
/// Steps back that a pattern may take over one value: enough for any honest one, and done in a few milliseconds.
const STEPS_BACK: usize = 10_000;
/// Characters in a value, at the most.
const VALUE_CHARS: usize = 4_000;
/// Values to choose from, at the most.
const OPTIONS: usize = 500;

/// What a custom field is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomFieldScope {
    /// Rooms.
    Room,
    /// Contacts.
    Contact,
}

/// How a custom field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomFieldKind {
    /// By writing.
    #[default]
    Text,
    /// By choosing from its options.
    Choice,
}

/// What a custom field is like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomFieldDefinition {
    /// What it is of.
    pub scope: CustomFieldScope,
    /// What people read beside it.
    pub label: String,
    /// How it is filled in.
    pub kind: CustomFieldKind,
    /// A regular expression that must be found in a value.
    pub pattern: Option<String>,
    /// Whether forms insist on it.
    pub required: bool,
    /// What to choose from.
    pub options: Vec<String>,
    /// What forms begin with.
    pub default_value: Option<String>,
    /// Whether it is shown to whoever answers.
    pub visible: bool,
    /// Whether people can be searched for by it.
    pub searchable: bool,
    /// Whether contacts fill it in themselves.
    pub public: bool,
}

/// A custom field of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// The organization.
    pub org: OrgId,
    /// Its key: unique in the organization.
    pub key: String,
    /// What it is like.
    #[serde(flatten)]
    pub definition: CustomFieldDefinition,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl CustomFieldDefinition {
    /// Checks and tidies a definition.
    pub fn checked(&self) -> Result<Self, Refusal> {
        let pattern = self.pattern.clone().filter(|pattern| !pattern.is_empty());
        if let Some(pattern) = &pattern {
            if pattern.len() > PATTERN_BYTES {
                return Err(Refusal::Invalid { field: "pattern", message: format!("must be at most {PATTERN_BYTES} bytes") });
            }
            compiled(pattern).ok_or_else(|| Refusal::invalid("pattern", "must be a regular expression"))?;
        }
        if self.options.len() > OPTIONS {
            return Err(Refusal::Invalid { field: "options", message: format!("must be at most {OPTIONS}") });
        }
        Ok(Self {
            label: limits::name("label", &self.label)?,
            pattern,
            options: self.options.iter().map(|option| limits::name("options", option)).collect::<Result<_, _>>()?,
            default_value: limits::optional_name("default_value", self.default_value.as_deref())?,
            ..self.clone()
        })
    }
}

impl CustomField {
    /// Whether the field takes `value`: its pattern is found anywhere in it. A pattern that takes too many steps back has
    /// not found it.
    #[must_use]
    pub fn accepts(&self, value: &str) -> bool {
        match &self.definition.pattern {
            None => true,
            Some(pattern) => compiled(pattern).is_some_and(|pattern| pattern.is_match(value).unwrap_or(false)),
        }
    }
}

fn compiled(pattern: &str) -> Option<fancy_regex::Regex> {
    RegexBuilder::new(pattern).backtrack_limit(STEPS_BACK).delegate_size_limit(COMPILED_BYTES).build().ok()
}

/// Checks a key: letters, digits, `-` and `_`, as Rocket.Chat's keys are.
pub fn key(key: &str) -> Result<(), Refusal> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if key.is_empty() || key.len() > 100 || !key.chars().all(plain) {
        return Err(Refusal::invalid("key", "must be 1 to 100 letters, digits, - and _"));
    }
    Ok(())
}

/// Puts one value on `fields`, trimmed; none or blank unsets. Answers whether anything changed.
pub fn set(fields: &mut BTreeMap<String, String>, field: &CustomField, value: Option<&str>) -> Result<bool, Refusal> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
        return Ok(fields.remove(&field.key).is_some());
    };
    limits::text("custom_fields", value)?;
    if value.chars().count() > VALUE_CHARS {
        return Err(Refusal::Invalid { field: "custom_fields", message: format!("must hold values of at most {VALUE_CHARS} characters") });
    }
    if !field.accepts(value) {
        return Err(Refusal::CustomFieldMismatch { key: field.key.clone(), label: field.definition.label.clone() });
    }
    Ok(fields.insert(field.key.clone(), value.to_owned()).as_deref() != Some(value))
}

#[cfg(test)]
mod tests {
    use super::{CustomField, CustomFieldDefinition, CustomFieldKind, CustomFieldScope};
    use crate::{OrgId, Timestamp};

    fn with_pattern(pattern: &str) -> CustomField {
        let definition = CustomFieldDefinition {
            scope: CustomFieldScope::Room,
            label: "Order".to_owned(),
            kind: CustomFieldKind::Text,
            pattern: Some(pattern.to_owned()),
            required: false,
            options: Vec::new(),
            default_value: None,
            visible: true,
            searchable: false,
            public: false,
        };
        CustomField { org: OrgId(1), key: "order".to_owned(), definition, created_at: Timestamp(0), updated_at: Timestamp(0) }
    }

    #[test]
    fn a_pattern_is_found_anywhere() {
        assert!(with_pattern("[0-9]{3}").accepts("A-123-B"));
        assert!(!with_pattern("^[0-9]{3}$").accepts("A-123-B"));
        assert!(with_pattern(r"^(?=.*\d)(?=.*[a-z]).+$").accepts("a1"));
    }

    #[test]
    fn an_evil_pattern_is_soon_done_with() {
        let field = with_pattern(r"^(?=((a+)+)+b)(a|aa)+\1$");
        assert!(!field.accepts(&"a".repeat(4_000)));
        assert!(with_pattern("(").definition.checked().is_err());
    }
}
