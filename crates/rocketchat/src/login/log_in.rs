//! `POST /api/v1/login`.

use axum::extract::{FromRequestParts, State};
use http::request::Parts;
use serde::Deserialize;
use serde_json::{Value, json};
use switchroom_domain::user::User;
use switchroom_engine::access::{self, LogIn, Password};
use switchroom_http::{authenticate, client};

use super::me;
use crate::answer::{Answered, verbatim};
use crate::auth::Guest;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;

/// Who wants to log in. Clients say it in many ways.
#[derive(Debug, Deserialize)]
pub(super) struct Credentials {
    /// A user name or an e-mail address; or an object with one of them.
    user: Option<Value>,
    username: Option<Value>,
    email: Option<Value>,
    /// The password; or an object with the hexadecimal SHA-256 of it.
    password: Option<Value>,
    /// A code, where the user has two factors; the header `x-2fa-code` comes before it.
    code: Option<Value>,
    /// The same in an object.
    totp: Option<Value>,
    /// The token of an earlier session.
    resume: Option<Value>,
}

impl Params for Credentials {
    const SHAPE: Shape = open(&[
        may("user", Kind::Any),
        may("username", Kind::Any),
        may("email", Kind::Any),
        may("password", Kind::Any),
        may("code", Kind::Any),
        may("totp", Kind::Any),
        may("resume", Kind::Any),
    ]);
}

/// The request's head, for looking up the host and the program.
pub(super) struct Head(Parts);

impl FromRequestParts<RcState> for Head {
    type Rejection = RcError;

    async fn from_request_parts(parts: &mut Parts, _state: &RcState) -> Result<Self, RcError> {
        Ok(Self(parts.clone()))
    }
}

/// Logs in with a password, or goes on with an earlier session.
pub(super) async fn log_in(State(state): State<RcState>, guest: Guest, head: Head, Body(given): Body<Credentials>) -> Answered {
    state.shared().limits().login(guest.address)?;
    if let Some(token) = text(given.resume.as_ref()) {
        let caller = authenticate(state.shared(), &head.0, token).await.map_err(|error| match RcError::from(error) {
            refused if refused == RcError::logged_out() => RcError::wrong_credentials(),
            other => other,
        })?;
        let id = caller.access.actor.user().ok_or_else(RcError::wrong_credentials)?;
        let user = state.engine().user(caller.org, id).await?.ok_or_else(RcError::wrong_credentials)?;
        return answer(&state, &user, token).await;
    }
    let (Some(name), Some(password)) = (name(&given), password(given.password.as_ref())) else {
        return Err(RcError::wrong_credentials());
    };
    let device = client::device(&head.0, &state.shared().config().trusted_proxies);
    let (user, issued) = access::log_in(state.engine(), guest.org, LogIn { name, password, totp: code(&head.0, &given), device }).await?;
    answer(&state, &user, &issued.secret).await
}

async fn answer(state: &RcState, user: &User, token: &str) -> Answered {
    let me = me::document(state.engine(), user).await?;
    verbatim(json!({"status": "success", "data": {"userId": user.id.to_string(), "authToken": token, "me": me}}))
}

fn code<'a>(head: &'a Parts, given: &'a Credentials) -> Option<&'a str> {
    let header = head.headers.get("x-2fa-code").and_then(|value| value.to_str().ok()).filter(|code| !code.is_empty());
    let inside = || given.totp.as_ref().and_then(|totp| text(totp.get("code")));
    header.or_else(inside).or_else(|| text(given.code.as_ref()))
}

fn name(given: &Credentials) -> Option<&str> {
    let inside = given.user.as_ref().and_then(|user| text(user.get("username")).or_else(|| text(user.get("email"))));
    inside.or_else(|| text(given.user.as_ref())).or_else(|| text(given.username.as_ref())).or_else(|| text(given.email.as_ref()))
}

fn password(given: Option<&Value>) -> Option<Password> {
    match given? {
        Value::String(plain) => Some(Password::Plain(plain.clone())),
        Value::Object(object) => {
            let digest = text(object.get("digest"))?;
            let known = text(object.get("algorithm")).is_some_and(|name| name.eq_ignore_ascii_case("sha-256"));
            let hex = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
            (known && hex).then(|| Password::Digest(digest.to_ascii_lowercase()))
        }
        _ => None,
    }
}

fn text(value: Option<&Value>) -> Option<&str> {
    value?.as_str().filter(|text| !text.is_empty())
}
