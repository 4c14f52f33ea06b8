//! The first commands of a new organization.

use std::sync::Arc;

use switchroom_domain::idempotency::IdempotencyRecord;
use switchroom_domain::role::Role;
use switchroom_domain::world::World;
use switchroom_domain::{Committed, Envelope, Ids, OrgId, Refusal, Timestamp};
use tokio_postgres::Client;

use super::statements::{Statement, run_all};
use super::{WriteError, decide, load, persist};
use crate::postgres::error::PgError;

/// Carries out the first commands of a new organization, whose head row exists already, in the transaction that the connection is
/// in. Refuses all if it refuses one.
pub(in crate::postgres) async fn seed(
    client: &Client,
    org: OrgId,
    envelopes: &[Envelope],
    now: Timestamp,
    ids: &dyn Ids,
) -> Result<Vec<Arc<Committed>>, WriteError> {
    let head = load::locked_head(client, org).await?.ok_or(Refusal::NotFound { noun: "organization" })?;
    let mut world = World::new(org, head);
    for outcome in decide::all(client, &mut world, &envelopes.iter().collect::<Vec<_>>(), now, ids).await? {
        outcome?;
    }
    run_all(client, &persist::world(&world)?, false).await.map_err(PgError::from)?;
    Ok(world.events)
}

/// Keeps a role.
pub(in crate::postgres) async fn role(client: &Client, role: &Role) -> Result<(), PgError> {
    persist::role(role)?.run(client).await?;
    Ok(())
}

/// Remembers a request that is being carried out.
pub(in crate::postgres) async fn idempotency_record(
    client: &Client,
    org: OrgId,
    hash: &[u8; 32],
    record: &IdempotencyRecord,
) -> Result<(), PgError> {
    Statement::new("INSERT INTO idempotency (org_id, hash, fingerprint, at, receipt) VALUES ($1, $2, $3, $4, $5)")
        .with(org.0)
        .with(hash.to_vec())
        .with(record.fingerprint.to_vec())
        .with(record.at.0)
        .with(record.receipt.clone())
        .run(client)
        .await?;
    Ok(())
}
