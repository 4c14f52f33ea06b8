//! A webhook that tells a sink.

use anyhow::Context;
use serde_json::{Value, json};

use super::setup::{Client, Organization, id_of};
use super::sink::Sink;

/// A subscription, and the endpoint it tells.
pub(crate) struct Webhook {
    pub(crate) sink: Sink,
    pub(crate) id: String,
    organization: Organization,
}

impl Webhook {
    /// Subscribes the sink to events of these kinds: those after a place in the log, or those from now on.
    pub(crate) async fn subscribe(organization: &Organization, sink: Sink, events: &str, after: Option<i64>) -> anyhow::Result<Self> {
        let mut webhook = json!({"url": format!("http://{}/", sink.address), "dialect": "native", "events": [events]});
        if let Some(after) = after {
            webhook["after"] = Value::from(after);
        }
        let created = Client::open(organization).await?.post("/v1/webhooks", &webhook).await?;
        sink.expect_secret(created["secret"].as_str().context("a webhook without a secret")?)?;
        Ok(Self { sink, id: id_of(&created)?, organization: organization.clone() })
    }

    /// Takes the subscription away, so that nobody posts to a dead endpoint later on.
    pub(crate) async fn delete(self) -> anyhow::Result<()> {
        Client::open(&self.organization).await?.delete(&format!("/v1/webhooks/{}", self.id)).await
    }
}
