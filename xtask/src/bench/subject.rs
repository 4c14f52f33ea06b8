//! The server that is measured, and where it keeps everything.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, ensure};
use switchroom_testbed::{Nats, Postgres, database_of};
use tempfile::TempDir;
use tokio::task::LocalSet;

use super::Engine;
use super::cluster::{self, Place};
use super::figures::Figure;
use super::load::Target;
use super::process::{Process, Processes};
use crate::server::Server;
use crate::workspace::{Profile, build_server, target_folder};

/// The admin's token.
pub(crate) const TOKEN: &str = "bench-token-0123456789abcdef0123456789abcdef";

const VARIABLES: [(&str, &str); 6] = [
    ("SWITCHROOM_ADMIN_USERNAME", "admin"),
    ("SWITCHROOM_ADMIN_PASSWORD", "bench-password"),
    ("SWITCHROOM_ADMIN_TOKEN", TOKEN),
    ("SWITCHROOM_RATE_LIMIT", "off"),
    ("SWITCHROOM_WEBHOOK_ALLOW_NETWORKS", "127.0.0.0/8"),
    // All sockets of a benchmark are opened with one token.
    ("SWITCHROOM_MAX_SOCKETS_PER_TOKEN", "25000"),
];

/// What seals secrets: nodes that share a database share it.
const KEY: &str = "YmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gtYmU=";

/// A release build of the server, and where its databases are made.
pub(crate) struct Subject {
    binary: PathBuf,
    folders: PathBuf,
    /// Where the databases are, on PostgreSQL.
    cluster: Option<Rc<Postgres>>,
}

/// A database, and a folder for the logs of those who serve it.
pub(crate) struct Database {
    pub(crate) folder: PathBuf,
    pub(crate) url: String,
    /// Removes the folder in the end.
    _temporary: Option<TempDir>,
    /// Where the database is to be dropped in the end.
    dropped_from: Option<Rc<Postgres>>,
}

impl Subject {
    pub(crate) fn build(engine: Engine) -> anyhow::Result<Self> {
        Self::with_cluster(engine, Place::Fresh)
    }

    /// The same, with a PostgreSQL that is there again the next time, in the folder of that name.
    pub(crate) fn lasting(engine: Engine, name: &str) -> anyhow::Result<Self> {
        Self::with_cluster(engine, |folders| Place::Lasting(folders.join(name).join("postgres")))
    }

