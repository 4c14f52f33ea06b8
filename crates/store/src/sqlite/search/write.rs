//! Writing documents.

use rusqlite::{Connection, OptionalExtension as _, Statement, Transaction, TransactionBehavior, params};
use switchroom_domain::OrgId;
use switchroom_engine::ports::{Document, DocumentKind, IndexBatch, IndexPosition};
use uuid::Uuid;

use super::{BLOCKS, place};

const KEEP_POSITION: &str = "INSERT INTO positions (org_id, seq, filling, after) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (org_id) DO UPDATE SET seq = excluded.seq, filling = excluded.filling, after = excluded.after";

/// Documents that are removed in one transaction when all of an organization's are.
const AT_ONCE: i64 = 5_000;

/// Writes a batch, all or nothing. Answers whether anything was removed or replaced.
pub(super) fn batch(connection: &mut Connection, org: OrgId, batch: &IndexBatch, position: IndexPosition) -> rusqlite::Result<bool> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut writing = Writing::on(&transaction, org)?;
    for (kind, id) in &batch.forgotten {
        writing.forget(*kind, *id)?;
    }
    for document in &batch.documents {
        writing.put(document)?;
    }
    let removed = writing.removed;
    drop(writing);
    let (filling, after) = (position.filling.map(|filling| filling.kind.number()), position.filling.and_then(|filling| filling.after));
    transaction.prepare_cached(KEEP_POSITION)?.execute(params![org.0, position.seq, filling, after])?;
    transaction.commit()?;
    Ok(removed)
}

/// Removes everything of an organization.
pub(super) fn clear(connection: &mut Connection, org: OrgId) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM positions WHERE org_id = ?1", [org.0])?;
    let others: bool = connection.query_row("SELECT EXISTS (SELECT 1 FROM documents WHERE org_id <> ?1)", [org.0], |row| row.get(0))?;
    if !others {
        connection.execute_batch("BEGIN IMMEDIATE; DELETE FROM documents; INSERT INTO words (words) VALUES ('delete-all'); COMMIT")?;
        return Ok(());
    }
    loop {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT kind, id FROM documents WHERE org_id = ?1 LIMIT ?2";
        let left: Vec<(i16, Uuid)> = transaction
            .prepare_cached(sql)?
            .query_map(params![org.0, AT_ONCE], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut writing = Writing::on(&transaction, org)?;
        for (kind, id) in &left {
            DocumentKind::of_number(*kind).map_or(Ok(()), |kind| writing.forget(kind, *id))?;
        }
        drop(writing);
        transaction.commit()?;
        if left.is_empty() {
            return Ok(());
        }
    }
}

/// The statements of a batch.
struct Writing<'t> {
    org: OrgId,
    find: Statement<'t>,
    last: Statement<'t>,
    add: Statement<'t>,
    change: Statement<'t>,
    remove: Statement<'t>,
    add_terms: Statement<'t>,
    remove_terms: Statement<'t>,
    /// The next number of each kind, once it is known.
    next: [Option<i64>; DocumentKind::EVERY.len()],
    /// Whether anything was removed or replaced.
    removed: bool,
}

impl<'t> Writing<'t> {
    fn on(transaction: &'t Transaction<'_>, org: OrgId) -> rusqlite::Result<Self> {
        Ok(Self {
            org,
            find: transaction.prepare("SELECT place, terms FROM documents WHERE org_id = ?1 AND kind = ?2 AND id = ?3")?,
            last: transaction.prepare("SELECT max(place) FROM documents WHERE place >= ?1 AND place < ?2")?,
            add: transaction.prepare("INSERT INTO documents (place, org_id, kind, id, terms) VALUES (?1, ?2, ?3, ?4, ?5)")?,
            change: transaction.prepare("UPDATE documents SET terms = ?2 WHERE place = ?1")?,
            remove: transaction.prepare("DELETE FROM documents WHERE place = ?1")?,
            add_terms: transaction.prepare("INSERT INTO words (rowid, terms) VALUES (?1, ?2)")?,
            remove_terms: transaction.prepare("INSERT INTO words (words, rowid, terms) VALUES ('delete', ?1, ?2)")?,
            next: [None; DocumentKind::EVERY.len()],
            removed: false,
        })
    }

    /// Puts a document in, in place of what was known of it.
    fn put(&mut self, document: &Document) -> rusqlite::Result<()> {
        let terms = document.terms.join(" ");
        match self.found(document.kind, document.id)? {
            Some((_, before)) if before == terms => Ok(()),
            Some((place, before)) => {
                self.removed = true;
                self.remove_terms.execute(params![place, self.indexed(document.kind, place, &before)])?;
                self.change.execute(params![place, terms])?;
                self.add_terms.execute(params![place, self.indexed(document.kind, place, &terms)])?;
                Ok(())
            }
            None => {
                let place = self.next(document.kind)?;
                self.add.execute(params![place, self.org.0, document.kind.number(), document.id, terms])?;
                self.add_terms.execute(params![place, self.indexed(document.kind, place, &terms)])?;
                Ok(())
            }
        }
    }

    /// Takes a document out, if it is there.
    fn forget(&mut self, kind: DocumentKind, id: Uuid) -> rusqlite::Result<()> {
        if let Some((place, terms)) = self.found(kind, id)? {
            self.removed = true;
            self.remove_terms.execute(params![place, self.indexed(kind, place, &terms)])?;
            self.remove.execute([place])?;
        }
        Ok(())
    }

    fn found(&mut self, kind: DocumentKind, id: Uuid) -> rusqlite::Result<Option<(i64, String)>> {
        self.find.query_row(params![self.org.0, kind.number(), id], |row| Ok((row.get(0)?, row.get(1)?))).optional()
    }

    /// The place of a new document.
    fn next(&mut self, kind: DocumentKind) -> rusqlite::Result<i64> {
        let slot = usize::try_from(kind.number()).unwrap_or_default();
        let next = match self.next[slot] {
            Some(next) => next,
            None => {
                let (first, end) = (place::first(self.org, kind), place::end(self.org, kind));
                let last: Option<i64> = self.last.query_row([first, end], |row| row.get(0))?;
                last.map_or(first, |last| last + 1)
            }
        };
        self.next[slot] = Some(next + 1);
        Ok(next)
    }

    /// Terms with spaces between, as they are indexed at a place.
    fn indexed(&self, kind: DocumentKind, place: i64, terms: &str) -> String {
        let terms: Vec<String> = terms.split(' ').map(str::to_owned).collect();
        BLOCKS.terms(self.org, kind, place::number(place), &terms).join(" ")
    }
}
