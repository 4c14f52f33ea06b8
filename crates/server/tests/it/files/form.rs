//! Forms with a file in them.

use serde_json::Value;
use switchroom_testkit::{Client, Request};

const BOUNDARY: &str = "a-boundary";

/// A PNG of 3 by 2 pixels, as far as anybody looks.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0";

/// A form with one part, whose disposition is `parameters`.
pub(crate) fn form(client: &Client, parameters: &str, media_type: &str, bytes: &[u8]) -> Request {
    with_file(client.request(http::Method::POST, "/v1/files"), parameters, media_type, bytes)
}

/// The request with a form that has one part, whose disposition is `parameters`.
pub(crate) fn with_file(request: Request, parameters: &str, media_type: &str, bytes: &[u8]) -> Request {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {parameters}\r\nContent-Type: {media_type}\r\n\r\n");
    let body = [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    request.bytes(&format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// An upload of a file.
pub(crate) fn upload(client: &Client, name: &str, media_type: &str, bytes: &[u8]) -> Request {
    form(client, &format!("name=\"file\"; filename=\"{name}\""), media_type, bytes)
}

/// An uploaded picture.
pub(crate) async fn picture(client: &Client) -> Value {
    upload(client, "photo.png", "image/png", PNG).send().await.expect(201)
}

/// The path of a file's address, without host.
pub(crate) fn path(file: &Value) -> String {
    let url = file["url"].as_str().expect("a url");
    url[url.find("/files/").expect("a path")..].to_owned()
}
