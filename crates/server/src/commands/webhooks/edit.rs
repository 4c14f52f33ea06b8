//! `switchroom webhooks enable`, `disable`, `delete`, `rotate-secret` and `seek`.

use clap::Args;
use serde_json::json;
use uuid::Uuid;

use super::client::Client;
use super::output::{Output, tell};

#[derive(Debug, Args)]
pub(super) struct Enable {
    /// The webhook's id
    id: Uuid,
    /// Leave out what it was not told while it was disabled
    #[arg(long)]
    skip_missed: bool,
}

impl Enable {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let missed = if self.skip_missed { "skip" } else { "deliver" };
        output.one(&client.patch(&format!("/{}", self.id), json!({"enabled": true, "missed": missed})).await?);
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Disable {
    /// The webhook's id
    id: Uuid,
}

impl Disable {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        output.one(&client.patch(&format!("/{}", self.id), json!({"enabled": false})).await?);
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Delete {
    /// The webhook's id
    id: Uuid,
}

impl Delete {
    pub(super) async fn run(self, client: &Client) -> anyhow::Result<()> {
        client.delete(&format!("/{}", self.id)).await?;
        tell(&format!("The webhook {} is deleted.", self.id));
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct RotateSecret {
    /// The webhook's id
    id: Uuid,
    /// The new secret, `whsec_…`; without: a random one
    #[arg(long)]
    secret: Option<String>,
    /// How long the present one signs too, in seconds
    #[arg(long, default_value_t = 86_400)]
    overlap_seconds: u32,
}

impl RotateSecret {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let body = json!({"secret": self.secret, "overlap_seconds": self.overlap_seconds});
        output.one(&client.post(&format!("/{}/secret", self.id), body).await?);
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Seek {
    /// The webhook's id
    id: Uuid,
    /// The next event told is the one after this sequence number
    #[arg(long)]
    after: i64,
}

impl Seek {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        output.one(&client.post(&format!("/{}/seek", self.id), json!({"after": self.after})).await?);
        Ok(())
    }
}
