//! What a working set has to write: the statements, in their order. What every message writes is one statement a table, however many
//! rows; what is written seldom is one a row.

mod conversations;
mod following;
mod organization;
mod people;

use switchroom_domain::world::{Changed, World};

use super::statements::Statement;
use crate::postgres::codec::event_doc;
use crate::postgres::error::PgError;

pub(super) use organization::role;

/// Everything that the working set's commands changed.
pub(super) fn world(world: &World) -> Result<Vec<Statement>, PgError> {
    let mut statements = Vec::new();
    people::statements(world, &mut statements)?;
    organization::statements(world, &mut statements)?;
    conversations::statements(world, &mut statements)?;
    following::statements(world, &mut statements)?;
    idempotency(world, &mut statements);
    counters(world, &mut statements);
    events(world, &mut statements)?;
    if !world.events.is_empty() {
        statements.push(head(world));
    }
    Ok(statements)
}

fn idempotency(world: &World, into: &mut Vec<Statement>) {
    let records: Vec<_> = world.idempotency.changed().filter_map(|Changed { id, now, .. }| Some((id, now?))).collect();
    if records.is_empty() {
        return;
    }
    let hashes: Vec<Vec<u8>> = records.iter().map(|(hash, _)| hash.to_vec()).collect();
    let fingerprints: Vec<Vec<u8>> = records.iter().map(|(_, record)| record.fingerprint.to_vec()).collect();
    let times: Vec<i64> = records.iter().map(|(_, record)| record.at.0).collect();
    let receipts: Vec<String> = records.iter().map(|(_, record)| record.receipt.clone()).collect();
    into.push(
        Statement::new(
            "INSERT INTO idempotency (org_id, hash, fingerprint, at, receipt)
             SELECT $1, * FROM unnest($2, $3, $4, $5)",
        )
        .with(world.org.0)
        .with(hashes)
        .with(fingerprints)
        .with(times)
        .with(receipts),
    );
}

fn counters(world: &World, into: &mut Vec<Statement>) {
    let mut changed: Vec<_> = world.counters.iter().filter(|(_, delta)| **delta != 0).collect();
    if changed.is_empty() {
        return;
    }
    changed.sort();
    let (dimensions, keys): (Vec<&'static str>, Vec<String>) = changed.iter().map(|(counter, _)| counter.dimension_and_key()).unzip();
    let deltas: Vec<i64> = changed.iter().map(|(_, delta)| **delta).collect();
    into.push(
        Statement::new(
            "INSERT INTO counters (org_id, dimension, key, value)
             SELECT $1, * FROM unnest($2, $3, $4)
             ON CONFLICT (org_id, dimension, key) DO UPDATE SET value = counters.value + excluded.value",
        )
        .with(world.org.0)
        .with(dimensions)
        .with(keys)
        .with(deltas),
    );
}

fn events(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    let events = || world.events.iter().map(|committed| &committed.event);
    if world.events.is_empty() {
        return Ok(());
    }
    into.push(
        Statement::new(
            "INSERT INTO events (org_id, seq, room_id, kind, at, doc)
             SELECT $1, * FROM unnest($2, $3, $4, $5, $6)",
        )
        .with(world.org.0)
        .with(events().map(|event| event.seq).collect::<Vec<_>>())
        .with(events().map(|event| event.room.map(|room| room.0)).collect::<Vec<_>>())
        .with(events().map(|event| event.kind.as_str()).collect::<Vec<&'static str>>())
        .with(events().map(|event| event.at.0).collect::<Vec<_>>())
        .with(events().map(event_doc).collect::<Result<Vec<_>, _>>()?),
    );
    Ok(())
}

fn head(world: &World) -> Statement {
    let head = &world.head;
    Statement::new("UPDATE heads SET seq = $2, at = $3, person_number = $4, room_number = $5, message_number = $6 WHERE org_id = $1")
        .with(world.org.0)
        .with(head.seq)
        .with(head.at)
        .with(head.person_number)
        .with(head.room_number)
        .with(head.message_number)
}
