//! Finding consumers, and forgetting them.

use super::{MOST, is_name, missing, permitted};
use crate::ports::Consumer;
use crate::{Caller, Engine, EngineError};

/// The consumer of that name.
pub async fn find(engine: &Engine, caller: &Caller, name: &str) -> Result<Consumer, EngineError> {
    permitted(caller)?;
    if !is_name(name) {
        return Err(missing());
    }
    engine.store.consumer(caller.org, name).await?.ok_or_else(missing)
}

/// All consumers of the caller's organization, by name.
pub async fn list(engine: &Engine, caller: &Caller) -> Result<Vec<Consumer>, EngineError> {
    permitted(caller)?;
    Ok(engine.store.consumers(caller.org, None, MOST).await?.items)
}

/// Forgets a consumer, and how far it has come.
pub async fn delete(engine: &Engine, caller: &Caller, name: &str) -> Result<(), EngineError> {
    permitted(caller)?;
    if is_name(name) && engine.store.delete_consumer(caller.org, name).await? { Ok(()) } else { Err(missing()) }
}
