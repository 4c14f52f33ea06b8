//! `X-Popsell-Brand`: the organization's number.

use http::HeaderMap;
use switchroom_domain::OrgId;

use crate::errors::{Error, Validation};

/// The header's name, as it is told.
const NAME: &str = "X-Popsell-Brand";

/// The brand that a request names, if it names one. Refused unless it is one whole number from 1 on, written in digits.
pub(crate) fn given(headers: &HeaderMap) -> Result<Option<OrgId>, Error> {
    let mut values = headers.get_all(NAME).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let number = value.to_str().ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok());
    match number {
        Some(number) if number > 0 && values.next().is_none() => Ok(Some(OrgId(number))),
        Some(0) => Err(Validation::of(NAME, format!("The {NAME} field must be at least 1.")).into()),
        _ if value.as_bytes().trim_ascii().is_empty() => Err(missing()),
        _ => Err(Validation::not_integer(NAME).into()),
    }
}

/// The brand must be named.
pub(crate) fn missing() -> Error {
    Validation::required(NAME).into()
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use http::{HeaderMap, HeaderValue};
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use switchroom_domain::OrgId;

    use super::given;

    fn headers(values: &[&[u8]]) -> HeaderMap {
        values
            .iter()
            .map(|value| (http::HeaderName::from_static("x-popsell-brand"), HeaderValue::from_bytes(value).expect("a value")))
            .collect()
    }

    #[test]
    fn a_brand_is_a_number_from_one_on() {
        assert_eq!(given(&headers(&[])).expect("none"), None);
        for (text, number) in [("1", 1), ("42", 42), ("007", 7), ("9223372036854775807", i64::MAX)] {
            assert_eq!(given(&headers(&[text.as_bytes()])).expect("a brand"), Some(OrgId(number)));
        }
    }

    #[test]
    fn anything_else_is_not_acceptable() {
        let wrong: [&[&[u8]]; 15] = [
            &[b""],
            &[b" "],
            &[b"\t"],
            &[b"0"],
            &[b"-1"],
            &[b"+1"],
            &[b"1.0"],
            &[b"1e3"],
            &[b"0x1"],
            &[b"1,2"],
            &[b"1", b"1"],
            &[b"1", b"2"],
            &[b"9223372036854775808"],
            &["\u{661}".as_bytes()],
            &[b"one"],
        ];
        for values in wrong {
            assert_eq!(given(&headers(values)).expect_err("refused").into_response().status(), 422, "{values:?}");
        }
    }

    proptest! {
        #[test]
        fn only_numbers_are_taken(text in "[ -~]{0,25}", number in any::<i64>()) {
            let expected = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i64>().ok()).flatten().filter(|number| *number > 0);
            prop_assert_eq!(given(&headers(&[text.as_bytes()])).ok().flatten(), expected.map(OrgId));
            let written = number.to_string();
            prop_assert_eq!(given(&headers(&[written.as_bytes()])).ok().flatten(), (number > 0).then_some(OrgId(number)));
        }
    }
}
