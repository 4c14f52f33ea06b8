//! Answers: an object with `success`, as `application/json` without a charset (clients compare the type exactly).

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::errors::RcError;

/// What a call came to.
pub(crate) type Answered = Result<Answer, RcError>;

/// A body for status 200.
#[derive(Debug)]
pub(crate) struct Answer(Value);

/// The object, with `"success":true`.
pub(crate) fn success(mut object: Value) -> Answered {
    if let Some(fields) = object.as_object_mut() {
        fields.insert("success".to_owned(), Value::Bool(true));
    }
    Ok(Answer(object))
}

/// `{"success":true}`.
pub(crate) fn done() -> Answered {
    success(json!({}))
}

/// The object as it is: a few calls say `"status":"success"` instead.
pub(crate) fn verbatim(object: Value) -> Answered {
    Ok(Answer(object))
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        Json(self.0).into_response()
    }
}
