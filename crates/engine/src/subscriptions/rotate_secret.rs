//! Giving webhook subscriptions new signing secrets.

use switchroom_domain::SubscriptionId;
use switchroom_domain::command::{Command, RotateSecret};

use super::CreatedSubscription;
use super::secret::{seal, signing_secret};
use crate::{Caller, Done, Engine, EngineError};

/// Signs a subscription's deliveries with a new secret: the given one, or a random one. The present one signs beside it for
/// `overlap_seconds` more, at most 30 days: so long its receiver may take to change over. Answers with the new one.
pub async fn rotate_secret(
    engine: &Engine,
    caller: &Caller,
    subscription: SubscriptionId,
    secret: Option<&str>,
    overlap_seconds: u32,
) -> Result<Done<CreatedSubscription>, EngineError> {
    let command = RotateSecret { subscription, secret: seal(engine, secret)?, overlap_seconds };
    let done = engine.run(caller, Command::RotateSecret(command)).await?.subscription()?;
    let secret = signing_secret(engine, &done.value)?;
    Ok(done.map(|subscription| CreatedSubscription { subscription, secret }))
}
