//! Writing documents.

use std::collections::HashMap;

use switchroom_domain::OrgId;
use switchroom_engine::ports::{DocumentKind, IndexBatch, IndexPosition};
use switchroom_engine::search::FORMAT;
use uuid::Uuid;

use super::BLOCKS;
use crate::postgres::error::{PgError, column};
use crate::postgres::params::params;
use crate::postgres::readers::Readers;
use crate::postgres::transaction::Transaction;

/// No id is that of two kinds.
const KNOWN: &str = "SELECT w.id, d.number FROM unnest($2) AS w (id) CROSS JOIN LATERAL (
        SELECT number FROM search_documents WHERE org_id = $1 AND id = w.id OFFSET 0
    ) AS d";
const LAST: &str = "SELECT k.kind, d.number FROM unnest($2) AS k (kind) CROSS JOIN LATERAL (
        SELECT number FROM search_documents WHERE org_id = $1 AND kind = k.kind ORDER BY number DESC LIMIT 1
    ) AS d";
const PUT: &str = "INSERT INTO search_documents AS d (org_id, kind, number, id, terms)
    SELECT $1, kind, number, id, array_to_tsvector(string_to_array(terms, ' ')) FROM unnest($2, $3, $4, $5) AS g (kind, number, id, terms)
    ON CONFLICT (org_id, kind, number) DO UPDATE SET terms = excluded.terms WHERE d.terms <> excluded.terms";
/// Puts into the index what was gathered for it: nobody who searches has to look through that.
const PUT_IN_PLACE: &str = "SELECT gin_clean_pending_list('search_documents_by_terms')";
const FORGET: &str = "DELETE FROM search_documents d USING unnest($2) AS g (id) WHERE d.org_id = $1 AND d.id = g.id";
/// Row by row, by nothing but indexes, whatever the planner believes of the tables.
const BY_INDEX: &str =
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off";
/// Rows that are removed in one transaction when all of an organization's are.
const AT_ONCE: i64 = 10_000;

/// Writes a batch, all or nothing; not if another node has claimed it since. May be done again.
pub(super) async fn batch(
    readers: &Readers,
    org: OrgId,
    holder: Uuid,
    batch: &IndexBatch,
    position: IndexPosition,
) -> Result<bool, PgError> {
    // If the machine fails, position and documents are lost together.
    let transaction = Transaction::losable(readers).await?;
    transaction.client()?.batch_execute(BY_INDEX).await?;
    let sql = "SELECT 1 FROM search_positions WHERE org_id = $1 AND holder = $2 FOR UPDATE";
    if transaction.rows(sql, params![org.0, holder]).await?.is_empty() {
        return Ok(false);
    }
    if !batch.forgotten.is_empty() {
        let ids: Vec<Uuid> = batch.forgotten.iter().map(|(_, id)| *id).collect();
        transaction.execute(FORGET, params![org.0, ids]).await?;
    }
    if !batch.documents.is_empty() {
        put(&transaction, org, batch).await?;
        transaction.rows(PUT_IN_PLACE, params![]).await?;
    }
    let (filling, after) = (position.filling.map(|filling| filling.kind.number()), position.filling.and_then(|filling| filling.after));
    let sql = "UPDATE search_positions SET format = $2, seq = $3, filling = $4, after = $5 WHERE org_id = $1";
    transaction.execute(sql, params![org.0, FORMAT, position.seq, filling, after]).await?;
    transaction.commit().await?;
    Ok(true)
}

async fn put(transaction: &Transaction, org: OrgId, batch: &IndexBatch) -> Result<(), PgError> {
    let (kinds, ids): (Vec<i16>, Vec<Uuid>) = batch.documents.iter().map(|document| (document.kind.number(), document.id)).unzip();
    let mut known: HashMap<Uuid, i64> = HashMap::new();
    for row in transaction.rows(KNOWN, params![org.0, ids]).await? {
        known.insert(column(&row, 0)?, column(&row, 1)?);
    }
    let every: Vec<i16> = DocumentKind::EVERY.iter().map(|kind| kind.number()).collect();
    let mut last: HashMap<i16, i64> = HashMap::new();
    for row in transaction.rows(LAST, params![org.0, every]).await? {
        last.insert(column(&row, 0)?, column(&row, 1)?);
    }
    let (mut numbers, mut terms) = (Vec::new(), Vec::new());
    for document in &batch.documents {
        let kind = document.kind.number();
        let number = known.get(&document.id).copied().unwrap_or_else(|| {
            let last = last.entry(kind).or_insert(-1);
            *last += 1;
            *last
        });
        numbers.push(number);
        terms.push(BLOCKS.terms(org, document.kind, number, &document.terms).join(" "));
    }
    transaction.execute(PUT, params![org.0, kinds, numbers, ids, terms]).await?;
    Ok(())
}

/// Removes everything of an organization. May be done again.
pub(super) async fn clear(readers: &Readers, org: OrgId) -> Result<(), PgError> {
    let sql = "UPDATE search_positions SET format = NULL, seq = NULL, filling = NULL, after = NULL WHERE org_id = $1";
    readers.connection().await?.execute_typed(sql, params![org.0]).await?;
    let sql = "DELETE FROM search_documents d USING (
                   SELECT kind, number FROM search_documents WHERE org_id = $1 ORDER BY kind, number LIMIT $2
               ) AS g WHERE d.org_id = $1 AND d.kind = g.kind AND d.number = g.number";
    while readers.connection().await?.execute_typed(sql, params![org.0, AT_ONCE]).await? > 0 {}
    Ok(())
}
