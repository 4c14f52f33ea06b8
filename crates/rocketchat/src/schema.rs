//! What parameters must look like, and the words in which Rocket.Chat refuses others.
//!
//! Two checkers say the same in different words: newer calls use Ajv, which turns scalars into the type that is wanted and
//! tells everything that is wrong; older ones use Meteor's `check`, which turns nothing and stops at the first fault.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::errors::RcError;

/// Whose words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Ajv with `coerceTypes`.
    Ajv,
    /// Meteor's `check`.
    Match,
}

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A string.
    Text,
    /// A whole number.
    Whole,
    /// A boolean.
    Flag,
    /// Whatever it is.
    Any,
    /// Null, or this.
    OrNull(&'static Kind),
    /// An array of these.
    List(&'static Kind),
    /// An object whose values are strings.
    Texts,
    /// An object.
    Part(&'static Shape),
}

/// What an object must hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// The fields it may hold.
    pub(crate) fields: &'static [Field],
    /// Whether it may hold others, which are passed over.
    pub(crate) open: bool,
}

/// One field of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    name: &'static str,
    kind: Kind,
    required: bool,
}

/// A field that must be there.
pub(crate) const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

/// A field that may be absent.
pub(crate) const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

/// An object of exactly these fields.
pub(crate) const fn closed(fields: &'static [Field]) -> Shape {
    Shape { fields, open: false }
}

/// An object of these fields among others.
pub(crate) const fn open(fields: &'static [Field]) -> Shape {
    Shape { fields, open: true }
}

/// Reads `value`, if it has the shape.
pub(crate) fn read<T: DeserializeOwned>(shape: &Shape, style: Style, mut value: Value) -> Result<T, RcError> {
    check(shape, style, &mut value)?;
    serde_json::from_value(value).map_err(|error| {
        // What has the shape can be read: if not, the shape lacks a rule. The reader's own words are for nobody who calls.
        tracing::error!(error = %error, "parameters of the right shape cannot be read");
        RcError::params("must match the schema")
    })
}

/// Refuses `value` unless it has the shape; Ajv's style turns scalars into what is wanted on the way.
pub(crate) fn check(shape: &Shape, style: Style, value: &mut Value) -> Result<(), RcError> {
    let mut faults = Vec::new();
    Checker { style, faults: &mut faults }.part(shape, value, "");
    match (style, faults.first()) {
        (_, None) => Ok(()),
        (Style::Ajv, Some(_)) => Err(RcError::params(&faults.join("\n "))),
        (Style::Match, Some(first)) => Err(RcError::plain(format!("Match error: {first}"))),
    }
}

struct Checker<'a> {
    style: Style,
    faults: &'a mut Vec<String>,
}

