//! `switchroom webhooks resend`.

use clap::Args;
use serde_json::json;
use uuid::Uuid;

use super::client::Client;
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct Resend {
    /// The webhook's id
    id: Uuid,
    #[command(flatten)]
    event: Event,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Event {
    /// The event's sequence number
    #[arg(long)]
    seq: Option<i64>,
    /// The event's id
    #[arg(long)]
    event: Option<Uuid>,
}

impl Resend {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let body = json!({"seq": self.event.seq, "event_id": self.event.event});
        output.one(&client.post(&format!("/{}/resend", self.id), body).await?);
        Ok(())
    }
}
