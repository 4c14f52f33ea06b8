//! Creating webhook subscriptions.

use switchroom_domain::command::{Command, CreateSubscription};
use switchroom_domain::subscription::{Dialect, Subscription, SubscriptionOptions};

use super::secret::{seal, signing_secret};
use crate::{Caller, Done, Engine, EngineError};

/// A subscription to be created.
#[derive(Debug, Clone)]
pub struct NewSubscription {
    /// Where events are posted to.
    pub url: String,
    /// In whose form.
    pub dialect: Dialect,
    /// Which kinds of event.
    pub events: Vec<String>,
    /// The signing secret; none: a random one.
    pub secret: Option<String>,
    /// Start after this sequence number; none: at the head.
    pub after: Option<i64>,
    /// Waits between attempts.
    pub retry_schedule_ms: Option<Vec<u64>>,
    /// The vendor's call that keeps it.
    pub managed_by: Option<String>,
    /// Whether events are delivered.
    pub enabled: bool,
    /// What it is told, and how.
    pub options: SubscriptionOptions,
}

/// A subscription, with its signing secret.
#[derive(Debug, Clone)]
pub struct CreatedSubscription {
    /// The subscription.
    pub subscription: Subscription,
    /// What its deliveries are signed with.
    pub secret: String,
}

/// Creates a webhook subscription.
pub async fn create(engine: &Engine, caller: &Caller, new: NewSubscription) -> Result<Done<CreatedSubscription>, EngineError> {
    super::url::check(engine, &new.url)?;
    let command = CreateSubscription {
        id: engine.new_id(),
        url: new.url,
        dialect: new.dialect,
        events: new.events,
        secret: seal(engine, new.secret.as_deref())?,
        retry_schedule_ms: new.retry_schedule_ms,
        after: new.after,
        managed_by: new.managed_by,
        enabled: new.enabled,
        options: new.options,
    };
    let done = engine.run(caller, Command::CreateSubscription(command)).await?.subscription()?;
    let secret = signing_secret(engine, &done.value)?;
    Ok(done.map(|subscription| CreatedSubscription { subscription, secret }))
}
