//! Mails about webhooks that were disabled.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::Uri;
use switchroom_domain::subscription::{DisabledReason, Subscription};
use switchroom_domain::{OrgId, Permission, Timestamp, UserId};
use switchroom_engine::Engine;
use switchroom_engine::ports::{Mail, StoreError, UserSearch};

use crate::health::Failure;

/// Who is written to, at the most.
const MOST: usize = 20;
/// Holders of one role that are looked at, at the most.
const OF_A_ROLE: usize = 100;

/// That a webhook was disabled.
pub(crate) struct Notice {
    pub(crate) subscription: Subscription,
    pub(crate) reason: DisabledReason,
    /// Since when nothing was accepted.
    pub(crate) since: Option<Timestamp>,
    /// The latest failure.
    pub(crate) failure: Option<Failure>,
}

impl Notice {
    /// Writes to those who may manage webhooks and have an e-mail address. What fails is logged.
    pub(crate) async fn send(self, engine: Arc<Engine>) {
        let addresses = match addresses(&engine, self.subscription.org).await {
            Ok(addresses) => addresses,
            Err(error) => return tracing::warn!(%error, "nobody could be written to about a disabled webhook"),
        };
        for to in addresses {
            let mail = Mail { to, subject: self.subject(), text: self.text() };
            if let Err(error) = engine.mailer.send(mail).await {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "a mail about a disabled webhook was not sent");
            }
        }
    }

    fn subject(&self) -> String {
        let Subscription { id, url, .. } = &self.subscription;
        let host = url.parse::<Uri>().ok().and_then(|url| url.host().map(str::to_owned));
        format!("Switchroom disabled the webhook to {}", host.unwrap_or_else(|| id.to_string()))
    }

    fn text(&self) -> String {
        let Subscription { id, url, disabled, .. } = &self.subscription;
        let at = disabled.map_or(String::new(), |disabled| format!(" at {}", disabled.at.to_rfc3339_millis()));
        let why = match (self.reason, self.since) {
            (DisabledReason::Gone, _) => "It answered 410 Gone, which means that it does not want to be told anything any more.".to_owned(),
            (DisabledReason::Failing, Some(since)) => {
                format!("It has accepted nothing since {}, although it was tried.", since.to_rfc3339_millis())
            }
            (DisabledReason::Failing, None) => "It has accepted nothing for days, although it was tried.".to_owned(),
        };
        let last = self.failure.as_ref().map_or(String::new(), |failure| format!("\nThe last failure: {failure}."));
        format!(
            "Switchroom disabled a webhook{at}.\n\n\
             Webhook: {id}\n\
             Address: {url}\n\
             {why}{last}\n\n\
             Nothing is lost: when it is enabled again, it is told what happened meanwhile. To enable it:\n\n\
             \u{20}   PATCH /v1/webhooks/{id}   {{\"enabled\": true}}\n\n\
             With {{\"enabled\": true, \"missed\": \"skip\"}} it is told only what happens from then on.\n"
        )
    }
}

/// The addresses of the active people who may manage webhooks.
async fn addresses(engine: &Engine, org: OrgId) -> Result<Vec<String>, StoreError> {
    let roles = engine.store.roles(org).await?;
    let mut people: BTreeMap<UserId, String> = BTreeMap::new();
    for role in roles.into_iter().filter(|role| role.effective().contains(Permission::WebhookManage)) {
        let search = UserSearch { role: Some(role.name), limit: OF_A_ROLE, ..UserSearch::default() };
        let holders = engine.store.find_users(org, search).await?.items;
        let reachable = holders.into_iter().filter(|user| user.active && !user.bot);
        people.extend(reachable.filter_map(|user| Some((user.id, user.email?))));
    }
    let mut addresses: Vec<_> = people.into_values().collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses.truncate(MOST);
    Ok(addresses)
}
