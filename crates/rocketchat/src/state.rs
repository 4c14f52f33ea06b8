//! What every handler can reach.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use switchroom_engine::Engine;
use switchroom_http::{Keyed, Shared, TooMany, household};

/// Calls of `POST livechat/visitor` and `GET livechat/room` a minute from one address, each: Rocket.Chat's default.
const VISITS_A_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(4);

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub(crate) struct RcState(Arc<Inner>);

struct Inner {
    shared: Shared,
    visits: Option<Visits>,
}

struct Visits {
    registering: Keyed<IpAddr>,
    opening: Keyed<IpAddr>,
}

impl RcState {
    pub(crate) fn new(shared: Shared) -> Self {
        let limited = shared.config().rate_limits.is_some();
        let counter = || Keyed::per_minute(VISITS_A_MINUTE);
        let visits = limited.then(|| Visits { registering: counter(), opening: counter() });
        Self(Arc::new(Inner { shared, visits }))
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0.shared
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.0.shared.engine()
    }

    /// Counts a visitor who introduces himself.
    pub(crate) fn count_registering(&self, address: IpAddr) -> Result<(), TooMany> {
        self.0.visits.as_ref().map_or(Ok(()), |visits| visits.registering.count(&household(address)))
    }

    /// Counts a visitor who asks for his room.
    pub(crate) fn count_opening(&self, address: IpAddr) -> Result<(), TooMany> {
        self.0.visits.as_ref().map_or(Ok(()), |visits| visits.opening.count(&household(address)))
    }
}
