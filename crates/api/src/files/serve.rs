//! `GET /files/{id}/{key}/{name}`.

use std::ops::Range;

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_MATCH, IF_NONE_MATCH, IF_RANGE, RANGE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::Deserialize;
use switchroom_domain::FileId;
use switchroom_domain::file::File;
use switchroom_engine::files;
use switchroom_http::client;
use uuid::Uuid;

use crate::extract::Path;
use crate::problem::Problem;
use crate::state::ApiState;

/// What a file can never change about: whoever has it need not ask again for a year. No cache but the reader's own keeps it.
const CACHED: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
/// A file that is opened by itself may do nothing.
const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");

#[derive(Deserialize)]
struct Named {
    id: Uuid,
    key: String,
    name: String,
}

/// Serves a file to whoever has its link. Whatever is wrong about the link, there is no such file.
pub(super) async fn serve_file(State(state): State<ApiState>, request: Request) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    let named = Path::<Named>::from_request_parts(&mut parts, &()).await;
    let found = match &named {
        Ok(Path(named)) => files::find(state.engine(), FileId(named.id), &named.key).await?.filter(|found| found.file.name == named.name),
        Err(_) => None,
    };
    let Some(found) = found else {
        // Whoever guesses does so slowly.
        state.limits().address(client::address(&parts, &state.http().config().trusted_proxies))?;
        return Err(Problem::not_found("file"));
    };
    let size = found.file.size;
    let tag = format!("\"{}\"", found.file.id);
    let mut response = match wanted(&parts.headers, &tag, size) {
        Wanted::Failed => StatusCode::PRECONDITION_FAILED.into_response(),
        Wanted::Unchanged => StatusCode::NOT_MODIFIED.into_response(),
        Wanted::Outside => with_range(StatusCode::RANGE_NOT_SATISFIABLE.into_response(), format!("bytes */{size}")),
        Wanted::Bytes(range, status) => {
            let length = range.end - range.start;
            let body = match parts.method {
                Method::HEAD => Body::empty(),
                _ => Body::from_stream(found.bytes(state.engine(), range.clone()).await?),
            };
            let mut response = (status, body).into_response();
            response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
            match status {
                StatusCode::PARTIAL_CONTENT => with_range(response, format!("bytes {}-{}/{size}", range.start, range.end - 1)),
                _ => response,
            }
        }
    };
    describe(response.headers_mut(), &found.file, &tag);
    Ok(response)
}

/// What a request wants of a file.
enum Wanted {
    Bytes(Range<u64>, StatusCode),
    Unchanged,
    Failed,
    Outside,
}

/// What a request with these headers wants (RFC 9110, 13.2.2 and 14.2). Several ranges at once are answered with the whole.
fn wanted(headers: &HeaderMap, tag: &str, size: u64) -> Wanted {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(IF_MATCH).is_some_and(|given| !matches(given, tag)) {
        return Wanted::Failed;
    }
    if text(IF_NONE_MATCH).is_some_and(|given| matches(given, tag)) {
        return Wanted::Unchanged;
    }
    let whole = Wanted::Bytes(0..size, StatusCode::OK);
    let Some(range) = text(RANGE).filter(|_| text(IF_RANGE).is_none_or(|given| given == tag)) else { return whole };
    let Ok(ranges) = http_range_header::parse_range_header(range) else { return whole };
    if ranges.len() != 1 {
        return whole;
    }
    match ranges.validate(size).as_deref() {
        Ok([range]) => Wanted::Bytes(*range.start()..range.end() + 1, StatusCode::PARTIAL_CONTENT),
        Ok(_) => whole,
        Err(_) => Wanted::Outside,
    }
}

fn matches(given: &str, tag: &str) -> bool {
    given.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}

fn with_range(mut response: Response, range: String) -> Response {
    if let Ok(range) = HeaderValue::try_from(range) {
        response.headers_mut().insert(CONTENT_RANGE, range);
    }
    response
}

fn describe(headers: &mut HeaderMap, file: &File, tag: &str) {
    let described = [(CONTENT_TYPE, content_type(&file.media_type)), (CONTENT_DISPOSITION, disposition(file)), (ETAG, tag.to_owned())];
    for (name, value) in described {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    let fixed = [
        (ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        (CACHE_CONTROL, CACHED),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        // Sites that have a widget of their own making may show it.
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
    ];
    headers.extend(fixed);
}

fn content_type(media_type: &str) -> String {
    if media_type.starts_with("text/") { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() }
}

/// Whether the file is shown or offered for download, and by which name (RFC 6266).
fn disposition(file: &File) -> String {
    let kind = if file.is_shown() { "inline" } else { "attachment" };
    let plain: String =
        file.name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' }).collect();
    let mut exact = String::new();
    for byte in file.name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            exact.push(char::from(byte));
        } else {
            exact.push_str(&format!("%{byte:02X}"));
        }
    }
    if plain == file.name {
        format!("{kind}; filename=\"{plain}\"")
    } else {
        format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
    }
}
