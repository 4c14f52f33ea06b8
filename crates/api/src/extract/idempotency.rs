//! The header `Idempotency-Key`.

use http::HeaderMap;

use crate::problem::Problem;

/// Characters in a key, at the most.
const MOST_CHARS: usize = 255;

/// The request's key, if it carries one.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=MOST_CHARS).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
    let detail = || format!("the header Idempotency-Key must be 1 to {MOST_CHARS} visible ASCII characters");
    key.map(Some).ok_or_else(|| Problem::bad_request("invalid_idempotency_key", detail()))
}

#[cfg(test)]
mod tests {
    use super::key;
    use http::{HeaderMap, HeaderValue};

    #[test]
    fn only_visible_ascii_is_a_key() {
        let headers = |value: &str| {
            HeaderMap::from_iter([("idempotency-key".parse().expect("name"), HeaderValue::from_bytes(value.as_bytes()).expect("value"))])
        };
        assert_eq!(key(&HeaderMap::new()).expect("none"), None);
        assert_eq!(key(&headers("a-1")).expect("one"), Some("a-1"));
        for wrong in ["", "a b", "ä", &"x".repeat(256)] {
            assert!(key(&headers(wrong)).is_err(), "{wrong}");
        }
    }
}
