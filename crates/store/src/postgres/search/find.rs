//! Finding documents.

use switchroom_domain::OrgId;
use switchroom_engine::ports::{IndexPage, IndexPlace, IndexQuery};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{BLOCKS, GRAMMAR};
use crate::pages::row_limit;
use crate::postgres::error::{PgError, column};
use crate::postgres::params::params;
use crate::postgres::readers::Readers;
use crate::search::{first_id, last_id};

/// `OFFSET 0` keeps the planner from going through the documents by number until enough of them match.
pub(in crate::postgres) const MATCHING: &str = "SELECT number, id FROM (
        SELECT org_id, kind, number, id FROM search_documents WHERE terms @@ $1::tsquery OFFSET 0
    ) AS found WHERE org_id = $2 AND kind = $3 AND number < $4 AND number >= $5 ORDER BY number DESC LIMIT $6";
pub(in crate::postgres) const BOUNDS: &str = "SELECT
    (SELECT number FROM search_documents WHERE org_id = $1 AND kind = $2 ORDER BY number DESC LIMIT 1),
    (SELECT number FROM search_documents WHERE org_id = $1 AND kind = $2 AND id > $3 ORDER BY id LIMIT 1),
    (SELECT number FROM search_documents WHERE org_id = $1 AND kind = $2 AND id < $4 ORDER BY id DESC LIMIT 1)";

/// A page of documents, newest first.
pub(super) async fn page(readers: &Readers, org: OrgId, query: &IndexQuery) -> Result<IndexPage, PgError> {
    let (least, before) = bounds(readers, org, query).await?;
    let mut walk = BLOCKS.walk(before, least, &query.wanted);
    let mut places: Vec<IndexPlace> = Vec::new();
    while let Some(blocks) = walk.step() {
        let expression = GRAMMAR.expression(org, query.kind, &blocks, &query.wanted, &query.unwanted);
        let left = row_limit(query.limit - places.len());
        let rows = readers.rows_by_index(MATCHING, params![expression, org.0, query.kind.number(), before, least, left]).await?;
        for row in &rows {
            places.push(place(row)?);
        }
        if places.len() == query.limit {
            let next = places.last().map(|last| last.place);
            return Ok(IndexPage { places, next });
        }
    }
    Ok(IndexPage { places, next: walk.rest() })
}

fn place(row: &Row) -> Result<IndexPlace, PgError> {
    Ok(IndexPlace { place: column(row, 0)?, id: column(row, 1)? })
}

/// The least number to look for, and the one that all must be below.
async fn bounds(readers: &Readers, org: OrgId, query: &IndexQuery) -> Result<(i64, i64), PgError> {
    let (from, to) = (query.from.map_or(Uuid::nil(), first_id), query.to.map_or(Uuid::max(), last_id));
    let rows = readers.rows_by_index(BOUNDS, params![org.0, query.kind.number(), to, from]).await?;
    let row = rows.first().ok_or_else(|| PgError::Damaged("no bounds".to_owned()))?;
    let (last, later, earlier): (Option<i64>, Option<i64>, Option<i64>) = (column(row, 0)?, column(row, 1)?, column(row, 2)?);
    let before = last.map_or(0, |last| last + 1).min(later.unwrap_or(i64::MAX)).min(query.before.unwrap_or(i64::MAX));
    Ok((earlier.map_or(0, |earlier| earlier + 1), before))
}
