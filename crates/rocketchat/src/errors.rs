//! Errors, in Rocket.Chat's form.

use std::error::Error;

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use switchroom_domain::Refusal;
use switchroom_engine::EngineError;
use switchroom_engine::ports::StoreError;
use switchroom_http::body::BodyError;
use switchroom_http::{AuthError, TooMany};

/// Why a call was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RcError {
    status: StatusCode,
    body: ErrorBody,
    retry_after: Option<u64>,
}

/// The body of an error (rest-typings 8.8.1: `{success:false, status?, message?, error?, errorType?}`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorBody {
    /// Always `false`; `POST login` alone says nothing of success.
    #[serde(skip_serializing_if = "Option::is_none")]
    success: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<&'static TwoFactorDetails>,
}

/// How a second factor is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct TwoFactorDetails {
    method: &'static str,
    code_generated: bool,
    available_methods: [&'static str; 1],
}

/// Codes of a program: the only way there is.
const TOTP: &TwoFactorDetails = &TwoFactorDetails { method: "totp", code_generated: false, available_methods: ["totp"] };

impl RcError {
    fn of(status: StatusCode, error: impl Into<String>) -> Self {
        let body = ErrorBody { success: Some(false), error: Some(error.into()), ..ErrorBody::default() };
        Self { status, body, retry_after: None }
    }

    /// 400 with the error's text alone.
    pub(crate) fn plain(error: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_REQUEST, error)
    }

    /// 400 without a text.
    pub(crate) fn bare() -> Self {
        let body = ErrorBody { success: Some(false), ..ErrorBody::default() };
        Self { status: StatusCode::BAD_REQUEST, body, retry_after: None }
    }

    /// 400 with a text, and a code beside it.
    pub(crate) fn typed(code: &str, error: impl Into<String>) -> Self {
        let mut error = Self::plain(error);
        error.body.error_type = Some(code.to_owned());
        error
    }

    /// 400 with a code, which the text ends with.
    pub(crate) fn coded(code: &str, reason: &str) -> Self {
        let text = if reason.is_empty() { format!("[{code}]") } else { format!("{reason} [{code}]") };
        Self::typed(code, text)
    }

    /// 400: the parameters are not what the call takes.
    pub(crate) fn params(reason: &str) -> Self {
        Self::coded("invalid-params", reason)
    }

    /// 400: somebody else has this name, address or id.
    pub(crate) fn in_use(value: &str) -> Self {
        Self::coded("error-field-unavailable", &format!("{value} is already in use :("))
    }

    /// 400: nobody could make another admin.
    pub(crate) fn last_admin() -> Self {
        Self::coded("error-action-not-allowed", "Leaving the app without admins is not allowed")
    }

    /// 401: nobody is logged in.
    pub(crate) fn logged_out() -> Self {
        let body = ErrorBody {
            success: Some(false),
            status: Some("error"),
            message: Some("You must be logged in to do this."),
            ..ErrorBody::default()
        };
        Self { status: StatusCode::UNAUTHORIZED, body, retry_after: None }
    }

    /// 401: the user name or the password is wrong.
    pub(crate) fn wrong_credentials() -> Self {
        let body = ErrorBody {
            status: Some("error"),
            error: Some("Unauthorized".to_owned()),
            message: Some("Unauthorized"),
            ..ErrorBody::default()
        };
        Self { status: StatusCode::UNAUTHORIZED, body, retry_after: None }
    }

    /// 401: the password is right, but a code is needed, or is wrong. Clients go by the code and by the method.
    fn two_factor(code: &str, message: &'static str) -> Self {
        let body = ErrorBody {
            status: Some("error"),
            error: Some(code.to_owned()),
            message: Some(message),
            details: Some(TOTP),
            ..ErrorBody::default()
        };
        Self { status: StatusCode::UNAUTHORIZED, body, retry_after: None }
    }

    /// 403: the route's own permission is lacking.
    pub(crate) fn not_permitted() -> Self {
        Self::of(StatusCode::FORBIDDEN, "User does not have the permissions required for this action [error-unauthorized]")
    }

    /// 403: the caller may not do it with this thing.
    pub(crate) fn unauthorized() -> Self {
        Self::of(StatusCode::FORBIDDEN, "unauthorized")
    }

    /// 404 with a text.
    pub(crate) fn not_found(error: impl Into<String>) -> Self {
        Self::of(StatusCode::NOT_FOUND, error)
    }

    /// 404: there is nothing of that kind, or no such call.
    pub(crate) fn no_resource() -> Self {
        Self::not_found("Resource not found")
    }

    /// 500: a fault of ours. The caller is told nothing of its cause.
    pub(crate) fn internal() -> Self {
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
    }

    /// The text, for where an error is no answer by itself.
    pub(crate) fn text(&self) -> &str {
        self.body.error.as_deref().or(self.body.message).unwrap_or_default()
    }

    /// The code, if it has one.
    pub(crate) fn code(&self) -> Option<&str> {
        self.body.error_type.as_deref()
    }

    /// 429: the caller is to wait.
    fn slow_down(seconds: u64) -> Self {
        let text = format!(
            "Error, too many requests. Please slow down. You must wait {seconds} seconds before trying this endpoint again. \
             [error-too-many-requests]"
        );
        Self { retry_after: Some(seconds), ..Self::of(StatusCode::TOO_MANY_REQUESTS, text) }
    }

    fn unavailable(why: &str) -> Self {
        Self { retry_after: Some(1), ..Self::of(StatusCode::SERVICE_UNAVAILABLE, why) }
    }

    /// A fault of ours, with one line in the log that tells its cause.
    fn failed(error: &dyn Error) -> Self {
        switchroom_http::log_fault(error);
        Self::internal()
    }
}

