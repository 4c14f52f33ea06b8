//! Finding documents.

use rusqlite::{Connection, OptionalExtension as _, params};
use switchroom_domain::OrgId;
use switchroom_engine::ports::{IndexPage, IndexPlace, IndexQuery};
use uuid::Uuid;

use super::{BLOCKS, GRAMMAR, place};
use crate::pages::row_limit;
use crate::search::{first_id, last_id};

const MATCHING: &str = "SELECT d.place, d.id FROM words JOIN documents AS d ON d.place = words.rowid
    WHERE words MATCH ?1 AND words.rowid < ?2 AND words.rowid >= ?3 AND d.org_id = ?4 ORDER BY words.rowid DESC LIMIT ?5";

/// A page of documents, newest first.
pub(super) fn page(connection: &Connection, org: OrgId, query: &IndexQuery) -> rusqlite::Result<IndexPage> {
    let (least, before) = bounds(connection, org, query)?;
    let first = place::first(org, query.kind);
    let mut matching = connection.prepare_cached(MATCHING)?;
    let mut walk = BLOCKS.walk(before, least, &query.wanted);
    let mut places = Vec::new();
    while let Some(blocks) = walk.step() {
        let expression = GRAMMAR.expression(org, query.kind, &blocks, &query.wanted, &query.unwanted);
        let left = query.limit - places.len();
        let found = matching.query_map(params![expression, first + before, first + least, org.0, row_limit(left)], |row| {
            Ok(IndexPlace { place: place::number(row.get(0)?), id: row.get(1)? })
        })?;
        let found: Vec<IndexPlace> = found.collect::<Result<_, _>>()?;
        places.extend(found);
        if places.len() == query.limit {
            let next = places.last().map(|last| last.place);
            return Ok(IndexPage { places, next });
        }
    }
    Ok(IndexPage { places, next: walk.rest() })
}

/// The least number to look for, and the one that all must be below.
fn bounds(connection: &Connection, org: OrgId, query: &IndexQuery) -> rusqlite::Result<(i64, i64)> {
    let (first, end) = (place::first(org, query.kind), place::end(org, query.kind));
    let sql = "SELECT max(place) FROM documents WHERE place >= ?1 AND place < ?2";
    let last: Option<i64> = connection.prepare_cached(sql)?.query_row([first, end], |row| row.get(0))?;
    let mut before = last.map_or(0, |last| place::number(last) + 1).min(query.before.unwrap_or(i64::MAX));
    let mut least = 0;
    let number = |sql: &str, id: Uuid| -> rusqlite::Result<Option<i64>> {
        let place = connection.prepare_cached(sql)?.query_row(params![org.0, query.kind.number(), id], |row| row.get(0)).optional()?;
        Ok(place.map(place::number))
    };
    if let Some(to) = query.to {
        let sql = "SELECT place FROM documents WHERE org_id = ?1 AND kind = ?2 AND id > ?3 ORDER BY id LIMIT 1";
        before = number(sql, last_id(to))?.map_or(before, |later| before.min(later));
    }
    if let Some(from) = query.from {
        let sql = "SELECT place FROM documents WHERE org_id = ?1 AND kind = ?2 AND id < ?3 ORDER BY id DESC LIMIT 1";
        least = number(sql, first_id(from))?.map_or(0, |earlier| earlier + 1);
    }
    Ok((least, before))
}
