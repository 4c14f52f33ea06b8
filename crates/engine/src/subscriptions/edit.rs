//! Editing webhook subscriptions.

use switchroom_domain::SubscriptionId;
use switchroom_domain::command::{Command, EditSubscription};
use switchroom_domain::subscription::{Subscription, SubscriptionPatch};

use crate::{Caller, Done, Engine, EngineError};

/// Edits a webhook subscription.
pub async fn edit(
    engine: &Engine,
    caller: &Caller,
    subscription: SubscriptionId,
    patch: SubscriptionPatch,
) -> Result<Done<Subscription>, EngineError> {
    patch.url.as_deref().map_or(Ok(()), super::url::check)?;
    engine.run(caller, Command::EditSubscription(EditSubscription { subscription, patch })).await?.subscription()
}
