//! Headers of a subscription's own.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue};
use switchroom_domain::Refusal;
use switchroom_domain::subscription::{CustomHeaders, Subscription};

use crate::{Engine, EngineError};

/// What headers are encrypted for.
const PURPOSE: &str = "webhook headers";
/// Bytes of a value, at the most.
const VALUE_BYTES: usize = 1_024;
/// Bytes of a name, at the most.
const NAME_BYTES: usize = 100;
/// Headers that are the connection's, or that say what the body is: HTTP and the delivery itself set them.
const RESERVED: &[&str] = &[
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// What begins with one of these belongs to the standard and to Switchroom.
const RESERVED_PREFIXES: &[&str] = &["webhook-", "switchroom-"];

/// Checks and encrypts a subscription's own headers. Names in whatever case; refuses what is no header, or not a subscription's to set.
pub fn seal_headers(engine: &Engine, headers: BTreeMap<String, String>) -> Result<CustomHeaders, EngineError> {
    let checked = headers.into_iter().map(|(name, value)| check(&name, value)).collect::<Result<Vec<_>, Refusal>>()?;
    let (given, headers) = (checked.len(), BTreeMap::from_iter(checked));
    if headers.len() < given {
        return Err(Refusal::invalid("headers", "must name each header once, in whatever case").into());
    }
    let plain = serde_json::to_vec(&headers).map_err(|_| EngineError::UnexpectedAnswer)?;
    Ok(CustomHeaders { names: headers.into_keys().collect(), sealed: engine.secrets.seal(PURPOSE, &plain)? })
}

/// A subscription's own headers. Their values are marked as sensitive.
pub fn headers(engine: &Engine, subscription: &Subscription) -> Result<HeaderMap, EngineError> {
    let Some(custom) = &subscription.options.headers else { return Ok(HeaderMap::new()) };
    let plain = engine.secrets.open(PURPOSE, &custom.sealed)?;
    let kept: BTreeMap<String, String> = serde_json::from_slice(&plain).map_err(|_| EngineError::UnexpectedAnswer)?;
    let parsed = kept.into_iter().map(|(name, value)| {
        let name = HeaderName::try_from(name).map_err(|_| EngineError::UnexpectedAnswer)?;
        let mut value = HeaderValue::try_from(value).map_err(|_| EngineError::UnexpectedAnswer)?;
        value.set_sensitive(true);
        Ok((name, value))
    });
    parsed.collect()
}

fn check(name: &str, value: String) -> Result<(String, String), Refusal> {
    let refusal = |message: String| Refusal::Invalid { field: "headers", message };
    let parsed = HeaderName::try_from(name).ok().filter(|_| name.len() <= NAME_BYTES);
    let lower = parsed.ok_or_else(|| refusal(format!("`{name}` is no name of a header")))?.as_str().to_owned();
    if RESERVED.contains(&lower.as_str()) || RESERVED_PREFIXES.iter().any(|prefix| lower.starts_with(prefix)) {
        return Err(refusal(format!("`{lower}` is not a webhook's to set")));
    }
    if value.len() > VALUE_BYTES {
        return Err(refusal(format!("the value of `{lower}` must be at most {VALUE_BYTES} bytes")));
    }
    // Visible ASCII, blanks and tabs: what else a value may hold means something else to every receiver.
    if !value.is_ascii() || HeaderValue::from_str(&value).is_err() {
        return Err(refusal(format!("the value of `{lower}` holds what no header can")));
    }
    Ok((lower, value))
}

#[cfg(test)]
mod tests {
    use super::{VALUE_BYTES, check};

    #[test]
    fn headers_come_out_in_lower_case() {
        assert_eq!(check("X-Api-Key", "a b\tc".to_owned()), Ok(("x-api-key".to_owned(), "a b\tc".to_owned())));
        assert!(check("authorization", "Bearer 1".to_owned()).is_ok());
        assert!(check("user-agent", "x".repeat(VALUE_BYTES)).is_ok());
    }

    #[test]
    fn what_is_no_header_or_not_to_be_set_is_refused() {
        for name in [
            "",
            "a b",
            "a:b",
            "grüß",
            "a\r\nb",
            "Host",
            "content-length",
            "Content-Type",
            "connection",
            "Transfer-Encoding",
            "TE",
            "upgrade",
            "webhook-id",
            "Webhook-Anything",
            "switchroom-sequence",
        ] {
            assert!(check(name, "x".to_owned()).is_err(), "{name}");
        }
        for value in ["a\r\nb: c", "a\nb", "a\0b", "\u{7f}", "grüß", &"x".repeat(VALUE_BYTES + 1)] {
            assert!(check("x-a", value.to_owned()).is_err(), "{value}");
        }
        assert!(check(&"x".repeat(101), "x".to_owned()).is_err());
    }
}
