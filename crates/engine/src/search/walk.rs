//! Walking along the index until enough was found: newest first, and no further than one request may.

use std::time::Duration;

use async_trait::async_trait;
use switchroom_domain::OrgId;
use tokio::time::Instant;

use crate::ports::{IndexPlace, IndexQuery};
use crate::{Engine, EngineError};

/// Things that are read and compared for one request, at the most.
const MOST_LOOKED_AT: usize = 1_000;
/// For so long one request goes on looking; what is begun is finished.
const SHARE: Duration = Duration::from_millis(25);
/// Things that are read at one time.
const AT_ONCE: usize = 100;

/// How much of its share a request has used up.
pub(super) struct Share {
    looked_at: usize,
    most: usize,
    until: Instant,
}

impl Share {
    /// One that has looked at nothing yet, and may look at so much.
    pub(super) fn of(most: usize) -> Self {
        Self { looked_at: 0, most, until: Instant::now() + SHARE }
    }

    /// So much was looked at. Answers whether it may look on.
    pub(super) fn goes_on(&mut self, looked_at: usize) -> bool {
        self.looked_at += looked_at;
        self.looked_at < self.most && Instant::now() < self.until
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits<T> {
    /// Newest first.
    pub items: Vec<T>,
    /// Where to go on; none: there is nothing more. There may be more even if fewer were found than asked for: no request looks at more
    /// than its share.
    pub next: Option<i64>,
}

/// A search.
#[async_trait]
pub(super) trait Search: Sync {
    /// What it finds.
    type Hit: Send;

    /// Reads what stands at places, and gives what is looked for of it, in the same order.
    async fn look(&self, engine: &Engine, org: OrgId, places: Vec<IndexPlace>) -> Result<Vec<(i64, Self::Hit)>, EngineError>;
}

/// Finds up to `limit`.
pub(super) async fn walk<S: Search>(
    engine: &Engine,
    org: OrgId,
    search: &S,
    query: IndexQuery,
    limit: usize,
) -> Result<Hits<S::Hit>, EngineError> {
    let at_once = AT_ONCE.max(limit + 1);
    let (mut found, mut before, mut share) = (Vec::new(), query.before, Share::of(MOST_LOOKED_AT));
    loop {
        let page = engine.search.find(org, IndexQuery { before, limit: at_once, ..query.clone() }).await?;
        let given = page.places.len();
        found.extend(search.look(engine, org, page.places).await?);
        if found.len() > limit {
            found.truncate(limit);
            let next = found.last().map(|(place, _)| *place);
            return Ok(hits(found, next));
        }
        // The index gave up before.
        let goes_on = share.goes_on(given) && given == at_once;
        match page.next {
            Some(next) if goes_on => before = Some(next),
            next => return Ok(hits(found, next)),
        }
    }
}

fn hits<T>(found: Vec<(i64, T)>, next: Option<i64>) -> Hits<T> {
    Hits { items: found.into_iter().map(|(_, item)| item).collect(), next }
}
