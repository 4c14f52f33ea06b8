//! Making consumers, and changing what they are given.

use switchroom_domain::Refusal;
use switchroom_domain::subscription::{Dialect, event_patterns};

use super::seek::within_log;
use super::{MOST, NAME_CHARS, is_name, permitted};
use crate::ports::{Consumer, ConsumerChange, ConsumerOutcome};
use crate::{Caller, Engine, EngineError};

/// What a consumer is to be like.
#[derive(Debug, Clone)]
pub struct NewConsumer {
    /// Unique in the organization.
    pub name: String,
    /// Which kinds of event it is given.
    pub events: Vec<String>,
    /// Where a new one starts; none: at the head. One that is there stays where it is.
    pub after: Option<i64>,
}

/// What became of it.
#[derive(Debug, Clone)]
pub struct Put {
    /// The consumer as it is now.
    pub consumer: Consumer,
    /// Whether it is new.
    pub created: bool,
}

/// Makes a consumer, or gives the one of that name other kinds of event. What holds already stays as it is.
pub async fn put(engine: &Engine, caller: &Caller, new: NewConsumer) -> Result<Put, EngineError> {
    permitted(caller)?;
    let NewConsumer { name, events, after } = new;
    if !is_name(&name) {
        let message = format!("must be 1 to {NAME_CHARS} of a to z, 0 to 9, `.`, `_` and `-`");
        return Err(Refusal::Invalid { field: "name", message }.into());
    }
    event_patterns(Dialect::Native, &events)?;
    let start = match after {
        Some(after) => within_log(engine, caller, after).await?,
        None => engine.store.head_seq(caller.org).await?,
    };
    loop {
        if let Some(consumer) = engine.store.consumer(caller.org, &name).await? {
            if consumer.events == events {
                return Ok(Put { consumer, created: false });
            }
            let change = ConsumerChange::Filter { events: events.clone() };
            match engine.store.change_consumer(caller.org, &name, change, engine.now()).await? {
                ConsumerOutcome::Changed(consumer) => return Ok(Put { consumer, created: false }),
                // It was deleted just now.
                _ => continue,
            }
        }
        if engine.store.consumers(caller.org, None, MOST).await?.items.len() >= MOST {
            let message = format!("cannot be a new one: there are {MOST} consumers, as many as there can be");
            return Err(Refusal::Invalid { field: "name", message }.into());
        }
        let now = engine.now();
        let consumer = Consumer {
            org: caller.org,
            name: name.clone(),
            events: events.clone(),
            cursor: start,
            lease: None,
            created_at: now,
            updated_at: now,
        };
        // Else somebody has made it just now.
        if engine.store.create_consumer(consumer.clone()).await? {
            return Ok(Put { consumer, created: true });
        }
    }
}
