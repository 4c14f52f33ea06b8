//! Times: ISO 8601 with milliseconds in REST, `{"$date": milliseconds}` in methods.

use serde_json::{Value, json};
use switchroom_domain::Timestamp;

/// Names of fields that are times: what a method's answer writes otherwise.
const TIMES: [&str; 8] = ["ts", "_updatedAt", "editedAt", "createdAt", "lm", "closedAt", "queuedAt", "lastLogin"];

/// ISO 8601 with milliseconds.
pub(crate) fn iso(at: Timestamp) -> String {
    at.to_rfc3339_millis()
}

/// A time as a client writes one: ISO 8601 with or without a time of day, an offset and fractions.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    Timestamp::from_rfc3339(text)
        .or_else(|| Timestamp::from_rfc3339(&format!("{text}Z")))
        .or_else(|| Timestamp::from_rfc3339(&format!("{text}T00:00:00Z")))
}

/// A document with its times as methods write them (EJSON).
pub(crate) fn ejson(document: Value) -> Value {
    match document {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| match value.as_str().filter(|_| TIMES.contains(&name.as_str())).and_then(parse) {
                Some(at) => (name, json!({ "$date": at.0.div_euclid(1000) })),
                None => (name, ejson(value)),
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(ejson).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use switchroom_domain::Timestamp;

    use super::{ejson, iso, parse};

    #[test]
    fn times_have_milliseconds() {
        let at = Timestamp(1_700_000_000_123_999);
        assert_eq!(iso(at), "2023-11-14T22:13:20.123Z");
        assert_eq!(
            ejson(json!({"ts": iso(at), "u": {"name": iso(at)}, "msg": "ts"})),
            json!({"ts": {"$date": 1_700_000_000_123_i64}, "u": {"name": iso(at)}, "msg": "ts"})
        );
    }

    #[test]
    fn times_are_read_as_browsers_read_them() {
        for text in ["2023-11-14T22:13:20.000Z", "2023-11-14T22:13:20", "2023-11-15T05:13:20+07:00", "2023-11-14T22:13:20Z"] {
            assert_eq!(parse(text), Some(Timestamp(1_700_000_000_000_000)), "{text}");
        }
        assert_eq!(parse("2023-11-14"), Timestamp::from_rfc3339("2023-11-14T00:00:00Z"));
        for text in ["", "now", "14.11.2023", "2023-13-14"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_time_is_read_back_to_the_millisecond(micros in 0_i64..30_000_000_000_000_000) {
            let read = parse(&iso(Timestamp(micros))).expect("a time");
            prop_assert_eq!(read.0, micros - micros % 1000);
        }
    }
}
