//! The server's search index.

use std::time::Duration;

use anyhow::{Context, bail};
use tokio::time::Instant;
use tokio_postgres::NoTls;

use crate::bench::Engine;
use crate::bench::setup::Client;
use crate::bench::subject::Database;

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Throws it away: the server makes it anew.
pub(in crate::bench) fn forget(engine: Engine, database: &Database) -> anyhow::Result<()> {
    match engine {
        Engine::Sqlite => {
            for name in ["search.db", "search.db-wal", "search.db-shm"] {
                match std::fs::remove_file(database.file().with_file_name(name)) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => bail!("could not remove {name}: {error}"),
                    _ => {}
                }
            }
            Ok(())
        }
        Engine::Postgres => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let (client, connection) =
                    tokio_postgres::connect(&database.url, NoTls).await.context("could not connect to PostgreSQL")?;
                tokio::spawn(async { drop(connection.await) });
                client.batch_execute("TRUNCATE search_documents, search_positions").await.context("could not empty the index")
            })
        }
    }
}

/// Waits until all that was said so far is found; how long that took.
pub(in crate::bench) async fn complete(client: &mut Client) -> anyhow::Result<Duration> {
    let (from, mut wanted) = (Instant::now(), None);
    loop {
        let status = client.get("/v1/search/status").await?;
        let number = |name: &str| status[name].as_i64().context("a status without numbers");
        if number("indexed")? >= *wanted.get_or_insert(number("head")?) {
            return Ok(from.elapsed());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
