//! Parameters: checked against their shape, then read.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::errors::RcError;
use crate::schema::{self, Shape, Style};

/// What a call takes.
pub(crate) trait Params: DeserializeOwned {
    /// What it must look like.
    const SHAPE: Shape;
    /// In whose words it is refused.
    const STYLE: Style = Style::Ajv;

    /// Reads the parameters, if they are what the call takes.
    fn read(given: Value) -> Result<Self, RcError> {
        if holds_nul(&given) {
            return Err(RcError::params("must NOT contain NUL characters"));
        }
        schema::read(&Self::SHAPE, Self::STYLE, given)
    }
}

/// Whether some text in it has a NUL character, which no text of ours may have.
pub(crate) fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}
