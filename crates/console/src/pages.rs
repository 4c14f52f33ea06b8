//! Sending files.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::policy::{Page, restrict};
use crate::{assets, caching, encoding, not_built};

/// A file of the inbox; any other path is one that its script knows.
pub(crate) async fn inbox(path: Option<Path<String>>, headers: HeaderMap) -> Response {
    let path = path.map_or_else(String::new, |Path(path)| path);
    if let Some(file) = send(&format!("web/{path}"), &headers, Page::Inbox) {
        return file;
    }
    // What has an extension was meant to be a file: a page in its place would only hide that it is missing.
    if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        return StatusCode::NOT_FOUND.into_response();
    }
    send("web/index.html", &headers, Page::Inbox).unwrap_or_else(not_built::answer)
}

/// The script that a customer's page loads.
pub(crate) async fn loader(headers: HeaderMap) -> Response {
    send("widget/widget.js", &headers, Page::Widget).unwrap_or_else(not_built::answer)
}

/// A file of the widget; any other path, such as a channel's id, is one that its script knows.
pub(crate) async fn widget(Path(path): Path<String>, headers: HeaderMap) -> Response {
    if let Some(file) = send(&format!("widget/{path}"), &headers, Page::Widget) {
        return file;
    }
    if path.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    send("widget/index.html", &headers, Page::Widget).unwrap_or_else(not_built::answer)
}

/// The file at a path below `dist/`, in the smallest form that the client takes.
fn send(path: &str, asked: &HeaderMap, page: Page) -> Option<Response> {
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
    Some((headers, file.data.into_owned()).into_response())
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

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
    use http::{Request, StatusCode};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    async fn get(path: &str) -> http::Response<Body> {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        crate::router().oneshot(request).await.expect("an answer")
    }

    #[tokio::test]
    async fn whoever_comes_is_led_to_the_inbox() {
        assert_eq!(get("/").await.headers()[LOCATION], "/app/");
    }

    #[tokio::test]
    async fn a_path_that_the_script_knows_is_the_page_and_a_missing_file_is_not() {
        for path in ["/app/", "/app/rooms/1", "/widget/1"] {
            let answer = get(path).await;
            match answer.status() {
                StatusCode::OK => {
                    assert!(answer.headers()[CONTENT_SECURITY_POLICY].to_str().expect("text").starts_with("default-src 'none'"));
                    assert_eq!(answer.headers()[CACHE_CONTROL], "no-cache");
                }
                status => {
                    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
                    let body = answer.into_body().collect().await.expect("a body").to_bytes();
                    assert!(String::from_utf8_lossy(&body).contains("cargo xtask console"));
                }
            }
        }
        assert_eq!(get("/app/assets/gone.js").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(get("/widget/assets/gone.js").await.status(), StatusCode::NOT_FOUND);
    }
}
