//! Example bodies: what a server really sent.
//!
//! They are made by the test `event_types::examples` of the whole server, which drives a conversation with three webhooks and fails
//! when a body differs from what is kept here. After a change of bodies or kinds of event run `cargo xtask examples`, which
//! rewrites the files, and look through the difference: it is what receivers will see.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use switchroom_domain::EventKind;
use switchroom_domain::subscription::Dialect;
use utoipa::ToSchema;

/// One body, exactly as it was sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = EventExample)]
pub(crate) struct Example {
    /// The dialect's topic that it is told under. Our own dialect has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    topic: Option<String>,
    /// The body.
    #[serde(borrow)]
    #[schema(value_type = Object)]
    body: &'static RawValue,
}

type Examples = HashMap<String, Vec<Example>>;

static NATIVE: LazyLock<Examples> = LazyLock::new(|| read(include_str!("examples/native.json")));
static QONTAK: LazyLock<Examples> = LazyLock::new(|| read(include_str!("examples/qontak.json")));
static ROCKETCHAT: LazyLock<Examples> = LazyLock::new(|| read(include_str!("examples/rocketchat.json")));

fn read(file: &'static str) -> Examples {
    serde_json::from_str(file).unwrap_or_else(|error| {
        // The files are part of the program, and a test reads them.
        tracing::error!(%error, "examples of events cannot be read");
        Examples::default()
    })
}

/// What a dialect sends of an event of this kind: one body for each topic it is told under.
pub(crate) fn examples(dialect: Dialect, kind: EventKind) -> &'static [Example] {
    let examples = match dialect {
        Dialect::Native => &NATIVE,
        Dialect::Qontak => &QONTAK,
        Dialect::RocketChat => &ROCKETCHAT,
    };
    examples.get(kind.as_str()).map_or(&[], Vec::as_slice)
}

/// The first body of a dialect's, as JSON, that `is_meant`: by the topic it is told under, if it has one, and its kind of event.
pub(crate) fn example(dialect: Dialect, is_meant: impl Fn(Option<&str>, EventKind) -> bool) -> Option<&'static str> {
    let all = EventKind::EVERY.iter().flat_map(|kind| examples(dialect, *kind).iter().map(|example| (*kind, example)));
    let mut meant = all.filter(|(kind, example)| is_meant(example.topic.as_deref(), *kind));
    meant.next().map(|(_, example)| example.body.get())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::Value;
    use switchroom_domain::EventKind;

    use super::{Example, NATIVE, QONTAK, ROCKETCHAT};
    use crate::event_types::schema;

    #[test]
    fn the_files_are_read_and_name_kinds_of_event_and_topics_only() {
        use switchroom_domain::subscription::Dialect;
        for (dialect, examples) in [(Dialect::Native, &NATIVE), (Dialect::Qontak, &QONTAK), (Dialect::RocketChat, &ROCKETCHAT)] {
            assert!(!examples.is_empty(), "{dialect:?}");
            for (kind, bodies) in &**examples {
                assert!(EventKind::from_name(kind).is_some() && !bodies.is_empty(), "{dialect:?}: {kind}");
                let known = |example: &Example| example.topic.as_deref().is_none_or(|topic| dialect.topics().contains(&topic));
                assert!(bodies.iter().all(known), "{dialect:?}: {kind}");
            }
        }
    }

    /// A body of the native dialect for each kind.
    fn native() -> HashMap<EventKind, Value> {
        let body = |kind: &EventKind| {
            let bodies = NATIVE.get(kind.as_str()).unwrap_or_else(|| panic!("no example of {}", kind.as_str()));
            (*kind, serde_json::from_str(bodies[0].body.get()).expect("JSON"))
        };
        EventKind::EVERY.iter().map(body).collect()
    }

    #[test]
    fn every_native_example_is_what_its_schema_says() {
        for (kind, body) in native() {
            let schema = schema::of(kind).expect("a schema");
            jsonschema::draft202012::meta::validate(&schema).expect("a schema of 2020-12");
            let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a schema");
            let errors: Vec<String> = validator.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", kind.as_str());
        }
    }

    #[test]
    fn schemas_tell_of_all_that_is_sent_and_of_nothing_else() {
        for (kind, body) in native() {
            let schema = schema::of(kind).expect("a schema");
            let named = |path: &str, field: &String| schema.pointer(&format!("{path}/{field}")).is_some();
            let fields = |part: &Value| -> Vec<String> { part.as_object().expect("an object").keys().cloned().collect() };
            for field in fields(&body) {
                assert!(named("/properties", &field), "{}: {field}", kind.as_str());
            }
            for field in fields(&body["data"]) {
                assert!(named("/properties/data/properties", &field), "{}: data.{field}", kind.as_str());
            }
        }
    }

    #[test]
    fn an_event_of_another_kind_does_not_fit() {
        let bodies = native();
        for kind in EventKind::EVERY {
            let schema = schema::of(*kind).expect("a schema");
            let validator = jsonschema::draft202012::new(&schema).expect("a schema");
            for (other, body) in &bodies {
                assert_eq!(validator.is_valid(body), kind == other, "{} as {}", other.as_str(), kind.as_str());
                let mut poorer = body.clone();
                if kind == other && schema["properties"]["data"]["required"].as_array().is_some_and(|required| required.len() > 1) {
                    poorer["data"].as_object_mut().expect("data").retain(|field, _| field == "actor");
                    assert!(!validator.is_valid(&poorer), "{} without what it is about", kind.as_str());
                }
            }
        }
    }
}
