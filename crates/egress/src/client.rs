//! Sending requests.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use ipnet::IpNet;

use crate::connector::Connector;
use crate::{Answer, EgressError, Guard, KEPT_BODY_BYTES, Resolve, SystemResolver, Target, tls};

/// Idle connections kept for one host, at the most: as many as its deliveries run at a time, live and replayed.
const IDLE_PER_HOST: usize = 128;
/// How long a connection is kept idle: less than the 5 s after which common servers close theirs, since a request that
/// meets the closing fails.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// How to dial out.
#[derive(Clone)]
pub struct EgressConfig {
    /// Private or special networks that may be dialled all the same.
    pub allow: Vec<IpNet>,
    /// What resolves names.
    pub resolver: Arc<dyn Resolve>,
}

impl Default for EgressConfig {
    /// Public addresses only, names resolved by the operating system.
    fn default() -> Self {
        Self { allow: Vec::new(), resolver: Arc::new(SystemResolver) }
    }
}

/// A request to be sent.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where to.
    pub target: Target,
    /// Its headers; `host` and `content-length` are added.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// How long connecting, sending and the whole answer may take together.
    pub timeout: Duration,
}

/// Dials out. A clone shares the connections.
#[derive(Clone)]
pub struct Egress {
    guard: Guard,
    client: Client<HttpsConnector<Connector>, Full<Bytes>>,
}

impl Egress {
    /// A client with no connections yet.
    #[must_use]
    pub fn new(config: EgressConfig) -> Self {
        let guard = Guard::new(config.allow);
        let connector = Connector::new(guard.clone(), config.resolver);
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls::client_config()).https_or_http().enable_http1().wrap_connector(connector);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .build(connector);
        Self { guard, client }
    }

    /// Why `url` will never be dialled, as far as that shows without resolving its name: it cannot be, or no address that it is known to
    /// mean passes. `None` promises nothing: what a name leads to is checked at every connection.
    #[must_use]
    pub fn refusal(&self, url: &str) -> Option<String> {
        let target = match Target::parse(url) {
            Ok(target) => target,
            Err(error) => return Some(error.to_string()),
        };
        let known = target.known();
        let first = *known.first()?;
        let refused = known.iter().all(|address| !self.guard.passes(*address));
        refused.then(|| EgressError::Refused { host: target.host(), address: first }.to_string())
    }

    /// Posts a body; of the answer's the first [`KEPT_BODY_BYTES`] are kept. Redirects are not followed. Any status is an answer; no
    /// complete answer in time is an error.
    pub async fn post(&self, request: Request) -> Result<Answer, EgressError> {
        self.send(Method::POST, request, KEPT_BODY_BYTES).await
    }

    /// As [`Egress::post`], with any method; of the answer's body the first `kept` bytes are kept.
    pub async fn send(&self, method: Method, request: Request, kept: usize) -> Result<Answer, EgressError> {
        let Request { target, headers, body, timeout } = request;
        let mut request = http::Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = target.uri().clone();
        *request.headers_mut() = headers;
        match tokio::time::timeout(timeout, self.exchange(&target, request, kept)).await {
            Ok(answer) => answer,
            Err(_) => Err(EgressError::Timeout { host: target.host(), after: timeout }),
        }
    }

    async fn exchange(&self, target: &Target, request: http::Request<Full<Bytes>>, kept: usize) -> Result<Answer, EgressError> {
        let response = self.client.request(request).await.map_err(|error| EgressError::of_client(target.host(), error))?;
        Answer::read(response, kept).await.map_err(|error| EgressError::Exchange { host: target.host(), source: Box::new(error) })
    }
}
