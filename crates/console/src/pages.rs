//! Sending files.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use switchroom_http::Shared;
use uuid::Uuid;

use crate::policy::{Framed, Page, restrict};
use crate::{assets, caching, encoding, not_built, sites};

/// A file of the inbox; any other path is one that its script knows.
pub(crate) async fn inbox(path: Option<Path<String>>, headers: HeaderMap) -> Response {
    let path = path.map_or_else(String::new, |Path(path)| path);
    if let Some(file) = send(&format!("web/{path}"), &headers, Page::Inbox) {
        return file;
    }
    // The build puts files there: a page in the place of one would only hide that it is missing.
    if path.starts_with("assets/") || !path.contains('/') && path.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    send("web/index.html", &headers, Page::Inbox).unwrap_or_else(|| not_built::answer(Page::Inbox))
}

/// The script that a customer's page loads.
pub(crate) async fn loader(headers: HeaderMap) -> Response {
    let page = Page::Widget(Framed::ByAnybody);
    send("widget/widget.js", &headers, page).unwrap_or_else(|| not_built::answer(page))
}

/// The page of a channel's widget, which only the channel's sites may show, or a file of the widget.
pub(crate) async fn widget(State(shared): State<Shared>, parts: Parts, Path(path): Path<String>) -> Response {
    let Ok(id) = Uuid::parse_str(&path) else {
        // No site has any use for a file in a frame.
        let file = send(&format!("widget/{path}"), &parts.headers, Page::Widget(Framed::BySites(&[])));
        return file.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response());
    };
    match sites::channel(&shared, &parts, id).await {
        Ok(Some(channel)) => {
            let page = Page::Widget(sites::framed(&channel));
            send("widget/index.html", &parts.headers, page).unwrap_or_else(|| not_built::answer(page))
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            switchroom_http::log_fault(&error);
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The file at a path below `dist/`, in the smallest form that the client takes.
fn send(path: &str, asked: &HeaderMap, page: Page<'_>) -> Option<Response> {
    let plain = assets::file(path)?;
    let compressed = encoding::accepted(asked).find_map(|(name, suffix)| Some((name, assets::file(&format!("{path}{suffix}"))?)));
    let (encoding, file) = compressed.map_or(("", plain), |(name, file)| (name, file));
    let tag = caching::tag(file.metadata.sha256_hash(), encoding);
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, caching::control(path));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    restrict(&mut headers, page);
    if let Ok(value) = HeaderValue::try_from(&tag) {
        headers.insert(ETAG, value);
    }
    if caching::has(asked, &tag) {
        return Some((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    if !encoding.is_empty() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    headers.insert(CONTENT_TYPE, content_type(path));
    // Of a release build it is borrowed from the binary, and so not copied.
    Some((headers, file.data).into_response())
}

/// What kind of file has this name.
fn content_type(path: &str) -> HeaderValue {
    HeaderValue::from_static(match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        _ => "application/octet-stream",
    })
}
