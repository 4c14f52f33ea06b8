//! Reading the log beside the tries in flight.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use switchroom_domain::{Committed, OrgId};
use switchroom_engine::ports::StoreError;

use crate::LogReader;
use crate::machine::{LANE_READ, LaneRead};

/// How long to wait after a reading that failed.
pub(crate) const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What was read.
pub(crate) enum Read {
    /// The events after the window's end; never none.
    Window(Vec<Arc<Committed>>),
    /// Events of a parked lane.
    Lane(LaneRead, Result<Vec<Arc<Committed>>, StoreError>),
}

/// Reads on for the window, again and again until there is something.
pub(crate) fn window(reader: LogReader, org: OrgId, after: i64, limit: usize) -> BoxFuture<'static, Read> {
    Box::pin(async move {
        loop {
            match reader.read(org, after, limit).await {
                Ok(events) if !events.is_empty() => return Read::Window(events),
                Ok(_) => tracing::warn!(%org, after, "the log's head is ahead of what can be read of it"),
                Err(error) => tracing::warn!(%org, after, %error, "the log cannot be read"),
            }
            tokio::time::sleep(AFTER_FAILURE).await;
        }
    })
}

/// Reads a parked lane.
pub(crate) fn lane(reader: LogReader, org: OrgId, read: LaneRead) -> BoxFuture<'static, Read> {
    Box::pin(async move {
        let events = reader.store().lane_events(org, read.lane, read.from, LANE_READ).await;
        Read::Lane(read, events)
    })
}
