//! `established_dialogue`: when a second author first wrote, as a client says it.

use serde_json::Value;
use switchroom_domain::Timestamp;

use super::dates;
use crate::errors::Validation;
use crate::wire::body::Fields;

const NAME: &str = "established_dialogue";

/// What the field is to become: a date, or nothing. None: it stays. A date is taken in every form that
/// [`dates::read`] reads; `true` is `now`, `false` and null are nothing.
pub(crate) fn change(fields: &Fields, now: Timestamp) -> Result<Option<Option<Timestamp>>, Validation> {
    match fields.field(NAME) {
        None => Ok(None),
        Some(Value::Null | Value::Bool(false)) => Ok(Some(None)),
        Some(Value::Bool(true)) => Ok(Some(Some(now))),
        Some(Value::String(text)) => match text.as_str() {
            "true" | "1" if fields.are_a_form() => Ok(Some(Some(now))),
            "false" | "0" if fields.are_a_form() => Ok(Some(None)),
            text => dates::read(text).map(|at| Some(Some(at))).ok_or_else(|| Validation::not_date(NAME)),
        },
        Some(_) => Err(Validation::not_date(NAME)),
    }
}

/// The same change, unless the date is just what was told: it was cut to milliseconds, and a client that sends back what it
/// was told changes nothing.
pub(crate) fn unless_told(change: Option<Option<Timestamp>>, told: Option<Timestamp>) -> Option<Option<Timestamp>> {
    let cut = |at: Timestamp| at.0.div_euclid(1_000) * 1_000;
    change.filter(|at| !matches!((at, told), (Some(at), Some(told)) if at.0 == cut(told)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use serde_json::json;
    use switchroom_domain::Timestamp;

    use super::{change, unless_told};
    use crate::translate::dates;
    use crate::wire::body::{Fields, Kind};

    const NOW: Timestamp = Timestamp(1_767_225_600_000_000);

    fn of(kind: Kind, body: &str) -> Option<Option<Option<Timestamp>>> {
        change(&Fields::parse(kind, body.as_bytes()).expect("a body"), NOW).ok()
    }

    #[test]
    fn every_accepted_form_is_read() {
        let at = |millis: i64| Some(Some(Some(Timestamp(millis * 1_000))));
        let cases = [
            (r#"{}"#, Some(None)),
            (r#"{"other":1}"#, Some(None)),
            (r#"{"established_dialogue":null}"#, Some(Some(None))),
            (r#"{"established_dialogue":false}"#, Some(Some(None))),
            (r#"{"established_dialogue":"  "}"#, Some(Some(None))),
            (r#"{"established_dialogue":true}"#, Some(Some(Some(NOW)))),
            (r#"{"established_dialogue":"2023-10-06 13:41:09.123"}"#, at(1_696_599_669_123)),
            (r#"{"established_dialogue":" 2023-10-06 13:41:09 "}"#, at(1_696_599_669_000)),
            (r#"{"established_dialogue":"2023-10-06T15:41:09.123+02:00"}"#, at(1_696_599_669_123)),
        ];
        for (body, expected) in cases {
            assert_eq!(of(Kind::Json, body), expected, "{body}");
        }
        for (body, expected) in [
            ("established_dialogue=2023-10-06+13%3A41%3A09.123", at(1_696_599_669_123)),
            ("established_dialogue=true", Some(Some(Some(NOW)))),
            ("established_dialogue=0", Some(Some(None))),
            ("established_dialogue=", Some(Some(None))),
            ("a=1", Some(None)),
        ] {
            assert_eq!(of(Kind::Form, body), expected, "{body}");
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for value in
            [json!(0), json!(1), json!(1.5), json!("true"), json!("now"), json!("0"), json!([]), json!({}), json!(["2023-10-06 13:41:09"])]
        {
            let body = json!({"established_dialogue": value}).to_string();
            assert_eq!(of(Kind::Json, &body), None, "{body}");
        }
        assert_eq!(of(Kind::Form, "established_dialogue[]=2023-10-06+13%3A41%3A09"), None);
    }

    #[test]
    fn what_was_told_is_no_change() {
        let told = Some(Timestamp(1_696_599_669_123_456));
        let sent = dates::read(&dates::with_blank(Timestamp(1_696_599_669_123_456)));
        assert_eq!(unless_told(Some(sent), told), None);
        for change in [None, Some(None), Some(Some(Timestamp(1_696_599_669_123_455))), Some(Some(Timestamp(1_696_599_669_124_000)))] {
            assert_eq!(unless_told(change, told), change);
        }
        assert_eq!(unless_told(Some(sent), None), Some(sent));
    }

    proptest! {
        #[test]
        fn what_is_sent_comes_back(millis in 0_i64..32_503_680_000_000, text in any::<String>()) {
            let sent = dates::with_blank(Timestamp(millis * 1_000));
            let read = of(Kind::Json, &json!({"established_dialogue": sent}).to_string());
            prop_assert_eq!(read.flatten().flatten().map(dates::with_blank), Some(sent));
            let _ = of(Kind::Json, &json!({"established_dialogue": text}).to_string());
        }
    }
}
