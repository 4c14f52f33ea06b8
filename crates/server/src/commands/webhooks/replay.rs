//! `switchroom webhooks replay`, `replays` and `cancel`.

use std::io::IsTerminal as _;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Paging;
use super::client::Client;
use super::output::{Output, tell};

/// Between two looks at how far a replay has come: as often as that is written down.
const PAUSE: Duration = Duration::from_millis(500);
const STYLE: &str = "[{wide_bar}] {human_pos}/{human_len} events, {percent}%, {eta} left";

#[derive(Debug, Args)]
pub(super) struct Start {
    /// The webhook's id
    id: Uuid,
    #[command(flatten)]
    part: Part,
    /// Up to the event with this sequence number; without: the latest there is
    #[arg(long)]
    until: Option<i64>,
    /// Wait until it is done
    #[arg(long)]
    wait: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Part {
    /// From the event after this sequence number on
    #[arg(long)]
    after: Option<i64>,
    /// From the first event at this time on, e.g. 2026-01-31T12:00:00Z
    #[arg(long, conflicts_with = "after")]
    since: Option<String>,
    /// Only what was given up
    #[arg(long)]
    dead: bool,
}

impl Start {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let body = json!({"after": self.part.after, "since": self.part.since, "dead": self.part.dead, "until": self.until});
        let started = client.post(&format!("/{}/replay", self.id), body).await?;
        if !self.wait {
            output.one(&started);
            return Ok(());
        }
        let job = started["job"].as_str().context("the server named no job")?;
        let ended = wait(client, &format!("/{}/replays/{job}", self.id), job).await?;
        output.one(&ended);
        ensure!(ended["state"] == "done", "the replay was called off");
        Ok(())
    }
}

/// Waits until the job at `path` runs no longer, and shows how far it has come.
async fn wait(client: &Client, path: &str, job: &str) -> anyhow::Result<Value> {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    bar.set_style(ProgressStyle::with_template(STYLE)?);
    tell(&format!("The replay {job} is at work. It goes on without this command."));
    loop {
        let replay = client.get(path, &[]).await?;
        if replay["state"] != "running" {
            bar.finish_and_clear();
            return Ok(replay);
        }
        let number = |value: &Value| value.as_i64().unwrap_or_default();
        let (after, until) = (number(&replay["after"]), number(&replay["until"]));
        let cursor = replay["position"]["cursor"].as_i64().unwrap_or(after);
        bar.set_length(u64::try_from(until - after).unwrap_or_default());
        bar.set_position(u64::try_from(cursor - after).unwrap_or_default());
        tokio::time::sleep(PAUSE).await;
    }
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// The webhook's id
    id: Uuid,
    #[command(flatten)]
    paging: Paging,
}

impl List {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        let answer = client.get(&format!("/{}/replays", self.id), &self.paging.query()).await?;
        let columns = [
            ("JOB", "/job"),
            ("STATE", "/state"),
            ("SCOPE", "/scope"),
            ("AFTER", "/after"),
            ("UNTIL", "/until"),
            ("ASKED FOR AT", "/created_at"),
        ];
        output.list(&answer, "replays", &columns);
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Cancel {
    /// The webhook's id
    id: Uuid,
    /// The replay's id
    job: Uuid,
}

impl Cancel {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        output.one(&client.post(&format!("/{}/replays/{}/cancel", self.id, self.job), json!({})).await?);
        Ok(())
    }
}
