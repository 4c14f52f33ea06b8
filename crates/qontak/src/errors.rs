//! Failures in Qontak's envelope: `{"status":"error","error":{"code":422,"messages":["…"]}}`.

use axum::response::{IntoResponse, Response};
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use switchroom_domain::Refusal;
use switchroom_engine::EngineError;
use switchroom_engine::access::MOST_WRONG;
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
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, 1.into());
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
            EngineError::InvalidToken
            | EngineError::WrongHost
            | EngineError::WrongCredentials
            | EngineError::TotpRequired
            | EngineError::WrongTotp
            | EngineError::UnknownClient => Self::unauthorized("The access token is invalid"),
            EngineError::TooManyLogins { seconds } => TooMany { seconds, limit: MOST_WRONG }.into(),
            EngineError::Unavailable(why) => Self::new(StatusCode::SERVICE_UNAVAILABLE, why),
            fault => {
                switchroom_http::log_fault(&fault);
                Self::internal()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use http_body_util::BodyExt;
    use switchroom_domain::Refusal;
    use switchroom_engine::EngineError;
    use switchroom_http::TooMany;

    use super::Failure;

    async fn told(failure: impl Into<Failure>) -> String {
        let response = failure.into().into_response();
        let header = |name: &str| response.headers().get(name).map(|value| format!("{name}: {}", value.to_str().expect("text")));
        let names = ["www-authenticate", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];
        let headers: Vec<String> = names.into_iter().filter_map(header).collect();
        let body = response.into_body().collect().await.expect("body").to_bytes();
        format!("{} {headers:?}", String::from_utf8_lossy(&body))
    }

    #[tokio::test]
    async fn whatever_goes_wrong_is_told_in_the_envelope() {
        insta::assert_snapshot!(told(Refusal::NotFound { noun: "room" }).await, @r#"{"status":"error","error":{"code":404,"messages":["there is no such room"]}} []"#);
        insta::assert_snapshot!(told(Refusal::Forbidden { permission: "webhook.manage" }).await, @r#"{"status":"error","error":{"code":403,"messages":["this needs the permission webhook.manage"]}} []"#);
        insta::assert_snapshot!(told(Refusal::invalid("url", "must be a url")).await, @r#"{"status":"error","error":{"code":422,"messages":["url must be a url"]}} []"#);
        insta::assert_snapshot!(told(EngineError::InvalidToken).await, @r#"{"status":"error","error":{"code":401,"messages":["The access token is invalid"]}} ["www-authenticate: Bearer"]"#);
        insta::assert_snapshot!(told(EngineError::Unavailable("the disk is full")).await, @r#"{"status":"error","error":{"code":503,"messages":["the disk is full"]}} ["retry-after: 1"]"#);
        insta::assert_snapshot!(told(EngineError::UnexpectedAnswer).await, @r#"{"status":"error","error":{"code":500,"messages":["Internal server error"]}} []"#);
        insta::assert_snapshot!(told(TooMany { seconds: 66, limit: 20 }).await, @r#"{"status":"error","error":{"code":429,"messages":["Too many requests","rate_limit_reset: 66"]}} ["retry-after: 66", "x-ratelimit-limit: 20", "x-ratelimit-remaining: 0", "x-ratelimit-reset: 66"]"#);
    }
}
