//! What every endpoint uses.

use std::collections::HashMap;
use std::sync::Arc;

use switchroom_domain::subscription::Dialect;
use switchroom_egress::Egress;
use switchroom_engine::Engine;
use switchroom_engine::ports::Voice;
use switchroom_followers::{LogReader, Positions, Services as FollowerServices};

use crate::DeliveryConfig;
use crate::attempts::Recorder;

/// What every endpoint uses.
pub(crate) struct Services {
    pub(crate) engine: Arc<Engine>,
    pub(crate) reader: LogReader,
    pub(crate) egress: Egress,
    pub(crate) voices: HashMap<Dialect, Arc<dyn Voice>>,
    pub(crate) config: DeliveryConfig,
    pub(crate) positions: Positions,
    pub(crate) recorder: Recorder,
}

impl Services {
    pub(crate) fn for_followers(&self) -> FollowerServices {
        FollowerServices {
            reader: self.reader.clone(),
            clock: Arc::clone(&self.engine.clock),
            ids: Arc::clone(&self.engine.ids),
            positions: self.positions.clone(),
        }
    }
}
