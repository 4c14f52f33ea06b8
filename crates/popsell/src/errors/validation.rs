//! What is wrong with which field, in the words of Laravel's validator (version 10 and later).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// What is wrong with which field; at least one thing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Validation {
    errors: Vec<(String, String)>,
}

impl Validation {
    /// One message about a field.
    pub(crate) fn of(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { errors: vec![(field.into(), message.into())] }
    }

    /// The field must be given.
    pub(crate) fn required(field: &str) -> Self {
        Self::of(field, format!("The {} field is required.", shown(field)))
    }

    /// The field must be text.
    pub(crate) fn not_text(field: &str) -> Self {
        Self::of(field, format!("The {} field must be a string.", shown(field)))
    }

    /// The field must be a date.
    pub(crate) fn not_date(field: &str) -> Self {
        Self::of(field, format!("The {} field must be a valid date.", shown(field)))
    }

    /// The field must be a whole number.
    pub(crate) fn not_integer(field: &str) -> Self {
        Self::of(field, format!("The {} field must be an integer.", shown(field)))
    }

    /// The field is none of the values it may have.
    pub(crate) fn not_in(field: &str) -> Self {
        Self::of(field, format!("The selected {} is invalid.", shown(field)))
    }

    /// These errors, then `other`'s.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.errors.extend(other.errors);
        self
    }

    /// The first message, and how many more there are.
    fn message(&self) -> String {
        let first = self.errors.first().map(|(_, message)| message.as_str()).unwrap_or_default();
        match self.errors.len().saturating_sub(1) {
            0 => first.to_owned(),
            1 => format!("{first} (and 1 more error)"),
            more => format!("{first} (and {more} more errors)"),
        }
    }

    /// The messages of every field, in the order in which fields were found wrong.
    fn by_field(&self) -> Vec<(&str, Vec<&str>)> {
        let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
        for (field, message) in &self.errors {
            match fields.iter_mut().find(|(known, _)| known == field) {
                Some((_, messages)) => messages.push(message),
                None => fields.push((field, vec![message])),
            }
        }
        fields
    }
}

impl Serialize for Validation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Fields<'a>(&'a Validation);

        impl Serialize for Fields<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.by_field())
            }
        }

        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("message", &self.message())?;
        map.serialize_entry("errors", &Fields(self))?;
        map.end()
    }
}

/// A field's name as people read it.
fn shown(field: &str) -> String {
    field.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::Validation;

    #[test]
    fn errors_are_counted() {
        let (one, two) = (Validation::required("email"), Validation::required("email").and(Validation::not_text("email")));
        let three = two.clone().and(Validation::required("password"));
        let text = |errors: &Validation| serde_json::to_string(errors).expect("JSON");
        insta::assert_snapshot!(text(&one), @r#"{"message":"The email field is required.","errors":{"email":["The email field is required."]}}"#);
        insta::assert_snapshot!(text(&two), @r#"{"message":"The email field is required. (and 1 more error)","errors":{"email":["The email field is required.","The email field must be a string."]}}"#);
        insta::assert_snapshot!(text(&three), @r#"{"message":"The email field is required. (and 2 more errors)","errors":{"email":["The email field is required.","The email field must be a string."],"password":["The password field is required."]}}"#);
    }

    #[test]
    fn names_are_shown_with_blanks() {
        insta::assert_snapshot!(serde_json::to_string(&Validation::not_date("established_dialogue")).expect("JSON"), @r#"{"message":"The established dialogue field must be a valid date.","errors":{"established_dialogue":["The established dialogue field must be a valid date."]}}"#);
    }
}
