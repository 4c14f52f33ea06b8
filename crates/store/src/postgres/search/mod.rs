//! The index of words, in tables beside the others: PostgreSQL's text search, with words as we take texts apart.

pub(super) mod find;
mod write;

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::Mutex;
use switchroom_domain::OrgId;
use switchroom_engine::ports::{Claim, DocumentKind, Filling, IndexBatch, IndexPage, IndexPosition, IndexQuery, SearchIndex, StoreError};
use switchroom_engine::search::FORMAT;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use tokio_postgres::Row;
use uuid::Uuid;

use super::PostgresStore;
use super::error::{PgError, column};
use super::params::params;
use super::readers::{Readers, patiently};
use crate::search::{Blocks, Grammar};

/// What is found of a block is read from its rows before the newest of it are chosen: so it is small.
const BLOCKS: Blocks = Blocks { bits: 14, together: 64 };
pub(super) const GRAMMAR: Grammar = Grammar { and: " & ", or: " | ", not: " & !", quote: '\'', goes_on: ":*" };
/// For how long a claim holds after it was made.
const HOLDS: Duration = Duration::from_secs(10);
/// After how long it is made again.
const RENEWED: Duration = Duration::from_secs(3);

const CLAIM: &str = "INSERT INTO search_positions AS p (org_id, holder, held_until)
    VALUES ($1, $2, now() + $3 * interval '1 millisecond')
    ON CONFLICT (org_id) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
    WHERE p.holder = excluded.holder OR p.held_until IS NULL OR p.held_until < now()
    RETURNING format, seq, filling, after";

/// The index of words of a store that nodes share.
pub struct PostgresSearch {
    readers: Readers,
    /// Who this node is to those who claim.
    holder: OnceCell<Uuid>,
    /// What this node has claimed, and when.
    claimed: Mutex<HashMap<OrgId, Instant>>,
}

impl PostgresStore {
    /// The index of words of this store.
    #[must_use]
    pub fn search(&self) -> PostgresSearch {
        PostgresSearch { readers: self.readers.clone(), holder: OnceCell::new(), claimed: Mutex::default() }
    }
}

impl PostgresSearch {
    async fn holder(&self) -> Result<Uuid, StoreError> {
        let made = || async {
            let rows = self.readers.rows("SELECT gen_random_uuid()", params![]).await?;
            let row = rows.first().ok_or_else(|| PgError::Damaged("no id".to_owned()))?;
            Ok::<Uuid, StoreError>(column(row, 0)?)
        };
        self.holder.get_or_try_init(made).await.copied()
    }
}

#[async_trait]
impl SearchIndex for PostgresSearch {
    async fn claim(&self, org: OrgId) -> Result<Claim, StoreError> {
        let fresh = self.claimed.lock().get(&org).is_some_and(|at| at.elapsed() < RENEWED);
        if fresh {
            return Ok(Claim::Held(self.position(org).await?));
        }
        let (begun, millis) = (Instant::now(), i64::try_from(HOLDS.as_millis()).unwrap_or(i64::MAX));
        let rows = self.readers.rows(CLAIM, params![org.0, self.holder().await?, millis]).await?;
        match rows.first() {
            Some(row) => {
                self.claimed.lock().insert(org, begun);
                Ok(Claim::Held(position(row)?))
            }
            None => {
                self.claimed.lock().remove(&org);
                Ok(Claim::Elsewhere)
            }
        }
    }

    async fn write(&self, org: OrgId, batch: IndexBatch, at: IndexPosition) -> Result<bool, StoreError> {
        let holder = self.holder().await?;
        let batch = &batch;
        // What was written, and then lost its answer, is written once more.
        let written = patiently(move || async move { write::batch(&self.readers, org, holder, batch, at).await }).await?;
        if !written {
            self.claimed.lock().remove(&org);
        }
        Ok(written)
    }

    async fn clear(&self, org: OrgId) -> Result<(), StoreError> {
        patiently(move || async move { write::clear(&self.readers, org).await }).await
    }

    async fn position(&self, org: OrgId) -> Result<Option<IndexPosition>, StoreError> {
        let sql = "SELECT format, seq, filling, after FROM search_positions WHERE org_id = $1";
        let rows = self.readers.rows(sql, params![org.0]).await?;
        Ok(rows.first().map_or(Ok(None), position)?)
    }

    async fn find(&self, org: OrgId, query: IndexQuery) -> Result<IndexPage, StoreError> {
        let query = &query;
        patiently(move || async move { find::page(&self.readers, org, query).await }).await
    }

    async fn close(&self) {
        if let Some(holder) = self.holder.get() {
            let sql = "UPDATE search_positions SET held_until = NULL WHERE holder = $1";
            // Else it ends by itself, a little later.
            if let Err(error) = self.readers.rows(sql, params![*holder]).await {
                tracing::debug!(%error, "the search index could not be let go of");
            }
        }
    }
}

/// The position in a row; none: there is none of the present format.
fn position(row: &Row) -> Result<Option<IndexPosition>, PgError> {
    let (format, seq): (Option<i32>, Option<i64>) = (column(row, 0)?, column(row, 1)?);
    let Some(seq) = seq.filter(|_| format == Some(FORMAT)) else { return Ok(None) };
    let (filling, after): (Option<i16>, Option<Uuid>) = (column(row, 2)?, column(row, 3)?);
    Ok(Some(IndexPosition { seq, filling: filling.and_then(DocumentKind::of_number).map(|kind| Filling { kind, after }) }))
}
