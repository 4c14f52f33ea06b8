//! `switchroom copy`.

mod progress;
mod report;

use std::path::Path;

use anyhow::{Context, bail};
use clap::Args;
use switchroom_store::copy::{self, CopyOptions};

use crate::app;
use crate::config::Database;
use progress::Shown;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to copy: sqlite:PATH. No server may run on it
    #[arg(long)]
    from: String,
    /// Where to: postgres://…, a database that is empty or holds an unfinished copy of the same
    #[arg(long, env = "SWITCHROOM_DATABASE", hide_env_values = true)]
    to: String,
    /// Copy nothing, only compare
    #[arg(long)]
    verify_only: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (from, to) = (Database::named(&arguments.from)?, Database::named(&arguments.to)?);
    let (Database::Sqlite(source), Database::Postgres(target)) = (&from, &to) else {
        bail!("there is a way from sqlite:PATH to postgres://…, and no other");
    };
    if !source.is_file() {
        bail!("there is no file {}", source.display());
    }
    let _alone = app::hold_database(&from).context("stop the server first: nothing may be written while it is copied")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let shown = Shown::new();
    let told = |progress| shown.show(progress);
    let options = CopyOptions::default();
    let compared = runtime.block_on(async {
        if arguments.verify_only {
            return copy::compare(source, target, options, &told).await.context("cannot compare both sides");
        }
        copy::copy(source, target, options, &told).await.map_err(|error| {
            let goes_on = error.may_go_on();
            let error = anyhow::Error::new(error);
            if goes_on { error.context("the copy is unfinished: run this again, and it goes on where it stood") } else { error }
        })
    })?;
    shown.end();
    report::print(&compared);
    report::refuse_difference(&compared)?;
    if !arguments.verify_only {
        say_what_is_left(source);
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "whoever copies must know what the copy has not")]
fn say_what_is_left(source: &Path) {
    let key = source.with_file_name("switchroom.key");
    let key = if key.exists() { format!("what is in {}", key.display()) } else { "what it was".to_owned() };
    println!("The key is not in the database. Set SWITCHROOM_KEY to {key} on every node: no other reads the secrets.");
    println!("Then start servers on the new database, and none on the old file: both would deliver.");
}
