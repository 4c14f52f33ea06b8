//! Opening the configured store, with the bus between the nodes that share it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use switchroom_adapters::NatsBus;
use switchroom_engine::ports::{Alone, Bus, Nodes as _, SearchIndex, Store};
use switchroom_store::postgres::{Listeners, NotifyBus, PostgresOptions, PostgresStore};
use switchroom_store::sqlite::{SqliteOptions, SqliteSearch, SqliteStore};

use super::{Parts, folder};
use crate::config::{Config, Database};

/// The name under which nodes agree on the id of the deployment that they are.
const DEPLOYMENT: &str = "id";

/// A store, and what goes with it.
pub(super) struct Opened {
    pub(super) store: Arc<dyn Store>,
    pub(super) search: Arc<dyn SearchIndex>,
    pub(super) bus: Arc<dyn Bus>,
}

pub(super) async fn open(config: &Config, parts: &Parts, listeners: Listeners) -> anyhow::Result<Opened> {
    match &config.database {
        Database::Sqlite(file) => {
            folder::make(&config.database)?;
            sqlite(file, parts, listeners)
        }
        Database::Postgres(url) => postgres(url, config, parts, listeners).await,
    }
}

fn sqlite(file: &Path, parts: &Parts, listeners: Listeners) -> anyhow::Result<Opened> {
    // There is one order, and it is told at once.
    let Listeners { at_once, in_order } = listeners;
    let listeners = at_once.into_iter().chain(in_order).collect();
    let store = SqliteStore::open(file, SqliteOptions::default(), Arc::clone(&parts.clock), Arc::clone(&parts.ids), listeners);
    let store = store.with_context(|| format!("cannot open {}", file.display()))?;
    let search = SqliteSearch::open(file).with_context(|| format!("cannot open the search index beside {}", file.display()))?;
    Ok(Opened { store: Arc::new(store), search: Arc::new(search), bus: Arc::new(Alone::default()) })
}

async fn postgres(url: &str, config: &Config, parts: &Parts, listeners: Listeners) -> anyhow::Result<Opened> {
    let options = PostgresOptions { readers: config.database_connections, ..PostgresOptions::default() };
    let open = |bus| PostgresStore::open(url, options, Arc::clone(&parts.clock), Arc::clone(&parts.ids), listeners, bus);
    let Some(servers) = &config.bus else {
        let session = config.database_session.as_deref().unwrap_or(url);
        let bus: Arc<dyn Bus> = Arc::new(NotifyBus::start(session).await.context("cannot listen to other nodes by PostgreSQL")?);
        let store = open(Arc::clone(&bus)).await.context("cannot open the database")?;
        return Ok(Opened { search: Arc::new(store.search()), store: Arc::new(store), bus });
    };
    let bus = Arc::new(NatsBus::new(servers).context("cannot use the bus")?);
    let store = open(Arc::clone(&bus) as _).await.context("cannot open the database")?;
    // Two deployments may have the same servers: neither may hear the other.
    let deployment = store.agree(DEPLOYMENT, parts.ids.uuid(parts.clock.now()).to_string()).await.context("cannot agree on an id")?;
    bus.join(&deployment).await.context("cannot use the bus")?;
    Ok(Opened { search: Arc::new(store.search()), store: Arc::new(store), bus })
}
