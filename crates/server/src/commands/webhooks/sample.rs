//! `switchroom webhooks test`.

use anyhow::ensure;
use clap::Args;
use serde_json::json;
use uuid::Uuid;

use super::client::Client;
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct Sample {
    /// The webhook's id
    id: Uuid,
    /// Which kind of event to send an example of; without: the first that the webhook's filter covers
    #[arg(long = "type")]
    kind: Option<String>,
}

impl Sample {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let answer = client.post(&format!("/{}/test", self.id), json!({"type": self.kind})).await?;
        output.one(&answer);
        ensure!(answer["delivered"] == true, "the endpoint did not accept it");
        Ok(())
    }
}
