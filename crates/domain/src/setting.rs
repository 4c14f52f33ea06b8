//! Settings of an organization.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{Refusal, limits};

/// A setting that the rules themselves read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Whether a new room goes to somebody by itself: `auto`, or `manual`.
    RoutingMethod,
    /// Whether visitors may open rooms while nobody is available.
    AcceptWithoutAgents,
    /// Whether contacts may resolve their own rooms.
    ContactsMayResolve,
}

/// The dialects whose own settings are kept under `<dialect>.<name>`.
const DIALECTS: [&str; 3] = ["rocketchat.", "qontak.", "popsell."];

impl Setting {
    /// Every setting.
    pub const EVERY: [Setting; 3] = [Self::RoutingMethod, Self::AcceptWithoutAgents, Self::ContactsMayResolve];

    /// The setting's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RoutingMethod => "routing.method",
            Self::AcceptWithoutAgents => "routing.accept_without_agents",
            Self::ContactsMayResolve => "contacts.may_resolve",
        }
    }

    /// The setting of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|setting| setting.name() == name)
    }

    /// Its value where none was set.
    #[must_use]
    pub fn default(self) -> Value {
        match self {
            Self::RoutingMethod => json!("auto"),
            Self::AcceptWithoutAgents => json!(false),
            Self::ContactsMayResolve => json!(true),
        }
    }

    /// Refuses a value of the wrong type, or one there is not.
    pub fn check(self, value: &Value) -> Result<(), Refusal> {
        let (right, must) = match self {
            Self::RoutingMethod => (matches!(value.as_str(), Some("auto" | "manual")), "must be auto or manual"),
            Self::AcceptWithoutAgents | Self::ContactsMayResolve => (value.is_boolean(), "must be true or false"),
        };
        if right { Ok(()) } else { Err(Refusal::invalid(self.name(), must)) }
    }
}

/// What a setting of that name is where none was set.
#[must_use]
pub fn default_of(name: &str) -> Value {
    Setting::from_name(name).map_or(Value::Null, Setting::default)
}

/// Refuses a name that is no setting, and a value that the setting cannot have.
pub fn check(name: &str, value: &Value) -> Result<(), Refusal> {
    if let Some(setting) = Setting::from_name(name) {
        return setting.check(value);
    }
    limits::foreign_id("settings", name)?;
    if !DIALECTS.iter().any(|prefix| name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty())) {
        return Err(Refusal::NotFound { noun: "setting" });
    }
    limits::payload("settings", &json!({ "value": value }))
}

/// What an organization has set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings(pub BTreeMap<String, Value>);

impl Settings {
    /// What was set under that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Sets a value; none: the default again.
    pub fn set(&mut self, name: &str, value: Option<Value>) {
        match value {
            Some(value) => drop(self.0.insert(name.to_owned(), value)),
            None => drop(self.0.remove(name)),
        }
    }

    /// The setting's value: what was set, else its default.
    #[must_use]
    pub fn value(&self, setting: Setting) -> Value {
        self.get(setting.name()).cloned().unwrap_or_else(|| setting.default())
    }

    /// Whether the setting is `true`.
    #[must_use]
    pub fn flag(&self, setting: Setting) -> bool {
        self.value(setting) == Value::Bool(true)
    }
}
