//! The command line.

mod copy;
mod demo;
mod migrate;
mod print_config;
mod reset_password;
mod serve;
mod webhooks;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Layer};

/// A self-hosted customer-conversation server.
#[derive(Debug, Parser)]
#[command(name = "switchroom", version)]
pub struct CommandLine {
    #[command(subcommand)]
    command: Subcommands,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Serve.
    Serve(Settings),
    /// Serve a demonstration: a team at work, and customers who keep writing. Without a database it leaves nothing behind.
    Demo(Settings),
    /// Bring the database's schema up to date, and exit.
    Migrate(Settings),
    /// Copy everything from SQLite to PostgreSQL, and compare both.
    Copy(copy::Arguments),
    /// Show the configuration.
    Config(print_config::Arguments),
    /// Look after users.
    #[command(subcommand)]
    User(UserCommands),
    /// Look after the webhooks of a running server.
    Webhooks(Box<webhooks::Arguments>),
}

#[derive(Debug, Subcommand)]
enum UserCommands {
    /// Give a user a new password, and let him in again if he was not active.
    ResetPassword(reset_password::Arguments),
}

/// Settings that can be given as flags.
#[derive(Debug, Args)]
struct Settings {
    /// Where to listen, e.g. 127.0.0.1:3000
    #[arg(long)]
    listen: Option<String>,
    /// Where everything is kept: sqlite:PATH or postgres://…
    #[arg(long)]
    database: Option<String>,
    /// What carries notices between nodes: nats://…
    #[arg(long)]
    bus: Option<String>,
    /// The file of settings; switchroom.toml if it is there
    #[arg(long)]
    config: Option<PathBuf>,
}

impl Settings {
    fn load(self) -> anyhow::Result<Config> {
        let flags = Layer { listen: self.listen, database: self.database, bus: self.bus, ..Layer::default() };
        Config::load(flags, self.config.as_deref())
    }
}

impl CommandLine {
    /// Does what the command line says.
    pub fn run(self) -> anyhow::Result<()> {
        match self.command {
            Subcommands::Serve(settings) => serve::run(&settings.load()?),
            Subcommands::Demo(settings) => {
                let keeps = settings.database.is_some();
                demo::run(settings.load()?, keeps)
            }
            Subcommands::Migrate(settings) => migrate::run(&settings.load()?),
            Subcommands::Copy(arguments) => copy::run(&arguments),
            Subcommands::Config(arguments) => print_config::run(&arguments),
            Subcommands::User(UserCommands::ResetPassword(arguments)) => reset_password::run(arguments),
            Subcommands::Webhooks(arguments) => webhooks::run(*arguments),
        }
    }
}
