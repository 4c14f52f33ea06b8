//! Asking a server of S3's kind. Its address is the operator's own word: it may be private.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::CONTENT_LENGTH;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyDataStream, BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use switchroom_engine::ports::{BlobError, BlobStream};
use tokio::time::timeout;
use url::Url;

/// How long a request may take until it is answered: parts are a few megabytes.
const ANSWERS_WITHIN: Duration = Duration::from_secs(60);
/// How long the next piece of an answer may take.
const PIECE_WITHIN: Duration = Duration::from_secs(30);
/// How long a connection may idle before it is closed.
const IDLE: Duration = Duration::from_secs(30);
/// How often a request is made at the most, and the pause before the second time; each further pause is twice as long.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(200);
/// Bytes of an error that are read.
const ERROR_BYTES: usize = 64 * 1024;

/// Asks a server.
pub(super) struct Client(Pool<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Client {
    /// Nothing is asked yet.
    pub(super) fn new() -> Self {
        let connector = HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        let pool = Pool::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE).build(connector);
        Self(pool)
    }

    /// Asks, and asks again where the server says that it may work later. All that is asked of S3 here can be asked twice, but for putting
    /// parts together: of that the second time fails, and the file must be uploaded anew.
    pub(super) async fn ask(
        &self,
        method: Method,
        url: &Url,
        headers: &[(&'static str, &str)],
        body: Bytes,
    ) -> Result<Response<Incoming>, BlobError> {
        let mut pause = PAUSE;
        for _ in 1..TRIES {
            match self.once(&method, url, headers, body.clone()).await {
                Ok(answer) if !passes(answer.status()) => return Ok(answer),
                Ok(_) | Err(BlobError::Unavailable) => {}
                Err(error) => return Err(error),
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        self.once(&method, url, headers, body).await
    }

    async fn once(
        &self,
        method: &Method,
        url: &Url,
        headers: &[(&'static str, &str)],
        body: Bytes,
    ) -> Result<Response<Incoming>, BlobError> {
        let mut request = Request::builder().method(method).uri(url.as_str()).header(CONTENT_LENGTH, body.len());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body)).map_err(BlobError::failed)?;
        match timeout(ANSWERS_WITHIN, self.0.request(request)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the store of files cannot be reached");
                Err(BlobError::Unavailable)
            }
            Err(_) => Err(BlobError::Unavailable),
        }
    }
}

/// Whether the same request may succeed later.
fn passes(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

/// The bytes of an answer, as they come.
pub(super) fn pieces(body: Incoming) -> BlobStream {
    let next = |body: Option<BodyDataStream<Incoming>>| async {
        let mut body = body?;
        match timeout(PIECE_WITHIN, body.next()).await {
            Ok(Some(Ok(piece))) => Some((Ok(piece), Some(body))),
            Ok(None) => None,
            Ok(Some(Err(_))) | Err(_) => Some((Err(BlobError::Unavailable), None)),
        }
    };
    futures_util::stream::unfold(Some(BodyDataStream::new(body)), next).boxed()
}

/// A short answer as text.
pub(super) async fn text(body: Incoming) -> Result<String, BlobError> {
    let body = timeout(PIECE_WITHIN, Limited::new(body, ERROR_BYTES).collect()).await.map_err(|_| BlobError::Unavailable)?;
    let body = body.map_err(|_| BlobError::Unavailable)?;
    Ok(String::from_utf8_lossy(&body.to_bytes()).into_owned())
}

/// Why a server did not do what it was asked: in its own words, for the operator.
pub(super) async fn refused(status: StatusCode, body: Incoming) -> BlobError {
    if passes(status) {
        return BlobError::Unavailable;
    }
    if status == StatusCode::INSUFFICIENT_STORAGE {
        return BlobError::Full;
    }
    let text = text(body).await.unwrap_or_default();
    BlobError::failed(format!("the store of files answered {status}: {text}"))
}
