//! `cargo xtask bench`: the server under load, as a process of its own on the same machine.

mod cluster;
mod deliver;
mod figures;
mod full;
mod http1;
mod ingest;
mod load;
mod messages;
mod noop;
mod posting;
mod process;
mod search;
mod setup;
mod sink;
mod sockets;
mod startup;
mod subject;
mod webhook;

use std::os::unix::process::CommandExt;

use anyhow::Context;
use clap::{Subcommand, ValueEnum};

use crate::workspace::cargo;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    scenario: Scenario,
    /// Print one JSON object a line
    #[arg(long, global = true)]
    json: bool,
    /// Where the server keeps everything
    #[arg(long, global = true, value_enum, default_value_t = Engine::Sqlite)]
    engine: Engine,
}

#[derive(Subcommand)]
enum Scenario {
    /// Messages posted over HTTP with a live webhook subscription; start-up and idle memory too
    Ingest(ingest::Arguments),
    /// The memory that idle WebSockets take
    Sockets(sockets::Arguments),
    /// What webhooks carry: the bare limit, backlogs, the time to arrive, a slow neighbour; every signature verified
    Deliver(deliver::Arguments),
    /// How much slower posting, lists, room histories and the start are with millions of messages in the database
    Full(full::Arguments),
    /// How long searches take with millions of messages, and how long the index takes to be made
    Search(search::Arguments),
}

/// Where the server keeps everything.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Runs a scenario and prints its figures.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    // The load generator shares the machine with the server: compiled without optimization it would take its time away.
    if cfg!(debug_assertions) {
        let error = cargo(["run", "--release", "--quiet", "--package", "xtask", "--"]).args(std::env::args_os().skip(1)).exec();
        return Err(error).context("could not start cargo");
    }
    let figures = match arguments.scenario {
        Scenario::Ingest(scenario) => ingest::run(&scenario, arguments.engine)?,
        Scenario::Sockets(scenario) => sockets::run(&scenario, arguments.engine)?,
        Scenario::Deliver(scenario) => deliver::run(&scenario, arguments.engine)?,
        Scenario::Full(scenario) => full::run(&scenario, arguments.engine)?,
        Scenario::Search(scenario) => search::run(&scenario, arguments.engine)?,
    };
    figures::print(&figures, arguments.engine.as_str(), arguments.json)
}
