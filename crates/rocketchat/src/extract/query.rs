//! Query strings.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde_json::{Map, Value};

use super::Params;
use crate::errors::RcError;

/// The parameters in the query string.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: Params, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = RcError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, RcError> {
        T::read(object(parts.uri.query().unwrap_or_default().as_bytes())).map(Self)
    }
}

/// The pairs of a query or a form as an object: `a=1&b[]=2&b[]=3` is `{"a":"1","b":["2","3"]}`. Of a name that is given
/// twice the last counts; brackets with something in them are a name like any other.
pub(super) fn object(encoded: &[u8]) -> Value {
    let mut object = Map::new();
    for (name, value) in url::form_urlencoded::parse(encoded) {
        let value = Value::String(value.into_owned());
        match name.strip_suffix("[]") {
            None => drop(object.insert(name.into_owned(), value)),
            Some(name) => match object.entry(name.to_owned()).or_insert_with(|| Value::Array(Vec::new())) {
                Value::Array(items) => items.push(value),
                other => *other = Value::Array(vec![value]),
            },
        }
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::object;

    #[test]
    fn arrays_have_brackets() {
        assert_eq!(object(b"a=1&b[]=2&b%5B%5D=3&a=4&c[x]=5"), json!({"a": "4", "b": ["2", "3"], "c[x]": "5"}));
        assert_eq!(object(b"%ff=%00&&="), json!({"\u{fffd}": "\0", "": ""}));
    }
}
