//! A client.

use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// A client of one server, with a token. Clones share their connections.
#[derive(Clone)]
pub struct Client {
    pool: Pool<HttpConnector, Full<Bytes>>,
    address: SocketAddr,
    token: Option<String>,
}

impl Client {
    /// A client of the server at `address`, without a token.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self { pool: Pool::builder(TokioExecutor::new()).build(connector), address, token: None }
    }

    /// The same client with another token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The token it shows.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// A GET.
    #[must_use]
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    /// A POST of JSON.
    #[must_use]
    pub fn post(&self, path: &str, body: Value) -> Request {
        self.request(Method::POST, path).json(&body)
    }

    /// A PATCH of JSON.
    #[must_use]
    pub fn patch(&self, path: &str, body: Value) -> Request {
        self.request(Method::PATCH, path).json(&body)
    }

    /// A DELETE.
    #[must_use]
    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// Any request.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request {
        let mut headers = HeaderMap::new();
        if let Some(token) = &self.token {
            headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().expect("header"));
        }
        Request { client: self.clone(), method, path: path.to_owned(), headers, body: Bytes::new() }
    }
}

/// A request in the making.
pub struct Request {
    client: Client,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Request {
    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().expect("header"));
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string())
    }

    /// With any body.
    #[must_use]
    pub fn bytes(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.headers.insert(CONTENT_TYPE, content_type.parse().expect("header"));
        self.body = body.into();
        self
    }

    /// With a header of any bytes.
    #[must_use]
    pub fn header_bytes(mut self, name: &'static str, value: &[u8]) -> Self {
        self.headers.insert(name, HeaderValue::from_bytes(value).expect("header"));
        self
    }

    /// Sends it. Panics if there is no answer.
    pub async fn send(self) -> Answer {
        self.try_send().await.expect("an answer")
    }

    /// Sends it; none if there is no answer.
    pub async fn try_send(self) -> Option<Answer> {
        let (parts, body) = self.answered().await?.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        Some(Answer { status: parts.status, headers: parts.headers, body })
    }

    /// Sends it for a body that comes in pieces, without end; none if there is no answer.
    pub(crate) async fn stream(self) -> Option<(StatusCode, BoxStream<'static, Bytes>)> {
        let answer = self.answered().await?;
        let status = answer.status();
        let pieces = answer.into_body().into_data_stream().filter_map(async |piece| piece.ok());
        Some((status, pieces.boxed()))
    }

    async fn answered(self) -> Option<http::Response<Incoming>> {
        let mut request = http::Request::builder().method(self.method).uri(format!("http://{}{}", self.client.address, self.path));
        *request.headers_mut()? = self.headers;
        self.client.pool.request(request.body(Full::new(self.body)).ok()?).await.ok()
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON; null if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as JSON, if the status is the expected one. Panics otherwise, with what was answered.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self.json()
    }

    /// A field of the JSON body, as text.
    #[must_use]
    pub fn text(&self, field: &str) -> String {
        self.json()[field].as_str().unwrap_or_default().to_owned()
    }
}
