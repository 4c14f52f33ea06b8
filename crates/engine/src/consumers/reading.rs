//! Reading on for a consumer.

use switchroom_domain::Timestamp;
use uuid::Uuid;

use super::{is_name, missing, permitted};
use crate::ports::{Consumer, ConsumerChange, ConsumerLease, ConsumerOutcome};
use crate::{Caller, Engine, EngineError};

/// A piece of the log that was read for a consumer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// The consumer's cursor when it was read.
    pub after: i64,
    /// How far was read.
    pub up_to: i64,
}

/// Takes the consumer's lease of a batch for so many seconds.
pub async fn lease(
    engine: &Engine,
    caller: &Caller,
    consumer: &Consumer,
    batch: Batch,
    seconds: u32,
) -> Result<ConsumerOutcome, EngineError> {
    permitted(caller)?;
    let lease = ConsumerLease { id: engine.new_id::<Uuid>(), until: ends(engine, seconds), up_to: batch.up_to };
    let change = ConsumerChange::Lease { lease, after: batch.after };
    Ok(engine.store.change_consumer(caller.org, &consumer.name, change, engine.now()).await?)
}

/// Passes over a batch in which nothing is for the consumer. If somebody else reads on for it just now, he will do so himself.
pub async fn skip(engine: &Engine, caller: &Caller, consumer: &Consumer, batch: Batch) -> Result<(), EngineError> {
    permitted(caller)?;
    if batch.up_to > batch.after {
        let change = ConsumerChange::Skip { after: batch.after, up_to: batch.up_to };
        engine.store.change_consumer(caller.org, &consumer.name, change, engine.now()).await?;
    }
    Ok(())
}

/// Says that everything up to `seq` is done. Gives the lease back, or holds it for so many seconds more.
pub async fn commit(
    engine: &Engine,
    caller: &Caller,
    name: &str,
    lease: Uuid,
    seq: i64,
    seconds: Option<u32>,
) -> Result<ConsumerOutcome, EngineError> {
    permitted(caller)?;
    if !is_name(name) {
        return Err(missing());
    }
    let change = ConsumerChange::Commit { lease, cursor: seq, until: seconds.map(|seconds| ends(engine, seconds)) };
    Ok(engine.store.change_consumer(caller.org, name, change, engine.now()).await?)
}

/// When a lease ends that is taken now.
fn ends(engine: &Engine, seconds: u32) -> Timestamp {
    engine.now().plus_seconds(i64::from(seconds))
}
