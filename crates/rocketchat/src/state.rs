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
    registering: Option<Arc<Keyed<IpAddr>>>,
    opening: Option<Arc<Keyed<IpAddr>>>,
}

impl RcState {
    pub(crate) fn new(shared: Shared) -> Self {
        let registering = shared.limits().per_minute("rocketchat.registering", VISITS_A_MINUTE);
        let opening = shared.limits().per_minute("rocketchat.opening", VISITS_A_MINUTE);
        Self(Arc::new(Inner { shared, registering, opening }))
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0.shared
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.0.shared.engine()
    }

    /// Counts a visitor who introduces himself.
    pub(crate) fn count_registering(&self, address: IpAddr) -> Result<(), TooMany> {
        self.0.registering.as_ref().map_or(Ok(()), |visits| visits.count(&household(address)))
    }

    /// Counts a visitor who asks for his room.
    pub(crate) fn count_opening(&self, address: IpAddr) -> Result<(), TooMany> {
        self.0.opening.as_ref().map_or(Ok(()), |visits| visits.count(&household(address)))
    }
}
