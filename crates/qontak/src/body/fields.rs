//! The named fields of a body.

use std::collections::HashMap;

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    /// Text; everything in a form is text.
    Text(String),
    /// An empty field of a form: what PHP's cURL makes of `false`.
    Blank,
    /// A boolean of JSON.
    Bool(bool),
    /// A whole number of JSON.
    Number(i64),
    /// Anything else: null, other numbers, lists, objects, files.
    Other,
}

/// The named fields of a body. Of a field given twice the last counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(HashMap<String, Field>);

impl Field {
    /// A field of a form.
    pub(super) fn of_form(text: String) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }
}

impl Fields {
    pub(super) fn put(&mut self, name: String, field: Field) {
        self.0.insert(name, field);
    }

    /// A flag: `true`, `"true"`, `"1"` or `1`, and the same for false, as is an empty field of a form; none if it is left out.
    ///
    /// # Errors
    ///
    /// What is wrong with the field, in words.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        let flag = match self.0.get(name) {
            None => return Ok(None),
            Some(Field::Bool(flag)) => Some(*flag),
            Some(Field::Number(number)) => as_flag(&number.to_string()),
            Some(Field::Text(text)) => as_flag(text),
            Some(Field::Blank) => Some(false),
            Some(Field::Other) => None,
        };
        flag.map(Some).ok_or_else(|| format!("{name} must be true or false"))
    }

    /// A text; none if the field is left out.
    ///
    /// # Errors
    ///
    /// What is wrong with the field, in words.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, String> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Field::Text(text)) if text.contains('\0') => Err(format!("{name} must not contain a NUL character")),
            Some(Field::Text(text)) => Ok(Some(text)),
            Some(Field::Blank) => Ok(Some("")),
            Some(_) => Err(format!("{name} must be a string")),
        }
    }
}

/// Go's clients send `true`, Python's `True`, PHP's `1`.
fn as_flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}
