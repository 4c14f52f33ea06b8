//! Bodies, as Laravel takes them: JSON or a form, texts trimmed, empty ones null, unknown fields of no account.

use axum::body::Body;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};
use switchroom_http::{Shared, body};

use super::query::{Given, Query};
use crate::errors::{Error, Validation};

/// What is sent, field by field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    values: Map<String, Value>,
    /// Whether it is a form, which has no types: everything in it is text.
    form: bool,
}

/// What a body's content type says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JSON.
    Json,
    /// A URL-encoded form.
    Form,
    /// Nothing that anybody reads.
    Other,
}

impl Fields {
    /// Reads a request's body. Nothing at all is as good as no field.
    pub(crate) async fn read(shared: &Shared, headers: &HeaderMap, body: Body) -> Result<Self, Error> {
        let bytes = body::read(body, shared.config().max_body_bytes).await?;
        Self::parse(kind(headers), &bytes)
    }

    /// Reads the bytes of a body.
    pub(crate) fn parse(kind: Kind, bytes: &[u8]) -> Result<Self, Error> {
        match kind {
            _ if bytes.is_empty() => Ok(Self::default()),
            Kind::Json => json(bytes).map(|values| Self { values, form: false }),
            Kind::Form => Ok(Self { values: form(bytes), form: true }),
            Kind::Other => Err(Error::UnsupportedMediaType),
        }
    }

    /// A field, trimmed; null if it is an empty text. None: it was not sent.
    pub(crate) fn field(&self, name: &str) -> Option<Value> {
        self.values.get(name).map(|value| match value {
            Value::String(text) => match text.trim() {
                "" => Value::Null,
                text => Value::from(text),
            },
            value => value.clone(),
        })
    }

    /// Whether everything is text because no types could be sent.
    pub(crate) fn are_a_form(&self) -> bool {
        self.form
    }

    /// A text that must be sent.
    pub(crate) fn required_text(&self, name: &str) -> Result<String, Validation> {
        text_of(name, self.field(name))
    }

    /// A text that must be sent, and is taken as it is: a password may have blanks around it.
    pub(crate) fn required_secret(&self, name: &str) -> Result<String, Validation> {
        text_of(name, self.values.get(name).cloned().filter(|value| value != ""))
    }
}

fn text_of(name: &str, value: Option<Value>) -> Result<String, Validation> {
    match value {
        None | Some(Value::Null) => Err(Validation::required(name)),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(Validation::not_text(name)),
    }
}

fn kind(headers: &HeaderMap) -> Kind {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Kind::Form,
        json if json.ends_with("/json") || json.ends_with("+json") => Kind::Json,
        _ => Kind::Other,
    }
}

/// An object. An empty list is one too: PHP writes an object without fields so.
fn json(bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(Value::Array(items)) if items.is_empty() => Ok(Map::new()),
        Ok(_) | Err(_) => Err(Error::BadRequest("Bad request.".to_owned())),
    }
}

fn form(bytes: &[u8]) -> Map<String, Value> {
    let query = Query::read(bytes);
    let mut fields = Map::new();
    for (given, _) in query.pairs() {
        let name = given.split('[').next().unwrap_or_default();
        let value = match query.field(name) {
            Some(Given::One(text)) => Value::from(text),
            Some(Given::Many(texts)) => Value::from(texts),
            Some(Given::Deep) => Value::Array(Vec::new()),
            None => continue,
        };
        fields.insert(name.to_owned(), value);
    }
    fields
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};
    use proptest::prelude::{any, proptest};
    use serde_json::{Value, json};

    use super::{Fields, Kind, kind};
    use crate::errors::Error;

    fn parse(kind: Kind, text: &str) -> Result<Fields, Error> {
        Fields::parse(kind, text.as_bytes())
    }

    #[test]
    fn bodies_are_json_or_forms() {
        for (given, expected) in [
            ("application/json", Kind::Json),
            ("application/json; charset=utf-8", Kind::Json),
            ("application/vnd.api+json", Kind::Json),
            ("APPLICATION/X-WWW-FORM-URLENCODED", Kind::Form),
            ("text/plain", Kind::Other),
            ("application/jsonp", Kind::Other),
            ("multipart/form-data; boundary=x", Kind::Other),
            ("", Kind::Other),
        ] {
            let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static(given))]);
            assert_eq!(kind(&headers), expected, "{given}");
        }
    }

    #[test]
    fn texts_are_trimmed_and_empty_ones_are_null() {
        let fields = parse(Kind::Json, r#"{"a":" x ","b":"  ","c":null,"d":[" "],"e":1}"#).expect("fields");
        let read = ["a", "b", "c", "d", "e", "f"].map(|name| fields.field(name));
        assert_eq!(read, [Some(json!("x")), Some(Value::Null), Some(Value::Null), Some(json!([" "])), Some(json!(1)), None]);
        let fields = parse(Kind::Form, "a=+x+&b=&c[]=1&d[e][f]=1").expect("fields");
        assert_eq!(
            ["a", "b", "c", "d"].map(|name| fields.field(name)),
            [Some(json!("x")), Some(Value::Null), Some(json!(["1"])), Some(json!([]))]
        );
    }

    #[test]
    fn no_body_has_no_fields() {
        for (kind, text) in [(Kind::Json, ""), (Kind::Json, "{}"), (Kind::Json, "[]"), (Kind::Form, ""), (Kind::Other, "")] {
            assert!(parse(kind, text).expect("fields").field("a").is_none(), "{kind:?} {text}");
        }
    }

    #[test]
    fn what_is_no_object_cannot_be_read() {
        for text in ["{", "nul", "null", "1", "\"a\"", "[1]", "[{}]", "{} {}", "{'a':1}", "\u{feff}{}", "{\"a\":1e999}", "\0"] {
            assert!(matches!(parse(Kind::Json, text), Err(Error::BadRequest(_))), "{text}");
        }
        assert!(matches!(parse(Kind::Json, &"[".repeat(100_000)), Err(Error::BadRequest(_))));
        assert!(matches!(parse(Kind::Other, "x"), Err(Error::UnsupportedMediaType)));
    }

    #[test]
    fn a_password_may_have_blanks_around_it() {
        let fields = parse(Kind::Json, r#"{"password":" x ","empty":"","number":1}"#).expect("fields");
        assert_eq!(fields.required_secret("password"), Ok(" x ".to_owned()));
        assert!(
            fields.required_secret("empty").is_err()
                && fields.required_secret("number").is_err()
                && fields.required_secret("none").is_err()
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_borne_with(bytes in any::<Vec<u8>>()) {
            for kind in [Kind::Json, Kind::Form, Kind::Other] {
                if let Ok(fields) = Fields::parse(kind, &bytes) {
                    let _ = fields.field("a");
                }
            }
        }
    }
}
