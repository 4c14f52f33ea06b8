//! Bodies in the three forms that Qontak's clients send for the same calls: JSON, `multipart/form-data` and
//! `application/x-www-form-urlencoded`. All three come to the same: named fields.

mod fields;
mod form;
mod json;

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

pub(crate) use fields::{Field, Fields};

use crate::errors::Failure;

/// Why a body is not acceptable as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BodyFault {
    /// Its content type is none of the three.
    UnknownType,
    /// It is not what its content type says; why, in words.
    Malformed(String),
}

impl From<BodyFault> for Failure {
    fn from(fault: BodyFault) -> Self {
        match fault {
            BodyFault::UnknownType => Self::new(
                http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the content type must be application/json, multipart/form-data or application/x-www-form-urlencoded",
            ),
            BodyFault::Malformed(why) => Self::invalid(vec![why]),
        }
    }
}

/// Reads a body of at most `most` bytes. An absent one has no fields, whatever its content type.
pub(crate) async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Fields, Failure> {
    let bytes = switchroom_http::body::read(body, most).await?;
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Ok(parse(given, bytes).await?)
}

async fn parse(content_type: &str, bytes: Bytes) -> Result<Fields, BodyFault> {
    if bytes.trim_ascii().is_empty() {
        return Ok(Fields::default());
    }
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => json::parse(&bytes),
        "application/x-www-form-urlencoded" => form::parse_urlencoded(&bytes),
        "multipart/form-data" => form::parse_multipart(content_type, bytes).await,
        _ => Err(BodyFault::UnknownType),
    }
}

#[cfg(test)]
mod tests;
