//! Bodies in JSON, read strictly: nothing unknown, nothing of a wrong type.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::error::Category;
use switchroom_http::body;

use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::plain::Plain;

/// A body in JSON.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<ApiState> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let body = read(&parts.headers, body, state.http().config().max_body_bytes).await?;
        parse(&body).map(Self)
    }
}

/// The body's bytes: JSON by its content type, and not too long.
pub(super) async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Bytes, Problem> {
    let bytes = body::read(body, most).await?;
    if !bytes.is_empty() && !is_json(headers) {
        let detail = "the content type must be application/json";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "The body is not JSON", detail));
    }
    Ok(bytes)
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// Reads a body. An absent one is an empty object.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let body = if body.is_empty() { b"{}" } else { body };
    if holds_nul(body) {
        return Err(nul(body));
    }
    // serde would take an array for an object whose fields come in order.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(no_object(body));
    }
    serde_json::from_slice(body).map_err(|error| refuse::<T>(body, &error))
}

/// Why the body cannot be read as `T`. Reads it once more to find out where: only a wrong body pays for that.
fn refuse<T: DeserializeOwned>(body: &[u8], error: &serde_json::Error) -> Problem {
    if error.classify() != Category::Data && !is_json_text(body) {
        return malformed(error);
    }
    let again: Result<T, _> = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(body));
    match again {
        Err(error) => Problem::invalid(error.path().to_string(), error.inner().to_string()),
        Ok(_) => Problem::invalid(".", error.to_string()),
    }
}

/// Whether the body is JSON at all: serde_json tells a number in a word's place as if it were none.
fn is_json_text(body: &[u8]) -> bool {
    std::str::from_utf8(body).is_ok() && serde_json::from_slice::<IgnoredAny>(body).is_ok()
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::bad_request("malformed_json", format!("the body is not JSON: {error}"))
}

fn no_object(body: &[u8]) -> Problem {
    match serde_json::from_slice::<IgnoredAny>(body) {
        Ok(_) => Problem::invalid(".", "the body must be an object"),
        Err(error) => malformed(&error),
    }
}

/// Whether some text in the JSON has a NUL character: an unquoted one is no JSON anyway.
fn holds_nul(body: &[u8]) -> bool {
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        if rest[at..].starts_with(br"\u0000") {
            return true;
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

fn nul(body: &[u8]) -> Problem {
    match serde_json::from_slice(body) {
        Ok(Plain(value)) => Problem::invalid(path_of_nul(&value).unwrap_or_else(|| ".".to_owned()), "must not contain a NUL character"),
        Err(error) => malformed(&error),
    }
}

fn path_of_nul(value: &Value) -> Option<String> {
    let below = |step: String, value: &Value| {
        path_of_nul(value).map(|path| match path.as_str() {
            "" => step,
            path if path.starts_with('[') => format!("{step}{path}"),
            path => format!("{step}.{path}"),
        })
    };
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => items.iter().enumerate().find_map(|(i, item)| below(format!("[{i}]"), item)),
        Value::Object(fields) => fields
            .iter()
            .find_map(|(name, value)| if name.contains('\0') { Some(name.replace('\0', "\\0")) } else { below(name.clone(), value) }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use http_body_util::BodyExt;
    use serde::Deserialize;

    use super::parse;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(default)]
        #[expect(dead_code, reason = "only its type matters")]
        texts: Vec<String>,
        #[serde(default)]
        #[expect(dead_code, reason = "only its type matters")]
        inner: Option<Inner>,
        #[serde(default)]
        #[expect(dead_code, reason = "only its type matters")]
        word: Option<Word>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        One,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only its type matters")]
        count: u32,
    }

    async fn refusal(body: &[u8]) -> String {
        let problem = parse::<Outer>(body).expect_err("refused");
        let body = problem.into_response().into_body().collect().await.expect("body").to_bytes();
        let document: serde_json::Value = serde_json::from_slice(&body).expect("document");
        format!("{} {} {} {}", document["status"], document["code"], document["field"], document["detail"])
    }

    #[tokio::test]
    async fn what_is_wrong_is_told_with_its_place() {
        insta::assert_snapshot!(refusal(b"{").await, @r#"400 "malformed_json" null "the body is not JSON: EOF while parsing an object at line 1 column 1""#);
        insta::assert_snapshot!(refusal(b"{} {}").await, @r#"400 "malformed_json" null "the body is not JSON: trailing characters at line 1 column 4""#);
        insta::assert_snapshot!(refusal(b"{\"texts\":[\"\xff\"]}").await, @r#"400 "malformed_json" null "the body is not JSON: invalid unicode code point at line 1 column 12""#);
        insta::assert_snapshot!(refusal(br#"{"inner":{"count":-1}}"#).await, @r#"422 "invalid" "inner.count" "invalid value: integer `-1`, expected u32 at line 1 column 20""#);
        insta::assert_snapshot!(refusal(br#"{"inner":{"count":1,"x":1}}"#).await, @r#"422 "invalid" "inner.x" "unknown field `x`, expected `count` at line 1 column 23""#);
        insta::assert_snapshot!(refusal(br#"{"texts":["a","\u0000"]}"#).await, @r#"422 "invalid" "texts[1]" "must not contain a NUL character""#);
        insta::assert_snapshot!(refusal(br#"{"word":1}"#).await, @r#"422 "invalid" "word" "expected value at line 1 column 9""#);
        insta::assert_snapshot!(refusal(b"[]").await, @r#"422 "invalid" "." "the body must be an object""#);
    }

    #[test]
    fn an_absent_body_is_an_empty_object() {
        assert!(parse::<Outer>(b"").is_ok());
    }

    #[test]
    fn a_quoted_backslash_is_no_nul() {
        assert!(parse::<Outer>(br#"{"texts":["\\u0000"]}"#).is_ok());
    }
}
