//! `switchroom webhooks parked` and `dead-letters`.

use clap::Args;
use uuid::Uuid;

use super::Paging;
use super::client::Client;
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct Parked {
    /// The webhook's id
    id: Uuid,
    #[command(flatten)]
    paging: Paging,
}

impl Parked {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let answer = client.get(&format!("/{}/parked", self.id), &self.paging.query()).await?;
        let columns =
            [("NEXT SEQ", "/next_seq"), ("ROOM", "/room_id"), ("ATTEMPTS", "/attempts"), ("NEXT AT", "/next_at"), ("REASON", "/reason")];
        output.list(&answer, "parked", &columns);
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct DeadLetters {
    /// The webhook's id
    id: Uuid,
    #[command(flatten)]
    paging: Paging,
}

impl DeadLetters {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let answer = client.get(&format!("/{}/dead-letters", self.id), &self.paging.query()).await?;
        let columns =
            [("SEQ", "/seq"), ("EVENT", "/event_id"), ("ROOM", "/room_id"), ("ATTEMPTS", "/attempts"), ("GIVEN UP AT", "/died_at")];
        output.list(&answer, "dead_letters", &columns);
        Ok(())
    }
}
