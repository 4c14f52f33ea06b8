//! Everything one can follow live.

use std::sync::Arc;

use switchroom_domain::{OrgId, RoomId};
use switchroom_engine::ports::StoreError;
use switchroom_followers::LogReader;
use tokio_util::sync::CancellationToken;

use crate::{ActivityListener, Hub, LogFeed, RoomFeed};

/// Everything one can follow live. Clones are the same feeds.
#[derive(Clone)]
pub struct Feeds {
    hub: Arc<Hub>,
    reader: LogReader,
    stopping: CancellationToken,
}

impl Feeds {
    /// Feeds of the log that `reader` reads, whose commits are reported to `hub`.
    #[must_use]
    pub fn new(hub: Arc<Hub>, reader: LogReader) -> Self {
        Self { hub, reader, stopping: CancellationToken::new() }
    }

    /// The events of a room after `version` of it. Whoever asks has checked that its listener may see the room.
    #[must_use]
    pub fn room(&self, org: OrgId, room: RoomId, version: i64) -> RoomFeed {
        let log = Arc::clone(self.reader.store());
        RoomFeed::new(&self.hub, log, org, room, version)
    }

    /// The events of a whole organization after `after`; without it, after the latest there is.
    pub async fn log(&self, org: OrgId, after: Option<i64>) -> Result<LogFeed, StoreError> {
        LogFeed::new(Arc::clone(&self.hub), self.reader.clone(), org, after).await
    }

    /// Hears what is done just now in what it will listen to.
    #[must_use]
    pub fn activities(&self) -> ActivityListener {
        ActivityListener::new(Arc::clone(&self.hub))
    }

    /// Who listens, and is told what is done just now.
    #[must_use]
    pub fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Reads the log in pieces.
    #[must_use]
    pub fn reader(&self) -> &LogReader {
        &self.reader
    }

    /// Tells whoever serves a feed to end it: the server is going away.
    pub fn stop(&self) {
        self.stopping.cancel();
    }

    /// Is cancelled when feeds are to be ended.
    #[must_use]
    pub fn stopping(&self) -> &CancellationToken {
        &self.stopping
    }
}
