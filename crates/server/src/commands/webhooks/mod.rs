//! `switchroom webhooks`: a client of a running server's `/v1/webhooks`.

mod attempts;
mod client;
mod create;
mod edit;
mod list;
mod output;
mod replay;
mod resend;
mod sample;
mod waiting;

use clap::{Args, Subcommand};

use client::{Client, Connection};
use output::Output;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    connection: Connection,
    /// Print what the server answers, as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the webhooks
    List(list::List),
    /// Show a webhook, and how far it has come
    Show(list::Show),
    /// Create a webhook, and show its signing secret
    Create(create::Create),
    /// Go on delivering
    Enable(edit::Enable),
    /// Stop delivering; nothing is lost
    Disable(edit::Disable),
    /// Delete a webhook
    Delete(edit::Delete),
    /// Give a webhook a new signing secret, and show it
    RotateSecret(edit::RotateSecret),
    /// Go on from another place in the log
    Seek(edit::Seek),
    /// Send an example of an event
    Test(sample::Sample),
    /// List the attempts to deliver, newest first
    Attempts(attempts::Attempts),
    /// List the rooms that wait apart, because a delivery failed or was slow
    Parked(waiting::Parked),
    /// List the events that were given up
    DeadLetters(waiting::DeadLetters),
    /// Send one event again
    Resend(resend::Resend),
    /// Tell a part of the log once more
    Replay(replay::Start),
    /// List the replays
    Replays(replay::List),
    /// Call a replay off
    Cancel(replay::Cancel),
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let client = Client::new(arguments.connection)?;
    let output = Output::new(arguments.json);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(arguments.verb.run(&client, output))
}

impl Verb {
    async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        match self {
            Self::List(verb) => verb.run(client, output).await,
            Self::Show(verb) => verb.run(client, output).await,
            Self::Create(verb) => verb.run(client, output).await,
            Self::Enable(verb) => verb.run(client, output).await,
            Self::Disable(verb) => verb.run(client, output).await,
            Self::Delete(verb) => verb.run(client).await,
            Self::RotateSecret(verb) => verb.run(client, output).await,
            Self::Seek(verb) => verb.run(client, output).await,
            Self::Test(verb) => verb.run(client, output).await,
            Self::Attempts(verb) => verb.run(client, output).await,
            Self::Parked(verb) => verb.run(client, output).await,
            Self::DeadLetters(verb) => verb.run(client, output).await,
            Self::Resend(verb) => verb.run(client, output).await,
            Self::Replay(verb) => verb.run(client, output).await,
            Self::Replays(verb) => verb.run(client, output).await,
            Self::Cancel(verb) => verb.run(client, output).await,
        }
    }
}

/// Which page of a list.
#[derive(Debug, Args)]
struct Paging {
    /// Rows, at the most: up to 200
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Where the page begins, as the page before says
    #[arg(long)]
    cursor: Option<String>,
}

impl Paging {
    fn query(&self) -> Vec<(&'static str, String)> {
        let cursor = self.cursor.clone().map(|cursor| ("cursor", cursor));
        cursor.into_iter().chain([("limit", self.limit.to_string())]).collect()
    }
}
