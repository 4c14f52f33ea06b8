//! Looking through the log for events of certain kinds, and waiting for some.

use std::sync::Arc;

use switchroom_domain::{Committed, OrgId, Permissions};
use switchroom_realtime::Feeds;
use tokio::time::Instant;

use super::filter::Filter;
use super::position;
use crate::problem::Problem;

/// Events looked through at one time, at the most: a filter that lets little through must not read the whole log.
const MOST_LOOKED_THROUGH: usize = 10_000;

/// What is looked for.
pub(crate) struct Look<'a> {
    /// Events after this sequence number.
    pub(crate) after: i64,
    /// Events at the most.
    pub(crate) limit: usize,
    /// Which kinds.
    pub(crate) filter: &'a Filter,
    /// What whoever looks may see.
    pub(crate) permissions: Permissions,
    /// How long to wait for the first if there is none yet.
    pub(crate) until: Instant,
}

/// What was found.
pub(crate) struct Found {
    /// The events, in order.
    pub(crate) events: Vec<Arc<Committed>>,
    /// Everything up to here was found, or not looked for.
    pub(crate) next: i64,
}

/// Looks through the log of `org`.
pub(crate) async fn look(feeds: &Feeds, org: OrgId, asked: Look<'_>) -> Result<Found, Problem> {
    let mut head = feeds.reader().head(org, asked.after).await?;
    position::check(asked.after, *head.borrow())?;
    let mut found = Found { events: Vec::new(), next: asked.after };
    let mut left = MOST_LOOKED_THROUGH;
    loop {
        head.mark_unchanged();
        let read = feeds.reader().read(org, found.next, asked.limit.min(left)).await?;
        left -= read.len();
        let at_head = read.is_empty();
        let full = found.take(read, &asked);
        if full || left == 0 || (at_head && !found.events.is_empty()) {
            return Ok(found);
        }
        if !at_head {
            continue;
        }
        tokio::select! {
            changed = head.changed() => if changed.is_err() { return Ok(found) },
            () = tokio::time::sleep_until(asked.until) => return Ok(found),
            () = feeds.stopping().cancelled() => return Ok(found),
        }
    }
}

impl Found {
    /// Takes what is asked for out of a piece of the log. Answers whether there are as many events as are asked for now.
    fn take(&mut self, read: Vec<Arc<Committed>>, asked: &Look<'_>) -> bool {
        for committed in read {
            if self.events.len() >= asked.limit {
                break;
            }
            self.next = committed.event.seq;
            let kind = committed.event.kind;
            if asked.filter.wants(kind) && kind.visible_with(asked.permissions) {
                self.events.push(committed);
            }
        }
        self.events.len() >= asked.limit
    }
}
