//! Bodies in the three forms that Qontak's clients send for the same calls: JSON, `multipart/form-data` and
//! `application/x-www-form-urlencoded`. All three come to the same: named fields.

mod fields;
mod form;
mod json;

use axum::body::Body;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use switchroom_http::body::BodyError;

pub(crate) use fields::{Field, Fields};

use crate::errors::Failure;

/// Why a body is not acceptable as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BodyFault {
    /// It could not be read.
    Unread(BodyError),
    /// Its content type is none of the three.
    UnknownType,
    /// It is not what its content type says; why, in words.
    Malformed(String),
}

impl BodyFault {
    /// The fault in words.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Unread(error) => error.to_string(),
            Self::UnknownType => {
                "the content type must be application/json, multipart/form-data or application/x-www-form-urlencoded".to_owned()
            }
            Self::Malformed(why) => why.clone(),
        }
    }
}

impl From<BodyFault> for Failure {
    fn from(fault: BodyFault) -> Self {
        let status = match fault {
            BodyFault::Unread(BodyError::TooLarge { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
            BodyFault::UnknownType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            BodyFault::Unread(BodyError::Unreadable) | BodyFault::Malformed(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, fault.message())
    }
}

/// Reads a body of at most `most` bytes. An absent one has no fields, whatever its content type.
pub(crate) async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Fields, BodyFault> {
    let bytes = switchroom_http::body::read(body, most).await.map_err(BodyFault::Unread)?;
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    parse(given, bytes).await
}

async fn parse(content_type: &str, bytes: Bytes) -> Result<Fields, BodyFault> {
    if bytes.trim_ascii().is_empty() {
        return Ok(Fields::default());
    }
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // Whoever forgets to name the type sends JSON as a form, or as nothing: no form begins so.
    let looks_like_json = bytes.trim_ascii_start().first() == Some(&b'{');
    match essence.as_str() {
        "" | "application/x-www-form-urlencoded" if looks_like_json => json::parse(&bytes),
        "application/json" => json::parse(&bytes),
        "application/x-www-form-urlencoded" => form::parse_urlencoded(&bytes),
        "multipart/form-data" => form::parse_multipart(content_type, bytes).await,
        _ => Err(BodyFault::UnknownType),
    }
}

#[cfg(test)]
mod tests;