impl From<TooMany> for RcError {
    fn from(TooMany { seconds, .. }: TooMany) -> Self {
        Self::slow_down(seconds)
    }
}

impl From<BodyError> for RcError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge { .. } => Self::of(StatusCode::PAYLOAD_TOO_LARGE, "request entity too large"),
            BodyError::Unreadable => Self::plain("request aborted"),
        }
    }
}

impl From<AuthError> for RcError {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Engine(error) => error.into(),
            AuthError::TooMany(error) => error.into(),
        }
    }
}

impl From<Refusal> for RcError {
    fn from(refusal: Refusal) -> Self {
        match &refusal {
            Refusal::NotFound { noun } => Self::plain(no_such(noun)),
            Refusal::Forbidden { .. } | Refusal::Blocked => Self::unauthorized(),
            Refusal::Invalid { field, message } => Self::coded("error-invalid-params", &format!("{} {message}", their_field(field))),
            Refusal::CustomFieldMismatch { label, .. } => Self::plain(format!("Invalid value for {label} field")),
            Refusal::NoAgentAvailable => Self::coded("no-agent-online", "Sorry, no online agents"),
            Refusal::RoomResolved => Self::plain("room-closed"),
            Refusal::MessageDeleted => Self::plain("invalid-message"),
            Refusal::FileAttached => Self::plain("invalid-file"),
            Refusal::MediaTypeNotAllowed { .. } => Self::plain("error-invalid-file-type"),
            Refusal::Taken { field } => Self::in_use(their_field(field)),
            Refusal::NaturalIdMismatch { .. } => Self::in_use("_id"),
            Refusal::HasOpenRooms => Self::coded("visitor-has-open-rooms", "Cannot remove visitors with opened rooms"),
            Refusal::VersionMismatch { .. }
            | Refusal::AssignedOtherwise { .. }
            | Refusal::OtherRoomOpen { .. }
            | Refusal::NewerAnswer { .. }
            | Refusal::StatusImpossible { .. }
            | Refusal::TokenUsed
            | Refusal::WrongTotp
            | Refusal::TotpEnabled
            | Refusal::IdempotencyMismatch => Self::coded("error-not-allowed", "Not allowed"),
        }
    }
}

/// What Rocket.Chat answers where there is no such thing, by our noun for it.
fn no_such(noun: &str) -> &'static str {
    match noun {
        "contact" => "error-invalid-visitor",
        "custom field" => "error-invalid-custom-field",
        "message" => "error-invalid-message",
        "role" => "error-invalid-role",
        "room" => "error-invalid-room",
        "setting" => "error-invalid-setting",
        "sla" => "error-invalid-sla",
        "team" => "error-invalid-department",
        "participant" | "user" => "error-invalid-user",
        _ => "error-not-found",
    }
}

/// Rocket.Chat's name of a field, by ours.
fn their_field(field: &'static str) -> &'static str {
    match field {
        "custom_fields" => "livechatData",
        "default_value" => "defaultValue",
        "due_minutes" => "dueTimeInMinutes",
        "ext" => "customFields",
        "handle" => "token",
        "pattern" => "regexp",
        "settings" => "value",
        "status_text" => "statusText",
        "text" => "msg",
        same => same,
    }
}

impl From<EngineError> for RcError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => refusal.into(),
            EngineError::WrongCredentials => Self::wrong_credentials(),
            EngineError::TotpRequired => Self::two_factor("totp-required", "TOTP Required"),
            EngineError::WrongTotp => Self::two_factor("totp-invalid", "TOTP Invalid"),
            EngineError::TooManyLogins { seconds } => Self::slow_down(seconds),
            EngineError::InvalidToken | EngineError::WrongHost => Self::logged_out(),
            EngineError::Unavailable(why) => Self::unavailable(why),
            other => Self::failed(&other),
        }
    }
}

