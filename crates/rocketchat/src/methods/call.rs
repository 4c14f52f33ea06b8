//! `POST /api/v1/method.call/:name` and `POST /api/v1/method.callAnon/:name`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use switchroom_engine::Engine;

use super::{custom_fields, send_message};
use crate::answer::{Answered, success};
use crate::auth::{Agent, Guest};
use crate::errors::RcError;
use crate::extract::{Body, Params, Path, holds_nul};
use crate::schema::{self, Kind, Shape, Style, may, must, open};
use crate::state::RcState;
use crate::translate::time::ejson;

/// A call, as a text.
#[derive(Debug, Deserialize)]
pub(super) struct Wrapped {
    message: String,
}

impl Params for Wrapped {
    const SHAPE: Shape = open(&[must("message", Kind::Text)]);
}

/// The call in the text.
#[derive(Debug, Deserialize)]
struct Call {
    #[serde(default)]
    id: Value,
    method: Option<String>,
    #[serde(default)]
    params: Vec<Value>,
}

/// What a call must look like.
const CALL: Shape = open(&[may("id", Kind::Any), may("method", Kind::Text), may("params", Kind::List(&Kind::Any))]);

/// Calls a method for a user.
pub(super) async fn call(State(state): State<RcState>, agent: Agent, Path(name): Path<String>, Body(wrapped): Body<Wrapped>) -> Answered {
    let (name, call) = read(name, &wrapped)?;
    let result = run(state.engine(), &agent, &name, call.params).await;
    answer(&call.id, result)
}

/// Calls a method for anybody. None of those there are is for anybody.
pub(super) async fn call_anonymously(
    State(_): State<RcState>,
    _: Guest,
    Path(name): Path<String>,
    Body(wrapped): Body<Wrapped>,
) -> Answered {
    let (name, call) = read(name, &wrapped)?;
    let error = if is_known(&name) { Error::of("error-invalid-user".into(), "Invalid user") } else { Error::unknown(&name) };
    answer(&call.id, Err(error))
}

fn is_known(name: &str) -> bool {
    matches!(name, "sendMessage" | "livechat:saveCustomField" | "livechat:removeCustomField")
}

async fn run(engine: &Engine, agent: &Agent, name: &str, params: Vec<Value>) -> Result<Value, Error> {
    match name {
        "sendMessage" => send_message::run(engine, agent, params).await,
        "livechat:saveCustomField" => custom_fields::save(engine, agent, params).await,
        "livechat:removeCustomField" => custom_fields::remove(engine, agent, params).await,
        _ => Err(Error::unknown(name)),
    }
}

/// The method's name and the call. The name in the text wins over that in the path, as it does for Rocket.Chat.
fn read(name: String, wrapped: &Wrapped) -> Result<(String, Call), RcError> {
    let message: Value = serde_json::from_str(&wrapped.message).map_err(|_| RcError::plain("Invalid JSON"))?;
    if holds_nul(&message) {
        return Err(RcError::params("must NOT contain NUL characters"));
    }
    let call: Call = schema::read(&CALL, Style::Match, message)?;
    Ok((call.method.clone().unwrap_or(name), call))
}

/// Why a method did nothing.
#[derive(Debug)]
pub(super) struct Error {
    code: Value,
    reason: String,
}

impl Error {
    pub(super) fn of(code: Value, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }

    fn unknown(name: &str) -> Self {
        Self::of(json!(404), format!("Method '{name}' not found"))
    }
}

impl From<RcError> for Error {
    fn from(error: RcError) -> Self {
        let text = error.text();
        let code = error.code().unwrap_or(text);
        let reason = text.strip_suffix(&format!(" [{code}]")).unwrap_or(text);
        Self::of(code.into(), reason)
    }
}

fn answer(id: &Value, result: Result<Value, Error>) -> Answered {
    let mut inner = Map::from_iter([("msg".to_owned(), json!("result")), ("id".to_owned(), id.clone())]);
    match result {
        // A method that answers nothing has no `result`.
        Ok(Value::Null) => {}
        Ok(result) => drop(inner.insert("result".to_owned(), ejson(result))),
        Err(Error { code, reason }) => {
            let told = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
            let error = json!({
                "isClientSafe": true, "error": code, "reason": reason, "message": format!("{reason} [{told}]"),
                "errorType": "Meteor.Error", "details": {},
            });
            inner.insert("error".to_owned(), error);
        }
    }
    success(json!({"message": Value::Object(inner).to_string()}))
}