    fn with_cluster(engine: Engine, place: impl FnOnce(PathBuf) -> Place) -> anyhow::Result<Self> {
        let binary = build_server(Profile::Release)?;
        let folders = folders()?;
        let cluster = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Rc::new(cluster::start(place(folders.clone()))?)),
        };
        Ok(Self { binary, folders, cluster })
    }

    /// A new, empty database; removed when dropped.
    pub(crate) fn new_database(&self) -> anyhow::Result<Database> {
        let folder = tempfile::tempdir_in(&self.folders).context("could not make a data folder")?;
        let url = match &self.cluster {
            None => file_url(folder.path()),
            Some(cluster) => cluster.create_database()?,
        };
        Ok(Database { folder: folder.path().to_owned(), url, _temporary: Some(folder), dropped_from: self.cluster.clone() })
    }

    /// A database that stays: the one of that name on PostgreSQL, or a new one; on SQLite, the one in the folder.
    pub(crate) fn lasting_database(&self, folder: &Path, name: Option<&str>) -> anyhow::Result<Database> {
        fs::create_dir_all(folder).context("could not make a data folder")?;
        let url = match (&self.cluster, name) {
            (None, _) => file_url(folder),
            (Some(cluster), Some(name)) => cluster.url(name),
            (Some(cluster), None) => cluster.create_database()?,
        };
        Ok(Database { folder: folder.to_owned(), url, _temporary: None, dropped_from: None })
    }

    /// Reads whatever lies on the disk once: as on a machine that has served the database for a while, and has the memory for it.
    pub(crate) fn warm(&self, database: &Database) -> anyhow::Result<()> {
        let folder = self.cluster.as_ref().map_or_else(|| database.folder.clone(), |cluster| cluster.data_folder());
        read_all(&folder).with_context(|| format!("could not read {}", folder.display()))
    }

    /// Has PostgreSQL write to the disk what it has in memory, so that what is measured does not wait for what was there before.
    pub(crate) fn settle(&self) -> anyhow::Result<()> {
        self.cluster.as_ref().map_or(Ok(()), |cluster| cluster.sql("postgres", "CHECKPOINT").map(drop))
    }

    /// One server on a database.
    pub(crate) fn start(&self, database: &Database) -> anyhow::Result<Server> {
        self.start_node(database, &database.folder, None)
    }

    /// So many servers on a database, several of them with a bus.
    pub(crate) fn start_nodes(&self, database: &Database, count: usize) -> anyhow::Result<Nodes> {
        ensure!(count == 1 || self.cluster.is_some(), "several nodes need PostgreSQL");
        let bus = if count > 1 { Some(Nats::start()?) } else { None };
        let mut servers = Vec::with_capacity(count);
        for number in 1..=count {
            let folder = database.folder.join(format!("node-{number}"));
            fs::create_dir_all(&folder).context("could not make a node's folder")?;
            servers.push(self.start_node(database, &folder, bus.as_ref())?);
        }
        Ok(Nodes { servers, database: self.cluster.as_ref().and_then(|cluster| cluster.pid()), _bus: bus })
    }

    /// Measures so many servers on a database.
    pub(crate) fn measure<Measured>(
        &self,
        database: &Database,
        nodes: usize,
        measure: impl FnOnce(Target) -> Measured,
    ) -> anyhow::Result<Vec<Figure>>
    where
        Measured: Future<Output = anyhow::Result<Vec<Figure>>>,
    {
        let nodes = self.start_nodes(database, nodes)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let figures = LocalSet::new().block_on(&runtime, measure(Target::of(&nodes)));
        let figures = figures.map_err(|error| error.context(format!("the servers' last words:\n{}", nodes.last_words())))?;
        nodes.stop()?;
        Ok(figures)
    }

    fn start_node(&self, database: &Database, folder: &Path, bus: Option<&Nats>) -> anyhow::Result<Server> {
        let bus = bus.map(Nats::url);
        let own = [("SWITCHROOM_DATABASE", database.url.as_str()), ("SWITCHROOM_KEY", KEY)];
        let bus = bus.as_deref().map(|url| ("SWITCHROOM_BUS", url));
        let variables: Vec<(&str, &str)> = VARIABLES.into_iter().chain(own).chain(bus).collect();
        Server::start(&self.binary, folder, &variables)
    }
}

impl Database {
    /// The database's name among those of its PostgreSQL.
    pub(crate) fn name(&self) -> &str {
        database_of(&self.url)
    }

    /// SQLite's file.
    pub(crate) fn file(&self) -> PathBuf {
        file_in(&self.folder)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(cluster) = &self.dropped_from {
            // What cannot be dropped goes with its cluster, or is in nobody's way.
            let _ = cluster.drop_database(&self.url);
        }
    }
}

/// Servers of one database.
pub(crate) struct Nodes {
    servers: Vec<Server>,
    /// The first process of PostgreSQL.
    database: Option<u32>,
    _bus: Option<Nats>,
}

impl Nodes {
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(|server| server.address).collect()
    }

    pub(crate) fn processes(&self) -> Processes {
        let nodes = self.servers.iter().map(|server| Process(server.pid())).collect();
        Processes { nodes, database: self.database.map(Process) }
    }

    /// The last lines each logged.
    pub(crate) fn last_words(&self) -> String {
        self.servers.iter().map(Server::last_words).collect::<Vec<_>>().join("\n---\n")
    }

    pub(crate) fn stop(self) -> anyhow::Result<()> {
        self.servers.into_iter().try_for_each(Server::stop)
    }
}

/// Where all data folders are made: beside what cargo builds, because that is on a real disk; /tmp is often kept in memory, where syncing
/// costs nothing.
pub(crate) fn folders() -> anyhow::Result<PathBuf> {
    let folders = target_folder()?.join("bench");
    fs::create_dir_all(&folders).context("could not make a folder for data")?;
    Ok(folders)
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join("switchroom.db")
}

fn file_url(folder: &Path) -> String {
    format!("sqlite:{}", file_in(folder).display())
}

fn read_all(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_all(&path)?;
        } else {
            std::io::copy(&mut fs::File::open(path)?, &mut std::io::sink())?;
        }
    }
    Ok(())
}
