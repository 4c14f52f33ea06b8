//! Disabling a subscription that cannot be told anything, and saying so.

use std::sync::Arc;

use switchroom_domain::command::{Command, DisableSubscription};
use switchroom_domain::subscription::{DisabledReason, Subscription};
use switchroom_domain::{FollowerId, OrgId, SubscriptionId, Timestamp};
use switchroom_engine::{Caller, Engine, EngineError};
use tokio::time::sleep;

use crate::health::Failure;
use crate::insist::{AFTER_FAILURE, insist};
use crate::mail;

/// A subscription that is to be disabled.
pub(crate) struct GivingUp {
    pub(crate) engine: Arc<Engine>,
    pub(crate) org: OrgId,
    pub(crate) subscription: SubscriptionId,
    /// The follower that found out. Its position is kept.
    pub(crate) follower: FollowerId,
    pub(crate) reason: DisabledReason,
    /// Its latest failure.
    pub(crate) failure: Option<Failure>,
}

impl GivingUp {
    /// Disables the subscription, and has mails written to those who look after webhooks. `of`: when the subscription that failed was last
    /// edited. One that was edited since, or is disabled already, is left alone.
    pub(crate) async fn run(self, of: Timestamp) {
        let (store, org) = (&self.engine.store, self.org);
        let Some(subscription) = insist(|| store.subscription(org, self.subscription)).await else { return };
        if !subscription.enabled || subscription.updated_at != of {
            return;
        }
        let failing_since = insist(|| store.follower_state(org, self.follower)).await.and_then(|state| state.failing_since);
        let Some(disabled) = self.disable().await else { return };
        tracing::warn!(%org, subscription = %disabled.id, reason = ?self.reason, "a webhook is disabled");
        let notice = mail::Notice { subscription: disabled, reason: self.reason, since: failing_since, failure: self.failure };
        // A mail server that hangs holds up no delivery.
        tokio::spawn(notice.send(self.engine));
    }

    /// Returns once the store has answered. `None`: there was nothing to disable any more.
    async fn disable(&self) -> Option<Subscription> {
        let caller = Caller::system(self.org);
        loop {
            let command = DisableSubscription { subscription: self.subscription, reason: self.reason };
            match self.engine.run(&caller, Command::DisableSubscription(command)).await.and_then(|done| done.subscription()) {
                Ok(done) => return Some(done.value),
                Err(EngineError::Refused(refusal)) => {
                    tracing::debug!(%refusal, "a webhook that failed is no more");
                    return None;
                }
                Err(error) => tracing::warn!(%error, "a webhook cannot be disabled yet"),
            }
            sleep(AFTER_FAILURE).await;
        }
    }
}
