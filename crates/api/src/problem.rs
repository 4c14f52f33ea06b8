//! Errors, as RFC 9457 problem documents.

use std::error::Error;

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::Value;
use switchroom_domain::Refusal;
use switchroom_engine::EngineError;
use switchroom_engine::ports::StoreError;
use switchroom_http::body::BodyError;
use switchroom_http::{AuthError, TooMany};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::Audience;
use crate::wire::Message;

/// The content type of problem documents.
pub(crate) const CONTENT: &str = "application/problem+json";

/// Why a request was not carried out.
#[derive(Debug)]
pub(crate) struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    document: ProblemDocument,
    retry_after: Option<u64>,
    challenge: Option<&'static str>,
}

/// Why a request was not carried out (RFC 9457).
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemDocument {
    /// `urn:switchroom:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The kind of problem, in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong with this request.
    detail: String,
    /// The kind of problem, for programs.
    code: &'static str,
    /// The field that is not acceptable.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The permission that is lacking.
    #[serde(skip_serializing_if = "Option::is_none")]
    permission: Option<&'static str>,
    /// Who the room is assigned to; null: nobody. Given with `assigned_otherwise`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    assignee: Option<Option<Uuid>>,
    /// The version the room is at. Given with `version_mismatch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<i64>,
    /// The open room. Given with `other_room_open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    room_id: Option<Uuid>,
    /// The colleague's answer. Given with `newer_answer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Message>)]
    message: Option<Value>,
}

impl Problem {
    /// A problem of some kind.
    pub(crate) fn new(status: StatusCode, code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let kind = format!("urn:switchroom:problem:{code}");
        let document = ProblemDocument { kind, title, status: status.as_u16(), detail: detail.into(), code, ..ProblemDocument::default() };
        Self(Box::new(Parts { document, retry_after: None, challenge: None }))
    }

