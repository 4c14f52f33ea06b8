//! `switchroom webhooks attempts`.

use clap::Args;
use uuid::Uuid;

use super::Paging;
use super::client::Client;
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct Attempts {
    /// The webhook's id
    id: Uuid,
    /// Only those that became this: delivered, failed or dead
    #[arg(long)]
    outcome: Option<String>,
    /// Only those answered with this status
    #[arg(long)]
    status: Option<u16>,
    /// Only those of this room's events
    #[arg(long)]
    room: Option<Uuid>,
    /// Only those of the event with this sequence number
    #[arg(long)]
    seq: Option<i64>,
    /// Only those of the event with this id
    #[arg(long, conflicts_with = "seq")]
    event: Option<Uuid>,
    /// Only those that began then or later, e.g. 2026-01-31T12:00:00Z
    #[arg(long)]
    from: Option<String>,
    /// Only those that began earlier than that
    #[arg(long)]
    until: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Attempts {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let filters = [
            ("outcome", self.outcome),
            ("status", self.status.map(|status| status.to_string())),
            ("room_id", self.room.map(|room| room.to_string())),
            ("seq", self.seq.map(|seq| seq.to_string())),
            ("event_id", self.event.map(|event| event.to_string())),
            ("from", self.from),
            ("until", self.until),
        ];
        let given = filters.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let query: Vec<_> = given.chain(self.paging.query()).collect();
        let answer = client.get(&format!("/{}/attempts", self.id), &query).await?;
        let columns = [
            ("AT", "/at"),
            ("SEQ", "/seq"),
            ("EVENT", "/event_id"),
            ("NUMBER", "/number"),
            ("OUTCOME", "/outcome"),
            ("STATUS", "/status"),
            ("MICROSECONDS", "/duration_us"),
            ("ERROR", "/error"),
        ];
        output.list(&answer, "attempts", &columns);
        Ok(())
    }
}
