//! Moving consumers.

use switchroom_domain::{Refusal, Timestamp};

use super::{is_name, missing, permitted};
use crate::ports::{Consumer, ConsumerChange, ConsumerOutcome};
use crate::{Caller, Engine, EngineError};

/// Where a consumer is to go on.
#[derive(Debug, Clone, Copy)]
pub enum SeekTo {
    /// After this sequence number.
    After(i64),
    /// With the first event at or after this time.
    Since(Timestamp),
}

/// Lets a consumer go on somewhere else. Whoever holds its lease loses it.
pub async fn seek(engine: &Engine, caller: &Caller, name: &str, to: SeekTo) -> Result<Consumer, EngineError> {
    permitted(caller)?;
    if !is_name(name) {
        return Err(missing());
    }
    let after = match to {
        SeekTo::After(after) => within_log(engine, caller, after).await?,
        SeekTo::Since(at) => engine.store.seq_before(caller.org, at).await?,
    };
    match engine.store.change_consumer(caller.org, name, ConsumerChange::Seek { after }, engine.now()).await? {
        ConsumerOutcome::Changed(consumer) => Ok(consumer),
        _ => Err(missing()),
    }
}

/// Refuses what is no place in the log.
pub(super) async fn within_log(engine: &Engine, caller: &Caller, after: i64) -> Result<i64, EngineError> {
    let head = engine.store.head_seq(caller.org).await?;
    if (0..=head).contains(&after) {
        return Ok(after);
    }
    Err(Refusal::Invalid { field: "after", message: format!("must be from 0 to {head}, the latest event's number") }.into())
}