    /// The request cannot be understood.
    pub(crate) fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, "The request cannot be understood", detail)
    }

    /// A value is not acceptable.
    pub(crate) fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "A value is not acceptable", detail);
        problem.0.document.field = Some(field.into());
        problem
    }

    /// There is nothing of that name, or the caller may not know of it.
    pub(crate) fn not_found(noun: &'static str) -> Self {
        Refusal::NotFound { noun }.into()
    }

    /// There is no valid token.
    pub(crate) fn unauthorized(code: &'static str, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, code, "Who calls is not known", detail);
        problem.0.challenge = Some("Bearer");
        problem
    }

    /// The server cannot take the request now.
    pub(crate) fn unavailable(detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "The server cannot take this now", detail);
        problem.0.retry_after = Some(1);
        problem
    }

    /// A fault of ours: the caller is told nothing of its cause.
    pub(crate) fn internal() -> Self {
        let detail = "the server failed; its log says why";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed", detail)
    }

    /// The same problem, which is over after so many seconds.
    pub(crate) fn with_retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// The document, for where a problem is no answer by itself.
    pub(crate) fn document(&self) -> &ProblemDocument {
        &self.0.document
    }

    /// A fault of ours, with one line in the log that tells its cause.
    fn failed(error: &dyn Error) -> Self {
        switchroom_http::log_fault(error);
        Self::internal()
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (status, title) = match &refusal {
            Refusal::NotFound { .. } => (StatusCode::NOT_FOUND, "There is no such thing"),
            Refusal::Forbidden { .. } => (StatusCode::FORBIDDEN, "The caller may not do this"),
            Refusal::Invalid { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "A value is not acceptable"),
            Refusal::Blocked => (StatusCode::FORBIDDEN, "The author is blocked"),
            Refusal::IdempotencyMismatch => (StatusCode::UNPROCESSABLE_ENTITY, "The Idempotency-Key was used before"),
            Refusal::VersionMismatch { .. } => (StatusCode::CONFLICT, "The room is at another version"),
            Refusal::AssignedOtherwise { .. } => (StatusCode::CONFLICT, "The room is assigned otherwise"),
            Refusal::RoomResolved => (StatusCode::CONFLICT, "The room is resolved"),
            Refusal::OtherRoomOpen { .. } => (StatusCode::CONFLICT, "The contact has another open room"),
            Refusal::NewerAnswer { .. } => (StatusCode::CONFLICT, "A colleague was faster"),
            Refusal::MessageDeleted => (StatusCode::CONFLICT, "The message is deleted"),
            Refusal::StatusImpossible { .. } => (StatusCode::CONFLICT, "The status cannot follow"),
            Refusal::Taken { .. } => (StatusCode::CONFLICT, "A value is taken"),
            Refusal::NoAgentAvailable => (StatusCode::CONFLICT, "Nobody is available"),
            Refusal::CustomFieldMismatch { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "A custom field does not take the value"),
            Refusal::WrongTotp => (StatusCode::UNPROCESSABLE_ENTITY, "The code is wrong"),
            Refusal::TotpEnabled => (StatusCode::CONFLICT, "Two factors are on already"),
            Refusal::TokenUsed => (StatusCode::CONFLICT, "The refresh token was used"),
            Refusal::HasOpenRooms => (StatusCode::CONFLICT, "The contact has open rooms"),
            Refusal::NaturalIdMismatch { .. } => (StatusCode::CONFLICT, "An id was used before"),
        };
        let mut problem = Self::new(status, refusal.code(), title, refusal.to_string());
        let document = &mut problem.0.document;
        match refusal {
            Refusal::Invalid { field, .. } | Refusal::Taken { field } | Refusal::NaturalIdMismatch { field } => {
                document.field = Some(field.to_owned());
            }
            Refusal::CustomFieldMismatch { key, .. } => document.field = Some(format!("custom_fields.{key}")),
            Refusal::Forbidden { permission } => document.permission = Some(permission),
            Refusal::VersionMismatch { current } => document.current_version = Some(current),
            Refusal::AssignedOtherwise { assignee } => document.assignee = Some(assignee.map(|user| user.0)),
            Refusal::OtherRoomOpen { room } => document.room_id = Some(room.0),
            // Contacts cannot ask for what is refused so: whoever is told is of the team.
            Refusal::NewerAnswer { message } => document.message = serde_json::to_value(Message::new(&message, Audience::Team)).ok(),
            _ => {}
        }
        problem
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => refusal.into(),
            EngineError::WrongCredentials => Self::unauthorized("wrong_credentials", error.to_string()),
            EngineError::TotpRequired => Self::unauthorized("totp_required", error.to_string()),
            EngineError::WrongTotp => Self::unauthorized("wrong_totp", error.to_string()),
            EngineError::TooManyLogins { seconds } => {
                let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_logins", "Too many wrong passwords", error.to_string());
                problem.with_retry_after(seconds)
            }
            EngineError::NoMailServer => Self::new(StatusCode::CONFLICT, "no_mail_server", "There is no mail server", error.to_string()),
            EngineError::NoPublicUrl => {
                Self::new(StatusCode::CONFLICT, "no_public_url", "The server does not know its own address", error.to_string())
            }
            EngineError::UnknownClient => Self::unauthorized("unknown_client", error.to_string()),
            EngineError::InvalidToken => Self::unauthorized("invalid_token", error.to_string()),
            EngineError::WrongHost => {
                Self::new(StatusCode::FORBIDDEN, "wrong_host", "The token belongs to another organization", error.to_string())
            }
            EngineError::WrongSignature => Self::new(StatusCode::FORBIDDEN, "wrong_signature", "The signature is wrong", error.to_string()),
            EngineError::IdentityRequired => {
                Self::new(StatusCode::FORBIDDEN, "identity_required", "Visitors must be vouched for", error.to_string())
            }
            EngineError::Unavailable(why) => Self::unavailable(why),
            EngineError::Store(_) | EngineError::Secrets(_) | EngineError::Password(_) | EngineError::UnexpectedAnswer => {
                Self::failed(&error)
            }
        }
    }
}