impl From<StoreError> for RcError {
    fn from(error: StoreError) -> Self {
        EngineError::from(error).into()
    }
}

impl IntoResponse for RcError {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.body).unwrap_or_default();
        let mut response = (self.status, body).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use http::header::{CONTENT_TYPE, RETRY_AFTER};
    use http_body_util::BodyExt;
    use switchroom_domain::Refusal;
    use switchroom_engine::EngineError;
    use switchroom_engine::ports::StoreError;
    use switchroom_http::TooMany;

    use super::RcError;

    async fn told(error: impl Into<RcError>) -> String {
        let (parts, body) = error.into().into_response().into_parts();
        assert_eq!(parts.headers[CONTENT_TYPE], "application/json");
        let body = body.collect().await.expect("body").to_bytes();
        format!("{} {}", parts.status.as_u16(), String::from_utf8(body.to_vec()).expect("text"))
    }

    #[tokio::test]
    async fn errors_have_the_vendors_form() {
        insta::assert_snapshot!(told(RcError::logged_out()).await, @r#"401 {"success":false,"status":"error","message":"You must be logged in to do this."}"#);
        insta::assert_snapshot!(told(RcError::wrong_credentials()).await, @r#"401 {"status":"error","error":"Unauthorized","message":"Unauthorized"}"#);
        insta::assert_snapshot!(told(RcError::not_permitted()).await, @r#"403 {"success":false,"error":"User does not have the permissions required for this action [error-unauthorized]"}"#);
        insta::assert_snapshot!(told(RcError::params("must be string")).await, @r#"400 {"success":false,"error":"must be string [invalid-params]","errorType":"invalid-params"}"#);
        insta::assert_snapshot!(told(RcError::bare()).await, @r#"400 {"success":false}"#);
        insta::assert_snapshot!(told(RcError::no_resource()).await, @r#"404 {"success":false,"error":"Resource not found"}"#);
        insta::assert_snapshot!(told(Refusal::NotFound { noun: "room" }).await, @r#"400 {"success":false,"error":"error-invalid-room"}"#);
        insta::assert_snapshot!(told(Refusal::NoAgentAvailable).await, @r#"400 {"success":false,"error":"Sorry, no online agents [no-agent-online]","errorType":"no-agent-online"}"#);
        insta::assert_snapshot!(told(TooMany { seconds: 7, limit: 5 }).await, @r#"429 {"success":false,"error":"Error, too many requests. Please slow down. You must wait 7 seconds before trying this endpoint again. [error-too-many-requests]"}"#);
    }

    #[test]
    fn nothing_is_told_in_our_words() {
        for (noun, told) in [("contact", "error-invalid-visitor"), ("team", "error-invalid-department"), ("webhook", "error-not-found")] {
            assert_eq!(RcError::from(Refusal::NotFound { noun }).text(), told);
        }
        let told = |refusal: Refusal| RcError::from(refusal).text().to_owned();
        assert_eq!(told(Refusal::invalid("due_minutes", "is wrong")), "dueTimeInMinutes is wrong [error-invalid-params]");
        assert_eq!(told(Refusal::NaturalIdMismatch { field: "rc_id" }), "_id is already in use :( [error-field-unavailable]");
        assert_eq!(told(Refusal::VersionMismatch { current: 7 }), "Not allowed [error-not-allowed]");
        assert_eq!(told(Refusal::HasOpenRooms), "Cannot remove visitors with opened rooms [visitor-has-open-rooms]");
    }

    #[tokio::test]
    async fn a_fault_of_ours_tells_nothing_of_its_cause() {
        let failed = EngineError::from(StoreError::Failed("the secret table is missing".into()));
        insta::assert_snapshot!(told(failed).await, @r#"500 {"success":false,"error":"Internal server error"}"#);
    }

    #[test]
    fn clients_are_told_when_to_try_again() {
        let answer = RcError::from(TooMany { seconds: 7, limit: 5 }).into_response();
        assert_eq!(answer.headers()[RETRY_AFTER], "7");
    }
}
