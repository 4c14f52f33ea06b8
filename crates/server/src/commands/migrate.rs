//! `switchroom migrate`.

use anyhow::Context;
use switchroom_store::{Migrated, postgres, sqlite};

use crate::app;
use crate::config::{Config, Database};

#[expect(clippy::print_stdout, reason = "what was done is what was asked for")]
pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    let _alone = app::hold_database(&config.database)?;
    let Migrated { from, to } = match &config.database {
        Database::Sqlite(file) => sqlite::migrate(file).with_context(|| format!("cannot migrate {}", file.display()))?,
        Database::Postgres(url) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(postgres::migrate(url)).context("cannot migrate the database")?
        }
    };
    match from {
        0 => println!("The schema was made: version {to}."),
        from if from == to => println!("The schema was up to date: version {to}."),
        from => println!("The schema was brought from version {from} to version {to}."),
    }
    Ok(())
}