impl From<TooMany> for Problem {
    fn from(too_many: TooMany) -> Self {
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many requests", too_many.to_string());
        problem.0.retry_after = Some(too_many.seconds);
        problem
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Engine(error) => error.into(),
            AuthError::TooMany(too_many) => too_many.into(),
        }
    }
}

impl From<BodyError> for Problem {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge { .. } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large", error.to_string())
            }
            BodyError::Unreadable => Self::bad_request("body_unreadable", error.to_string()),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        EngineError::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Parts { document, retry_after, challenge } = *self.0;
        let status = StatusCode::from_u16(document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(CONTENT));
        if let Some(seconds) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = challenge {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
    use http::{HeaderMap, StatusCode};
    use http_body_util::BodyExt;
    use switchroom_domain::{Refusal, RoomId, UserId};
    use switchroom_engine::EngineError;
    use switchroom_engine::ports::StoreError;
    use uuid::Uuid;

    use super::Problem;

    async fn told(problem: impl Into<Problem>) -> (StatusCode, HeaderMap, String) {
        let (parts, body) = problem.into().into_response().into_parts();
        let body = body.collect().await.expect("body").to_bytes();
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).expect("text"))
    }

    #[tokio::test]
    async fn refusals_carry_what_a_client_needs() {
        let nobody = Refusal::AssignedOtherwise { assignee: None };
        insta::assert_snapshot!(told(nobody).await.2, @r#"{"type":"urn:switchroom:problem:assigned_otherwise","title":"The room is assigned otherwise","status":409,"detail":"the room is assigned to nobody","code":"assigned_otherwise","assignee":null}"#);
        let somebody = Refusal::AssignedOtherwise { assignee: Some(UserId(Uuid::from_u128(1))) };
        insta::assert_snapshot!(told(somebody).await.2, @r#"{"type":"urn:switchroom:problem:assigned_otherwise","title":"The room is assigned otherwise","status":409,"detail":"the room is assigned to 00000000-0000-0000-0000-000000000001","code":"assigned_otherwise","assignee":"00000000-0000-0000-0000-000000000001"}"#);
        insta::assert_snapshot!(told(Refusal::VersionMismatch { current: 7 }).await.2, @r#"{"type":"urn:switchroom:problem:version_mismatch","title":"The room is at another version","status":409,"detail":"the room is at version 7","code":"version_mismatch","current_version":7}"#);
        insta::assert_snapshot!(told(Refusal::OtherRoomOpen { room: RoomId(Uuid::from_u128(2)) }).await.2, @r#"{"type":"urn:switchroom:problem:other_room_open","title":"The contact has another open room","status":409,"detail":"the contact has another open room on this channel: 00000000-0000-0000-0000-000000000002","code":"other_room_open","room_id":"00000000-0000-0000-0000-000000000002"}"#);
        insta::assert_snapshot!(told(Refusal::invalid("name", "must not be blank")).await.2, @r#"{"type":"urn:switchroom:problem:invalid","title":"A value is not acceptable","status":422,"detail":"name must not be blank","code":"invalid","field":"name"}"#);
    }

    #[tokio::test]
    async fn a_fault_of_ours_tells_nothing_of_its_cause() {
        let failed = EngineError::from(StoreError::Failed("the secret table is missing".into()));
        let (status, _, body) = told(failed).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!body.contains("table"), "{body}");
    }

    #[tokio::test]
    async fn clients_are_told_how_to_go_on() {
        let (status, headers, _) = told(StoreError::Overloaded).await;
        assert_eq!((status, headers[RETRY_AFTER].as_bytes()), (StatusCode::SERVICE_UNAVAILABLE, b"1".as_slice()));
        let (status, headers, _) = told(EngineError::InvalidToken).await;
        assert_eq!((status, headers[WWW_AUTHENTICATE].as_bytes()), (StatusCode::UNAUTHORIZED, b"Bearer".as_slice()));
    }
}
