//! What Switchroom does by itself when its time has come: rooms that are snoozed wake.
//!
//! Every node does this for all organizations. Whoever is second changes nothing, because the command wakes only what is due. What is
//! to be done lies in the store alone, so a restart forgets none of it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::try_join_all;
use switchroom_domain::command::WakeRoom;
use switchroom_domain::{Command, Committed, EventKind, OrgId, Timestamp};
use tokio::sync::Notify;

use crate::ports::{CommitListener, Snooze};
use crate::{Caller, Engine, EngineError};

/// Rooms that are woken at one time, at the most.
const AT_ONCE: usize = 100;
/// How often the clock is looked at, at the least: it may be set while one waits.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Rings when a room is snoozed, here or at another node: it may be the next to wake.
#[derive(Debug, Default)]
pub struct Bell(Notify);

impl CommitListener for Bell {
    fn committed(&self, _org: OrgId, events: &[Arc<Committed>]) {
        if events.iter().any(|committed| committed.event.kind == EventKind::RoomSnoozed) {
            self.0.notify_one();
        }
    }
}

/// Does what is due, and waits for what is due next, for ever.
pub async fn run(engine: Arc<Engine>, bell: Arc<Bell>) {
    loop {
        match wake_due(&engine).await {
            Ok(next) => wait(&engine, &bell, next).await,
            Err(error) => {
                tracing::warn!(%error, "rooms that are due could not be woken");
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}

/// Wakes every room that is due. Answers when the next one is.
async fn wake_due(engine: &Engine) -> Result<Option<Timestamp>, EngineError> {
    loop {
        let snoozes = engine.store.next_snoozes(AT_ONCE).await?;
        let now = engine.now();
        // All together, so that the writer commits them together.
        try_join_all(snoozes.iter().take_while(|snooze| snooze.until <= now).map(|snooze| wake(engine, snooze))).await?;
        let next = snoozes.iter().map(|snooze| snooze.until).find(|until| *until > now);
        if next.is_some() || snoozes.len() < AT_ONCE {
            return Ok(next);
        }
    }
}

async fn wake(engine: &Engine, snooze: &Snooze) -> Result<(), EngineError> {
    let command = Command::WakeRoom(WakeRoom { room: snooze.room, when_due: true });
    engine.run(&Caller::system(snooze.org), command).await.map(drop)
}

/// Waits until `next`, by the engine's clock, or until a room is snoozed.
async fn wait(engine: &Engine, bell: &Bell, next: Option<Timestamp>) {
    let Some(next) = next else { return bell.0.notified().await };
    loop {
        let left = next.micros_since(engine.now());
        let Some(left) = u64::try_from(left).ok().filter(|left| *left > 0) else { return };
        tokio::select! {
            () = bell.0.notified() => return,
            () = tokio::time::sleep(LOOK_EVERY.min(Duration::from_micros(left))) => {}
        }
    }
}
