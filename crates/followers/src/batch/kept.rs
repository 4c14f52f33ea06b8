//! A batch that failed, as it is kept.

use std::sync::Arc;

use bytes::Bytes;
use switchroom_domain::{Committed, Timestamp};
use switchroom_engine::ports::{ParkReason, ParkedRoom};

use crate::lane::Tried;

/// A batch that failed. Its row is alone, of no room, and bears the numbers of its events behind the bodies: only if the same
/// events come together again are these bodies theirs.
pub(super) struct Kept {
    seqs: Vec<i64>,
    pub(super) tried: Tried,
    pub(super) next_at: Timestamp,
}

impl Kept {
    /// What a row says; `None`, if it says nothing that can be read.
    pub(super) fn of(row: ParkedRoom) -> Option<Self> {
        let mut bodies = row.bodies;
        let seqs = String::from_utf8(bodies.pop()?).ok()?;
        let seqs: Vec<i64> = seqs.split(',').map(|seq| seq.parse().ok()).collect::<Option<_>>()?;
        let tried = Tried { count: row.attempt, bodies: bodies.into_iter().map(Bytes::from).collect(), accepted: row.accepted };
        Some(Self { seqs, tried, next_at: row.next_at })
    }

    /// The row of a batch.
    pub(super) fn row(events: &[Arc<Committed>], tried: &Tried, next_at: Timestamp) -> ParkedRoom {
        let seqs: Vec<String> = events.iter().map(|committed| committed.event.seq.to_string()).collect();
        let bodies = tried.bodies.iter().map(|body| body.to_vec()).chain([seqs.join(",").into_bytes()]);
        ParkedRoom {
            lane: None,
            next_seq: events.first().map_or(0, |first| first.event.seq),
            attempt: tried.count,
            next_at,
            reason: ParkReason::Failing,
            bodies: bodies.collect(),
            accepted: tried.accepted,
            alone: true,
        }
    }

    /// The numbers of its events.
    pub(super) fn seqs(&self) -> &[i64] {
        &self.seqs
    }

    pub(super) fn last(&self) -> i64 {
        self.seqs.last().copied().unwrap_or(0)
    }
}
