//! What every handler can reach.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use switchroom_engine::Engine;
use switchroom_engine::ports::{Courier, Voice};
use switchroom_http::{Keyed, Limits, Shared, TooMany, household};
use switchroom_realtime::Feeds;

use crate::event_types::Catalogue;
use crate::feed::{StreamLimits, StreamPlaces};
use crate::problem::Problem;

/// Files that contacts at one address may upload, a minute.
const UPLOADS_A_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);

/// How our own API is to behave, beside what every HTTP surface shares.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// How many streams of events may be open at one time.
    pub streams: StreamLimits,
    /// The server's version, as the served OpenAPI document tells it.
    pub version: String,
}

impl Default for ApiConfig {
    fn default() -> Self {
        Self { streams: StreamLimits::default(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct ApiState(Arc<Parts>);

struct Parts {
    http: Shared,
    config: ApiConfig,
    streams: StreamPlaces,
    document: OnceLock<Bytes>,
    voices: Vec<Arc<dyn Voice>>,
    catalogue: OnceLock<Option<Catalogue>>,
    courier: Arc<dyn Courier>,
    uploads: Option<Arc<Keyed<IpAddr>>>,
}

impl ApiState {
    /// The state of an API on what every HTTP surface shares. `voices` are the dialects that webhooks can be told in, `courier` sends
    /// them samples.
    #[must_use]
    pub fn new(http: Shared, voices: Vec<Arc<dyn Voice>>, courier: Arc<dyn Courier>, config: ApiConfig) -> Self {
        let streams = StreamPlaces::new(config.streams);
        let uploads = http.limits().per_minute("upload", UPLOADS_A_MINUTE);
        Self(Arc::new(Parts { http, config, streams, document: OnceLock::new(), voices, catalogue: OnceLock::new(), courier, uploads }))
    }

    /// What every HTTP surface shares.
    pub(crate) fn http(&self) -> &Shared {
        &self.0.http
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.http().engine()
    }

    /// The OpenAPI document of this server, as JSON.
    pub(crate) fn document(&self) -> Bytes {
        let public_url = self.http().config().public_url.as_deref();
        self.0.document.get_or_init(|| crate::document::served(&self.0.config, public_url)).clone()
    }

    /// The catalogue of event types.
    pub(crate) fn catalogue(&self) -> Result<&Catalogue, Problem> {
        let made = || {
            let made = Catalogue::new(&self.0.voices);
            made.inspect_err(|error| tracing::error!(%error, "the catalogue of event types could not be written")).ok()
        };
        self.0.catalogue.get_or_init(made).as_ref().ok_or_else(Problem::internal)
    }

    /// Counts a contact's file: whoever makes himself many visitors may still not fill the disk.
    pub(crate) fn count_upload(&self, address: IpAddr) -> Result<(), TooMany> {
        self.0.uploads.as_ref().map_or(Ok(()), |uploads| uploads.count(&household(address)))
    }

    /// What sends samples to webhooks.
    pub(crate) fn courier(&self) -> &dyn Courier {
        &*self.0.courier
    }

    pub(crate) fn limits(&self) -> &Limits {
        self.http().limits()
    }

    pub(crate) fn feeds(&self) -> &Feeds {
        self.http().feeds()
    }

    pub(crate) fn streams(&self) -> &StreamPlaces {
        &self.0.streams
    }
}