impl Checker<'_> {
    fn part(&mut self, shape: &Shape, value: &mut Value, path: &str) {
        let kind = kind_of(value);
        let Some(object) = value.as_object_mut() else { return self.no_object(value, kind, path) };
        // The order is Ajv's: what is lacking, what is too much, what is inside.
        for field in shape.fields.iter().filter(|field| field.required) {
            if !object.contains_key(field.name) {
                self.fault(format!("must have required property '{}'", field.name), format!("Missing key '{}'", field.name), path);
            }
        }
        if !shape.open {
            self.strangers(shape, object, path);
        }
        for field in shape.fields {
            if let Some(value) = object.get_mut(field.name) {
                self.value(&field.kind, value, &below(path, field.name));
            }
        }
    }

    fn strangers(&mut self, shape: &Shape, object: &Map<String, Value>, path: &str) {
        for name in object.keys().filter(|name| shape.fields.iter().all(|field| field.name != *name)) {
            self.fault("must NOT have additional properties".to_owned(), "Unknown key".to_owned(), &below(path, name));
        }
    }

    fn value(&mut self, kind: &Kind, value: &mut Value, path: &str) {
        if self.style == Style::Ajv {
            coerce(kind, value);
        }
        if let (Kind::Whole, Some(number)) = (kind, value.as_f64().filter(|_| value.is_f64()).and_then(exact)) {
            *value = Value::from(number);
        }
        let found = kind_of(value);
        match kind {
            Kind::Any => {}
            Kind::OrNull(kind) => {
                if !value.is_null() {
                    self.value(kind, value, path);
                }
            }
            Kind::Text if value.is_string() => {}
            Kind::Text => self.wrong("string", found, path),
            Kind::Whole if value.is_i64() => {}
            Kind::Whole => self.wrong(if self.style == Style::Ajv { "integer" } else { "Integer" }, found, path),
            Kind::Flag if value.is_boolean() => {}
            Kind::Flag => self.wrong("boolean", found, path),
            Kind::List(kind) => match value.as_array_mut() {
                Some(items) => {
                    for (i, item) in items.iter_mut().enumerate() {
                        self.value(kind, item, &format!("{path}[{i}]"));
                    }
                }
                None => self.wrong("array", found, path),
            },
            Kind::Texts => match value.as_object_mut() {
                Some(object) => {
                    for (name, value) in object {
                        self.value(&Kind::Text, value, &below(path, name));
                    }
                }
                None => self.no_object(value, found, path),
            },
            Kind::Part(shape) => self.part(shape, value, path),
        }
    }

    fn wrong(&mut self, expected: &str, found: &str, path: &str) {
        self.fault(format!("must be {expected}"), format!("Expected {expected}, got {found}"), path);
    }

    /// An array is an object in JavaScript, but no plain one.
    fn no_object(&mut self, value: &Value, found: &str, path: &str) {
        match (self.style, value) {
            (Style::Match, Value::Array(_)) => self.fault(String::new(), "Expected plain object".to_owned(), path),
            _ => self.wrong("object", found, path),
        }
    }

    fn fault(&mut self, ajv: String, meteor: String, path: &str) {
        match self.style {
            Style::Ajv => self.faults.push(ajv),
            Style::Match => {
                let mut fault = meteor;
                if !path.is_empty() {
                    // Writing to a String cannot fail.
                    let _ = write!(fault, " in field {path}");
                }
                self.faults.push(fault);
            }
        }
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// What JavaScript calls it.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) | Value::Object(_) => "object",
    }
}

/// Ajv's `coerceTypes: true`: scalars become the scalar that is wanted, where they can; objects and arrays stay.
fn coerce(kind: &Kind, value: &mut Value) {
    let coerced = match (kind, &*value) {
        (Kind::Text, Value::Bool(given)) => Some(Value::String(given.to_string())),
        (Kind::Text, Value::Number(given)) => Some(Value::String(number_text(given))),
        (Kind::Text, Value::Null) => Some(Value::String(String::new())),
        (Kind::Whole, Value::Bool(given)) => Some(Value::from(i64::from(*given))),
        (Kind::Whole, Value::Null) => Some(Value::from(0)),
        (Kind::Whole, Value::String(given)) => whole(given).map(Value::from),
        (Kind::Flag, Value::Null) => Some(Value::Bool(false)),
        (Kind::Flag, Value::String(given)) => given.parse().ok().map(Value::Bool),
        (Kind::Flag, Value::Number(given)) => match given.as_f64() {
            Some(0.0) => Some(Value::Bool(false)),
            Some(1.0) => Some(Value::Bool(true)),
            _ => None,
        },
        _ => None,
    };
    if let Some(coerced) = coerced {
        *value = coerced;
    }
}

fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    text.parse().ok().or_else(|| exact(text.parse().ok()?))
}

