//! What every handler can reach.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use ipnet::IpNet;
use switchroom_engine::Engine;
use switchroom_realtime::Feeds;

use crate::feed::{StreamLimits, StreamPlaces};
use crate::limits::{Limits, RateLimits};

/// How the API is to behave.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// Bytes in a request's body, at the most.
    pub max_body_bytes: usize,
    /// How often one caller may call; none: as often as he likes.
    pub rate_limits: Option<RateLimits>,
    /// How many streams of events may be open at one time.
    pub streams: StreamLimits,
    /// The proxies whose `X-Forwarded-*` headers count.
    pub trusted_proxies: Vec<IpNet>,
    /// The server's version, as the served OpenAPI document tells it.
    pub version: String,
    /// How the outside reaches the server, as the served OpenAPI document tells it.
    pub public_url: Option<String>,
}

impl Default for ApiConfig {
    fn default() -> Self {
        Self {
            max_body_bytes: 1024 * 1024,
            rate_limits: Some(RateLimits::default()),
            streams: StreamLimits::default(),
            trusted_proxies: Vec::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            public_url: None,
        }
    }
}

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct ApiState(Arc<Shared>);

struct Shared {
    engine: Arc<Engine>,
    config: ApiConfig,
    limits: Limits,
    feeds: Feeds,
    streams: StreamPlaces,
    document: OnceLock<Bytes>,
}

impl ApiState {
    /// The state of an API that serves `engine`, and tells what happens from `feeds`.
    #[must_use]
    pub fn new(engine: Arc<Engine>, feeds: Feeds, config: ApiConfig) -> Self {
        let limits = Limits::new(config.rate_limits);
        let streams = StreamPlaces::new(config.streams);
        Self(Arc::new(Shared { engine, config, limits, feeds, streams, document: OnceLock::new() }))
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn config(&self) -> &ApiConfig {
        &self.0.config
    }

    /// The OpenAPI document of this server, as JSON.
    pub(crate) fn document(&self) -> Bytes {
        self.0.document.get_or_init(|| crate::document::served(self.config())).clone()
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn feeds(&self) -> &Feeds {
        &self.0.feeds
    }

    pub(crate) fn streams(&self) -> &StreamPlaces {
        &self.0.streams
    }
}
