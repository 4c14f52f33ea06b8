//! Errors, as Laravel tells them: `{"message"}`, and for values that are not acceptable `{"message","errors"}`.

mod validation;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::json;
use switchroom_domain::Refusal;
use switchroom_engine::EngineError;
use switchroom_engine::ports::StoreError;
use switchroom_http::TooMany;
use switchroom_http::body::BodyError;

pub(crate) use validation::Validation;

/// Seconds after which to try again when the server cannot take a request.
const PAUSE: u64 = 1;

/// Why a request was not carried out.
#[derive(Debug)]
pub(crate) enum Error {
    /// 400: the request cannot be read.
    BadRequest(String),
    /// 401: nobody is known by this token.
    Unauthorized,
    /// 401: nobody has this name and password.
    WrongCredentials,
    /// 403: the caller may not do this.
    Forbidden,
    /// 404: there is no such thing.
    NotFound(String),
    /// 405: the path takes other methods.
    MethodNotAllowed(String),
    /// 409: it cannot be done as things are.
    Conflict(String),
    /// 413: the body is too long.
    TooLarge,
    /// 415: the body is of a kind that nobody reads.
    UnsupportedMediaType,
    /// 422: values are not acceptable.
    Invalid(Validation),
    /// 429: the caller calls too often.
    TooMany {
        /// After how many seconds he may call again.
        seconds: u64,
        /// How many calls he may make at once.
        limit: u32,
        /// The time at which he may call again, in seconds since 1970.
        reset: i64,
    },
    /// 429: too many passwords were wrong for this name.
    TooManyLogins {
        /// After how many seconds another one is looked at.
        seconds: u64,
    },
    /// 503: the server cannot take this now.
    Unavailable,
    /// 500: a fault of ours, whose cause is in the log.
    Internal,
}

impl Error {
    /// There is no such chatroom, or the caller may not know of it.
    pub(crate) fn no_chatroom() -> Self {
        Self::NotFound("The chatroom does not exist".to_owned())
    }

    /// The caller calls too often: he may call again some time after `now`.
    pub(crate) fn too_many(too_many: TooMany, now: switchroom_domain::Timestamp) -> Self {
        let seconds = i64::try_from(too_many.seconds).unwrap_or(i64::MAX);
        let reset = now.plus_seconds(seconds).0.div_euclid(1_000_000);
        Self::TooMany { seconds: too_many.seconds, limit: too_many.limit, reset }
    }

    /// A fault of ours, with one line in the log that tells its cause.
    fn failed(error: &dyn std::error::Error) -> Self {
        switchroom_http::log_fault(error);
        Self::Internal
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized | Self::WrongCredentials => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } | Self::TooManyLogins { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> &str {
        match self {
            Self::BadRequest(message) | Self::NotFound(message) | Self::MethodNotAllowed(message) | Self::Conflict(message) => message,
            Self::Unauthorized => "Unauthorized.",
            Self::WrongCredentials => "Invalid email or password",
            Self::Forbidden => "This action is unauthorized.",
            Self::TooLarge => "The POST data is too large.",
            Self::UnsupportedMediaType => "Unsupported Media Type",
            Self::Invalid(_) => "The given data was invalid.",
            Self::TooMany { .. } | Self::TooManyLogins { .. } => "Too Many Attempts.",
            Self::Unavailable => "Service Unavailable",
            Self::Internal => "Server Error",
        }
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut put = |name: HeaderName, value: HeaderValue| drop(headers.insert(name, value));
        match *self {
            Self::TooMany { seconds, limit, reset } => {
                put(RETRY_AFTER, seconds.into());
                put(HeaderName::from_static("x-ratelimit-limit"), limit.into());
                put(HeaderName::from_static("x-ratelimit-remaining"), 0.into());
                put(HeaderName::from_static("x-ratelimit-reset"), reset.into());
            }
            Self::TooManyLogins { seconds } => put(RETRY_AFTER, seconds.into()),
            Self::Unavailable => put(RETRY_AFTER, PAUSE.into()),
            _ => {}
        }
        headers
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status();
        let headers = self.headers();
        match self {
            Self::Invalid(validation) => (status, headers, Json(validation)).into_response(),
            error => (status, headers, Json(json!({"message": error.message()}))).into_response(),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound { noun: "room" } => Self::no_chatroom(),
            Refusal::NotFound { noun } => Self::NotFound(format!("The {noun} does not exist")),
            Refusal::Forbidden { .. } | Refusal::Blocked => Self::Forbidden,
            Refusal::Invalid { field, message } => {
                Self::Invalid(Validation::of(field, format!("The {} field {message}.", field.replace('_', " "))))
            }
            refusal => Self::Conflict(refusal.to_string()),
        }
    }
}

impl From<EngineError> for Error {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => refusal.into(),
            // There is no place for a code in this dialect: who has two factors is refused.
            EngineError::WrongCredentials | EngineError::TotpRequired | EngineError::WrongTotp => Self::WrongCredentials,
            EngineError::TooManyLogins { seconds } => Self::TooManyLogins { seconds },
            EngineError::InvalidToken | EngineError::WrongHost => Self::Unauthorized,
            EngineError::Unavailable(_) => Self::Unavailable,
            error => Self::failed(&error),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        EngineError::from(error).into()
    }
}

impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge { .. } => Self::TooLarge,
            BodyError::Unreadable => Self::BadRequest("Bad request.".to_owned()),
        }
    }
}

impl From<Validation> for Error {
    fn from(validation: Validation) -> Self {
        Self::Invalid(validation)
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use http_body_util::BodyExt;
    use switchroom_domain::{Refusal, Timestamp};
    use switchroom_http::TooMany;

    use super::{Error, Validation};

    async fn told(error: Error) -> String {
        let response = error.into_response();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        format!("{status} {}", String::from_utf8_lossy(&body))
    }

    #[tokio::test]
    async fn errors_have_laravels_form() {
        insta::assert_snapshot!(told(Error::Unauthorized).await, @r#"401 {"message":"Unauthorized."}"#);
        insta::assert_snapshot!(told(Refusal::NotFound { noun: "room" }.into()).await, @r#"404 {"message":"The chatroom does not exist"}"#);
        insta::assert_snapshot!(told(Refusal::Forbidden { permission: "room.edit" }.into()).await, @r#"403 {"message":"This action is unauthorized."}"#);
        let invalid = Validation::required("email").and(Validation::required("password"));
        insta::assert_snapshot!(told(invalid.into()).await, @r#"422 {"message":"The email field is required. (and 1 more error)","errors":{"email":["The email field is required."],"password":["The password field is required."]}}"#);
    }

    #[test]
    fn whoever_calls_too_often_is_told_when_to_come_back() {
        let error = Error::too_many(TooMany { seconds: 3, limit: 20 }, Timestamp(1_700_000_000_500_000));
        let headers = error.into_response().headers().clone();
        let names = ["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];
        assert_eq!(names.map(|name| headers[name].to_str().expect("text").to_owned()), ["3", "20", "0", "1700000003"]);
    }
}
