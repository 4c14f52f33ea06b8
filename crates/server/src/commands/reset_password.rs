//! `switchroom user reset-password`.

use std::io::BufRead as _;

use anyhow::Context;
use clap::Args;
use switchroom_domain::OrgId;
use switchroom_engine::accounts;

use super::Settings;
use crate::app;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The user's name
    username: String,
    /// The number of the user's organization
    #[arg(long, default_value_t = 1)]
    organization: i64,
    /// Read the new password from the first line of standard input, instead of making a random one
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    settings: Settings,
}

#[expect(clippy::print_stdout, reason = "the password is what was asked for")]
pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let config = arguments.settings.load()?;
    let given = if arguments.password_stdin { Some(first_line()?) } else { None };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let engine = app::engine(&config, Vec::new()).await?;
        let password = given.clone().unwrap_or_else(|| app::random_password(&*engine.ids));
        let org = OrgId(arguments.organization);
        accounts::reset_password(&engine, org, &arguments.username, &password)
            .await
            .with_context(|| format!("cannot reset the password of {}", arguments.username))?;
        app::close(&engine).await;
        match given {
            Some(_) => println!("The password of {} is set.", arguments.username),
            None => println!("The new password of {} is: {password}", arguments.username),
        }
        Ok(())
    })
}

fn first_line() -> anyhow::Result<String> {
    let line = std::io::stdin().lock().lines().next().context("standard input is empty")??;
    anyhow::ensure!(!line.is_empty(), "standard input is empty");
    Ok(line)
}
