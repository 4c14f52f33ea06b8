//! Deciding a batch's commands one after the other, and loading what they miss for all of them at once.

use std::collections::HashSet;

use switchroom_domain::decide::{Stop, decide};
use switchroom_domain::world::{Key, World};
use switchroom_domain::{Envelope, Ids, Refusal, Timestamp, UserId};
use switchroom_engine::ports::Outcome;
use tokio_postgres::Client;
use uuid::Uuid;

use super::load;
use crate::postgres::error::PgError;

/// How often it is looked ahead what later commands miss. A batch needs a few rounds; one that needs more is odd, and looking ahead for
/// each of its commands would cost more than loading one by one.
const LOOKS_AHEAD: usize = 12;

/// What each command comes to. The working set then holds what is to be written.
pub(super) async fn all(
    client: &Client,
    world: &mut World,
    envelopes: &[&Envelope],
    now: Timestamp,
    ids: &dyn Ids,
) -> Result<Vec<Result<Outcome, Refusal>>, PgError> {
    let mut outcomes = Vec::with_capacity(envelopes.len());
    let mut rounds = 0;
    while let Some((envelope, later)) = envelopes.get(outcomes.len()..).and_then(<[_]>::split_first) {
        match decide(world, envelope, now, ids) {
            Ok(decision) => {
                outcomes.push(Ok(Outcome { answer: decision.answer, replayed: decision.replayed }));
                world.apply(decision.writes, decision.events, decision.counters, decision.head);
            }
            Err(Stop::Refused(refusal)) => outcomes.push(Err(refusal)),
            Err(Stop::Missing(key)) => {
                rounds += 1;
                let mut missing = HashSet::from([key]);
                if rounds <= LOOKS_AHEAD {
                    missing.extend(later.iter().filter_map(|envelope| missed(world, envelope, now)));
                }
                let new_agents: Vec<UserId> = world.new_agents().collect();
                let loaded = load::keys(client, world.org, missing, &new_agents, world.head.at).await?;
                loaded.into_iter().for_each(|put_into| put_into(world));
            }
        }
    }
    Ok(outcomes)
}

/// What the command misses first.
fn missed(world: &World, envelope: &Envelope, now: Timestamp) -> Option<Key> {
    match decide(world, envelope, now, &NoIds) {
        Err(Stop::Missing(key)) => Some(key),
        _ => None,
    }
}

/// Ids of decisions that are thrown away.
struct NoIds;

impl Ids for NoIds {
    fn uuid(&self, _: Timestamp) -> Uuid {
        Uuid::nil()
    }

    fn secret(&self, _: &mut [u8]) {}
}
