//! What every endpoint uses.

use std::sync::Arc;

use switchroom_followers::{LogReader, Positions, Services as FollowerServices};

use crate::attempts::Recorder;
use crate::outbox::Outbox;

/// What every endpoint uses.
pub(crate) struct Services {
    pub(crate) outbox: Outbox,
    pub(crate) reader: LogReader,
    pub(crate) positions: Positions,
    pub(crate) recorder: Recorder,
}

impl Services {
    pub(crate) fn for_followers(&self) -> FollowerServices {
        let engine = &self.outbox.engine;
        FollowerServices {
            reader: self.reader.clone(),
            clock: Arc::clone(&engine.clock),
            ids: Arc::clone(&engine.ids),
            positions: self.positions.clone(),
        }
    }
}
