//! `switchroom webhooks list` and `show`.

use clap::Args;
use uuid::Uuid;

use super::Paging;
use super::client::Client;
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    paging: Paging,
}

impl List {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let answer = client.get("", &self.paging.query()).await?;
        let columns = [
            ("ID", "/id"),
            ("DIALECT", "/dialect"),
            ("ENABLED", "/enabled"),
            ("DISABLED BECAUSE", "/disabled/reason"),
            ("EVENTS", "/events"),
            ("URL", "/url"),
        ];
        output.list(&answer, "webhooks", &columns);
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// The webhook's id
    id: Uuid,
}

impl Show {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        output.one(&client.get(&format!("/{}", self.id), &[]).await?);
        Ok(())
    }
}
