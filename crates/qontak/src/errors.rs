//! Failures in Qontak's envelope: `{"status":"error","error":{"code":422,"messages":["…"]}}`.

use axum::response::{IntoResponse, Response};
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use switchroom_domain::Refusal;
use switchroom_engine::EngineError;
use switchroom_http::body::BodyError;
use switchroom_http::{AuthError, TooMany};

use crate::answer;

const RATE_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const RATE_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RATE_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// A request that failed, as Qontak tells it.
#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    messages: Vec<String>,
    wait: Option<TooMany>,
}

#[derive(Serialize)]
struct Envelope<'a> {
    status: &'static str,
    error: Fault<'a>,
}

#[derive(Serialize)]
struct Fault<'a> {
    code: u16,
    messages: &'a [String],
}

impl Failure {
    /// A failure with one message.
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, messages: vec![message.into()], wait: None }
    }

    /// 422: these things are wrong with what was sent.
    pub(crate) fn invalid(messages: Vec<String>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, messages, wait: None }
    }

    /// 401.
    pub(crate) fn unauthorized(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
    }

    /// 500, of which only the log tells more.
    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = Envelope { status: "error", error: Fault { code: self.status.as_u16(), messages: &self.messages } };
        let mut response = answer::json(self.status, &body);
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(TooMany { seconds, limit }) = self.wait {
            headers.insert(RETRY_AFTER, seconds.into());
            headers.insert(RATE_LIMIT, limit.into());
            headers.insert(RATE_REMAINING, 0.into());
            headers.insert(RATE_RESET, seconds.into());
        }
        response
    }
}

impl From<TooMany> for Failure {
    /// The wait is told in the text, where a client reads it, and in headers.
    fn from(wait: TooMany) -> Self {
        let messages = vec!["Too many requests".to_owned(), format!("rate_limit_reset: {}", wait.seconds)];
        Self { status: StatusCode::TOO_MANY_REQUESTS, messages, wait: Some(wait) }
    }
}

impl From<BodyError> for Failure {
    fn from(error: BodyError) -> Self {
        let status = match error {
            BodyError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            BodyError::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, error.to_string())
    }
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Engine(error) => error.into(),
            AuthError::TooMany(wait) => wait.into(),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal {
            Refusal::NotFound { .. } => StatusCode::NOT_FOUND,
            Refusal::Forbidden { .. } => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refusal.to_string())
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => refusal.into(),
            EngineError::InvalidToken | EngineError::WrongHost | EngineError::WrongCredentials | EngineError::UnknownClient => {
                Self::unauthorized("The access token is invalid")
            }
            EngineError::Unavailable(why) => Self::new(StatusCode::SERVICE_UNAVAILABLE, why),
            fault => {
                tracing::error!(error = &fault as &dyn std::error::Error, "a request of Qontak's API failed");
                Self::internal()
            }
        }
    }
}
