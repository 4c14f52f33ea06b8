//! Reading the log beside the tries in flight.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use switchroom_domain::{Committed, OrgId};
use switchroom_engine::ports::StoreError;
use tokio::sync::watch;

use crate::LogReader;
use crate::lane::Lane;
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
    Box::pin(async move { Read::Window(on(&reader, org, after, limit).await) })
}

/// Reads a parked lane.
pub(crate) fn lane(reader: LogReader, org: OrgId, read: LaneRead) -> BoxFuture<'static, Read> {
    Box::pin(async move {
        let events = of_lane(&reader, org, read.lane, read.from).await;
        Read::Lane(read, events)
    })
}

/// Up to [`LANE_READ`] events of a lane from `from` on.
pub(crate) async fn of_lane(reader: &LogReader, org: OrgId, lane: Lane, from: i64) -> Result<Vec<Arc<Committed>>, StoreError> {
    match lane {
        Lane::Room(room) => reader.store().lane_events(org, room, from, LANE_READ).await,
        Lane::Event(_) => reader.store().events_after(org, from - 1, 1).await,
    }
}

/// The events after `after`, up to `limit`: tries until there are some.
pub(crate) async fn on(reader: &LogReader, org: OrgId, after: i64, limit: usize) -> Vec<Arc<Committed>> {
    loop {
        match reader.read(org, after, limit).await {
            Ok(events) if !events.is_empty() => return events,
            Ok(_) => tracing::warn!(%org, after, "the log's head is ahead of what can be read of it"),
            Err(error) => tracing::warn!(%org, after, %error, "the log cannot be read"),
        }
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}

/// The log's head, as it moves on.
pub(crate) async fn head(reader: &LogReader, org: OrgId) -> watch::Receiver<i64> {
    loop {
        match reader.head(org, 0).await {
            Ok(head) => return head,
            Err(error) => tracing::warn!(%org, %error, "the log's head cannot be read"),
        }
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}
