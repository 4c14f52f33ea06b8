//! What every HTTP surface can reach.

use std::sync::Arc;

use ipnet::IpNet;
use switchroom_engine::Engine;
use switchroom_realtime::Feeds;

use crate::limits::{Limits, RateLimits};

/// How every HTTP surface is to behave.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Bytes in a request's body, at the most.
    pub max_body_bytes: usize,
    /// How often one caller may call; none: as often as he likes.
    pub rate_limits: Option<RateLimits>,
    /// The proxies whose `X-Forwarded-*` headers count.
    pub trusted_proxies: Vec<IpNet>,
    /// How the outside reaches the server.
    pub public_url: Option<String>,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self { max_body_bytes: 1024 * 1024, rate_limits: Some(RateLimits::default()), trusted_proxies: Vec::new(), public_url: None }
    }
}

/// What every HTTP surface can reach. There is one in a server, so that a caller's calls count together whichever API
/// he calls. Cheap to clone.
#[derive(Clone)]
pub struct Shared(Arc<Parts>);

struct Parts {
    engine: Arc<Engine>,
    feeds: Feeds,
    limits: Limits,
    config: HttpConfig,
}

impl Shared {
    /// What surfaces share that serve `engine`, and tell what happens from `feeds`.
    #[must_use]
    pub fn new(engine: Arc<Engine>, feeds: Feeds, config: HttpConfig) -> Self {
        let limits = Limits::new(config.rate_limits, &engine.bus);
        Self(Arc::new(Parts { engine, feeds, limits, config }))
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.0.engine
    }

    /// Where what happens is told.
    #[must_use]
    pub fn feeds(&self) -> &Feeds {
        &self.0.feeds
    }

    /// How often everybody called.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// How every HTTP surface is to behave.
    #[must_use]
    pub fn config(&self) -> &HttpConfig {
        &self.0.config
    }
}
