//! Editing webhook subscriptions.

use switchroom_domain::SubscriptionId;
use switchroom_domain::command::{Command, EditSubscription, Missed};
use switchroom_domain::subscription::{Subscription, SubscriptionPatch};

use crate::{Caller, Done, Engine, EngineError};

/// Edits a webhook subscription.
pub async fn edit(
    engine: &Engine,
    caller: &Caller,
    subscription: SubscriptionId,
    patch: SubscriptionPatch,
    missed: Missed,
) -> Result<Done<Subscription>, EngineError> {
    patch.url.as_deref().map_or(Ok(()), |url| super::url::check(engine, url))?;
    engine.run(caller, Command::EditSubscription(EditSubscription { subscription, patch, missed })).await?.subscription()
}
