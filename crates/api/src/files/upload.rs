//! `POST /v1/files`.

use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use switchroom_engine::files;
use switchroom_http::client;
use utoipa::ToSchema;

use super::part;
use crate::answer;
use crate::extract::{Caller, Origin};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::File;

/// A file to be uploaded.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it says what the body looks like; it is never read as a whole")]
pub(crate) struct NewFile {
    /// The file, with its name and content type.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// Upload a file. Needs `message.post`, but for a contact.
///
/// It belongs to nothing until a message is posted with its `file_id`, by who uploaded it and within 24 hours; else it is removed. Its first
/// bytes say what it is. `GET /v1/me` tells how large a file may be and which types the caller may upload. There is no `Idempotency-Key` for
/// this: a file that was uploaded twice is removed by itself.
#[utoipa::path(
    post,
    path = "/v1/files",
    tag = "files",
    request_body(content = NewFile, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The file is kept.", body = File),
        (status = 413, description = "`file_too_large`, with `max_bytes`."),
        (status = 415, description = "`media_type_not_allowed`; `unsupported_media_type`: the body is not `multipart/form-data`."),
    ),
)]
pub(super) async fn upload_file(
    State(state): State<ApiState>,
    caller: Caller,
    Origin(origin): Origin,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    if caller.contact().is_some() {
        state.count_upload(client::address(&parts, &state.http().config().trusted_proxies))?;
    }
    let engine = state.http().engine();
    let part = part::read(&parts.headers, body, engine.max_file_bytes).await?;
    let file = files::upload(engine, &caller, part.new, part.bytes).await?;
    Ok(answer::json(StatusCode::CREATED, &File::new(engine, &file, &origin)))
}
