//! Bodies compared with the seeds: key by key in their order, type by type.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// JSON whose keys keep their order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Null,
    Bool,
    Number,
    Text(String),
    List(Vec<Shape>),
    Object(Vec<(String, Shape)>),
}

/// Whether a body may have more keys than the seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    Exactly,
    AtLeast,
}

impl Shape {
    pub(crate) fn of(text: &[u8]) -> Self {
        serde_json::from_slice(text).expect("JSON")
    }

    /// Where `self`, a body, differs from the seed. `null` where the seed has something is told unless its path is among `nulls`.
    pub(crate) fn differences(&self, seed: &Shape, keys: Keys, nulls: &[&str]) -> Vec<String> {
        let mut differences = Vec::new();
        differ("", self, seed, keys, nulls, &mut differences);
        differences
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Text(text) if is_uuid(text) => "a UUID",
            Self::Text(text) if is_time(text) => "a time in milliseconds",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

fn differ(at: &str, ours: &Shape, seed: &Shape, keys: Keys, nulls: &[&str], differences: &mut Vec<String>) {
    match (ours, seed) {
        // A seed's example has null where there may be something.
        (_, Shape::Null) => {}
        (Shape::Null, _) if nulls.contains(&at) => {}
        (Shape::Object(ours), Shape::Object(seed)) => {
            let names = |fields: &[(String, Shape)]| fields.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
            let (our_names, seed_names) = (names(ours), names(seed));
            let shared: Vec<String> = our_names.iter().filter(|name| seed_names.contains(name)).cloned().collect();
            let compared = if keys == Keys::Exactly { &our_names } else { &shared };
            if *compared != seed_names {
                differences.push(format!("{at}: has {our_names:?}, the seed {seed_names:?}"));
            }
            for (name, seed) in seed {
                if let Some((_, ours)) = ours.iter().find(|(ours, _)| ours == name) {
                    let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                    differ(&at, ours, seed, keys, nulls, differences);
                }
            }
        }
        (Shape::List(ours), Shape::List(seed)) => {
            if let Some(seed) = seed.first() {
                for ours in ours {
                    differ(&format!("{at}[]"), ours, seed, keys, nulls, differences);
                }
            }
        }
        (ours, seed) if ours.kind() == seed.kind() => {}
        // Where the seed has a text of some form, any text is none of it; where it has plain text, anything is.
        (Shape::Text(_), Shape::Text(text)) if !is_uuid(text) && !is_time(text) => {}
        (ours, seed) => differences.push(format!("{at}: is {}, in the seed {}", ours.kind(), seed.kind())),
    }
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase()))
}

fn is_time(text: &str) -> bool {
    const FORM: &str = "2021-03-03T22:53:29.000Z";
    let fits = |(c, form): (char, char)| if form.is_ascii_digit() { c.is_ascii_digit() } else { c == form };
    text.len() == FORM.len() && text.chars().zip(FORM.chars()).all(fits)
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Bool)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape, E> {
        Ok(Shape::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Shape::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Shape, A::Error> {
        let mut object = Vec::new();
        while let Some(field) = fields.next_entry()? {
            object.push(field);
        }
        Ok(Shape::Object(object))
    }
}

#[test]
fn differences_are_found() {
    let seed = Shape::of(
        br#"{"id":"4198c4b2-d39d-45b5-ac9c-89bccb9513ec","at":"2021-03-03T22:53:29.000Z","n":1,"x":null,"in":{"a":"t","b":[{"c":true}]}}"#,
    );
    let found = |body: &str, keys, nulls: &[&str]| Shape::of(body.as_bytes()).differences(&seed, keys, nulls).len();
    let right = r#"{"id":"00000000-0000-0000-0000-000000000000","at":"2026-01-01T00:00:00.123Z","n":2,"x":"y","in":{"a":"","b":[]}}"#;
    assert_eq!(found(right, Keys::Exactly, &[]), 0);
    for (from, to) in [
        ("00000000-0000-0000-0000-000000000000", "1"),
        ("2026-01-01T00:00:00.123Z", "2026-01-01T00:00:00Z"),
        ("\"n\":2", "\"n\":\"2\""),
        ("\"n\":2", "\"n\":null"),
        ("\"x\":\"y\",", ""),
        ("\"b\":[]", "\"b\":[{\"c\":1}]"),
        ("\"b\":[]", "\"b\":[{}]"),
        ("\"a\":\"\",\"b\":[]", "\"b\":[],\"a\":\"\""),
        ("\"b\":[]", "\"b\":[],\"more\":1"),
    ] {
        assert_eq!(found(&right.replace(from, to), Keys::Exactly, &[]), 1, "{from} -> {to}");
    }
    assert_eq!(found(&right.replace("\"b\":[]", "\"b\":[],\"more\":1"), Keys::AtLeast, &[]), 0);
    assert_eq!(found(&right.replace("\"n\":2", "\"n\":null"), Keys::Exactly, &["n"]), 0);
    assert_eq!(found(&right.replace("\"a\":\"\"", "\"a\":null"), Keys::Exactly, &["in.a"]), 0);
}