/// The whole number that a floating point one is, where it stands for just one.
fn exact(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

/// A number as JavaScript writes it: a whole one without a fraction.
fn number_text(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e21 => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{Kind, Shape, Style, check, closed, may, must, open, read};

    const INNER: Shape = closed(&[
        must("_id", Kind::Text),
        may("phone", Kind::OrNull(&Kind::Text)),
        may("data", Kind::OrNull(&Kind::Texts)),
        may("tags", Kind::OrNull(&Kind::List(&Kind::Text))),
    ]);
    const OUTER: Shape = closed(&[must("guest", Kind::Part(&INNER)), must("count", Kind::Whole), may("sure", Kind::Flag)]);
    const LOOSE: Shape = open(&[must("visitor", Kind::Part(&open(&[must("token", Kind::Text), may("fields", Kind::List(&Kind::Texts))])))]);

    fn ajv(value: Value) -> Result<Value, String> {
        let mut value = value;
        check(&OUTER, Style::Ajv, &mut value).map(|()| value).map_err(|error| error.text().to_owned())
    }

    fn meteor(value: Value) -> String {
        let mut value = value;
        check(&LOOSE, Style::Match, &mut value).expect_err("refused").text().to_owned()
    }

    #[test]
    fn ajv_tells_everything_that_is_wrong() {
        insta::assert_snapshot!(ajv(json!({})).unwrap_err(), @r"
        must have required property 'guest'
         must have required property 'count' [invalid-params]
        ");
        insta::assert_snapshot!(ajv(json!({"guest": {"_id": {}}, "count": "x", "x": 1})).unwrap_err(), @r"
        must NOT have additional properties
         must be string
         must be integer [invalid-params]
        ");
        insta::assert_snapshot!(ajv(json!({"guest": [], "count": 1.5})).unwrap_err(), @r"
        must be object
         must be integer [invalid-params]
        ");
        insta::assert_snapshot!(ajv(json!({"guest": {"_id": "a", "tags": "b", "data": {"k": []}}, "count": 1})).unwrap_err(), @r"
        must be string
         must be array [invalid-params]
        ");
        insta::assert_snapshot!(ajv(json!([])).unwrap_err(), @"must be object [invalid-params]");
    }

    #[test]
    fn ajv_turns_scalars_into_what_is_wanted() {
        let given = json!({"guest": {"_id": 7, "phone": null, "data": {"k": true}, "tags": [1, 2.0]}, "count": "12", "sure": "true"});
        let wanted = json!({"guest": {"_id": "7", "phone": null, "data": {"k": "true"}, "tags": ["1", "2"]}, "count": 12, "sure": true});
        assert_eq!(ajv(given).expect("taken"), wanted);
        assert_eq!(
            ajv(json!({"guest": {"_id": null}, "count": true, "sure": 0})).expect("taken"),
            json!({"guest": {"_id": ""}, "count": 1, "sure": false})
        );
    }

    #[test]
    fn whole_numbers_are_those_that_can_be_told_apart() {
        for (given, read) in [(json!(5.0), 5), (json!(-5e3), -5_000), (json!("5.0"), 5), (json!(i64::MAX), i64::MAX)] {
            assert_eq!(ajv(json!({"guest": {"_id": ""}, "count": given})).expect("taken")["count"], read, "{given}");
        }
        for wrong in [json!(1e308), json!(-1e300), json!(u64::MAX), json!(0.5), json!("1e308"), json!("NaN"), json!([])] {
            let told = ajv(json!({"guest": {"_id": ""}, "count": wrong})).unwrap_err();
            assert_eq!(told, "must be integer [invalid-params]", "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_without_the_readers_words() {
        let told = read::<u8>(&open(&[]), Style::Ajv, json!({})).expect_err("no number");
        assert_eq!(told.text(), "must match the schema [invalid-params]");
    }

    #[test]
    fn meteor_tells_the_first_fault_and_its_place() {
        assert_eq!(meteor(json!([])), "Match error: Expected plain object");
        assert_eq!(meteor(json!({})), "Match error: Missing key 'visitor'");
        assert_eq!(meteor(json!({"visitor": {}})), "Match error: Missing key 'token' in field visitor");
        assert_eq!(meteor(json!({"visitor": {"token": 7}})), "Match error: Expected string, got number in field visitor.token");
        assert_eq!(meteor(json!({"visitor": null})), "Match error: Expected object, got null in field visitor");
        assert_eq!(
            meteor(json!({"visitor": {"token": "t", "fields": [{}, 1]}})),
            "Match error: Expected object, got number in field visitor.fields[1]"
        );
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[ -~]{0,8}".prop_map(Value::from),
        ];
        let names = prop::sample::select(vec!["guest", "count", "sure", "_id", "phone", "data", "tags", "other"]);
        leaf.prop_recursive(4, 32, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((names.clone(), inner), 0..5)
                    .prop_map(|fields| Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())),
            ]
        })
    }

    proptest! {
        /// What was taken is taken again, unchanged.
        #[test]
        fn taking_is_stable(value in any_json()) {
            if let Ok(taken) = ajv(value) {
                prop_assert_eq!(ajv(taken.clone()), Ok(taken));
            }
        }
    }
}
