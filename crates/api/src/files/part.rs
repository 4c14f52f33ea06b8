//! The part of a body that is the file, as it comes.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use multer::{Constraints, Field, Multipart, SizeLimit};
use switchroom_engine::files::NewFile;
use switchroom_engine::ports::BlobError;
use tokio::time::timeout;

use crate::problem::Problem;

/// The name of the part.
const NAME: &str = "file";
/// Bytes that a body has beside the file, at the most.
const BESIDE: u64 = 16 * 1024;
/// Bytes that are read beside the file, at the most. The file's own bound is met first; this one is for what is put around it.
const AROUND: u64 = 1024 * 1024;
/// How long the next piece of a file may take: whoever says nothing for so long has gone.
const PIECE_WITHIN: Duration = Duration::from_secs(30);

/// A file that is being uploaded.
pub(super) struct Part {
    /// What is said of it.
    pub(super) new: NewFile,
    /// Its bytes.
    pub(super) bytes: BoxStream<'static, Result<Bytes, BlobError>>,
}

/// The file of a body, whose bytes are not read yet. It must be the first part; what follows it is not read.
pub(super) async fn read(headers: &HeaderMap, body: Body, most: u64) -> Result<Part, Problem> {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > most.saturating_add(BESIDE)) {
        return Err(Problem::file_too_large(most));
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Ok(boundary) = multer::parse_boundary(content_type) else {
        let detail = "the content type must be multipart/form-data";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "The body is no form", detail));
    };
    let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(most.saturating_add(AROUND)));
    // The form takes all that is there at one time, and overlooks what comes together with the end: it gets one piece.
    let body = stream::unfold(body.into_data_stream(), |mut body| async {
        tokio::task::yield_now().await;
        Some((body.next().await?, body))
    });
    let mut form = Multipart::with_constraints(body, boundary, limits);
    let next = timeout(PIECE_WITHIN, form.next_field()).await;
    let field = next.map_err(|_| unreadable())?.map_err(|_| unreadable())?;
    let field = field.filter(|field| field.name() == Some(NAME) && field.file_name().is_some());
    let field = field.ok_or_else(|| Problem::invalid(NAME, "the body must have one part, a file named `file`"))?;
    let new = NewFile { name: field.file_name().unwrap_or_default().to_owned(), media_type: field.content_type().map(ToString::to_string) };
    Ok(Part { new, bytes: pieces(field) })
}

fn unreadable() -> Problem {
    Problem::bad_request("body_unreadable", "the body is no form, or ended before its time")
}

fn pieces(field: Field<'static>) -> BoxStream<'static, Result<Bytes, BlobError>> {
    let next = |field: Option<Field<'static>>| async {
        let mut field = field?;
        match timeout(PIECE_WITHIN, field.chunk()).await {
            Ok(Ok(Some(piece))) => Some((Ok(piece), Some(field))),
            Ok(Ok(None)) => None,
            Ok(Err(_)) | Err(_) => Some((Err(BlobError::BrokeOff), None)),
        }
    };
    stream::unfold(Some(field), next).boxed()
}
