//! What Switchroom does: the verbs that need more than a command, and the ports through which they reach the world.
//!
//! A verb that is nothing but a decision is a command of the domain, carried out by [`Engine::run`].

pub mod access;
pub mod accounts;
pub mod activity;
mod caller;
pub mod canned_responses;
pub mod channels;
pub mod consumers;
pub mod contacts;
mod done;
mod entities;
mod error;
pub mod events;
mod facts;
pub mod files;
pub mod notices;
pub mod oauth_clients;
pub mod organizations;
pub mod ports;
pub mod presence;
mod remembered;
pub mod search;
pub mod subscriptions;
pub mod timers;
pub mod trace;

use std::sync::Arc;

use switchroom_domain::{Command, Envelope, Ids, Timestamp};
use tokio::time::Instant;
use uuid::Uuid;

pub use caller::Caller;
pub use done::Done;
pub use entities::EntityCache;
pub use error::EngineError;
pub use facts::Part;
use ports::{Blobs, Bus, Clock, Mailer, Reach, SearchIndex, Secrets, Store};
use switchroom_domain::command::Answer;

/// The engine: its ports, and what it remembers.
pub struct Engine {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// What finds by words.
    pub search: Arc<dyn SearchIndex>,
    /// What tells other nodes.
    pub bus: Arc<dyn Bus>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where ids and secrets come from.
    pub ids: Arc<dyn Ids>,
    /// What encrypts secrets that must be read back.
    pub secrets: Arc<dyn Secrets>,
    /// What can be dialled.
    pub reach: Arc<dyn Reach>,
    /// What sends mail.
    pub mailer: Arc<dyn Mailer>,
    /// Where the bytes of files are kept.
    pub blobs: Arc<dyn Blobs>,
    /// Bytes that a file may have, at the most.
    pub max_file_bytes: u64,
    /// Who may do what, remembered.
    pub access: Arc<access::AccessCache>,
    /// Which names too many wrong passwords were shown for.
    pub lockout: Arc<access::Lockout>,
    /// People, channels and settings, remembered.
    pub entities: Arc<EntityCache>,
    /// Who was last seen when.
    pub presence: Arc<presence::Presence>,
}

impl Engine {
    /// Carries out a command for a caller.
    pub async fn run(&self, caller: &Caller, command: Command) -> Result<Done<Answer>, EngineError> {
        let begun = Instant::now();
        let span = trace::command(caller.org, &command);
        let envelope = Envelope {
            org: caller.org,
            access: caller.access,
            cause: caller.cause,
            idempotency: caller.idempotency.clone(),
            trace: trace::context_of(&span),
            command,
        };
        let outcome = self.store.execute(envelope).await.inspect_err(|error| trace::refused(&span, error))?;
        metrics::histogram!("switchroom_command_seconds").record(begun.elapsed());
        Ok(Done { value: outcome.answer, replayed: outcome.replayed })
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id of any kind.
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        T::from(self.ids.uuid(self.now()))
    }
}
