//! PostgreSQL.

use std::ffi::OsString;
use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context as _, bail};
use rustix::process::Signal;

use crate::child::{Child, Program, Started, command, output};
use crate::user::User;
use crate::{port, programs};

/// Who rules the server.
const SUPERUSER: &str = "postgres";
/// Who owns the databases: no more than what Switchroom needs.
const OWNER: &str = "switchroom";
/// Its files, in its folder.
const DATA: &str = "data";

/// In tests nothing outlives the machine, and as many servers run at once as the machine has cores.
const NOT_DURABLE: &[(&str, &str)] =
    &[("fsync", "off"), ("full_page_writes", "off"), ("wal_level", "minimal"), ("max_wal_senders", "0"), ("max_connections", "1000")];

/// How a PostgreSQL is to be.
#[derive(Debug, Clone, Default)]
pub struct PostgresOptions {
    /// Whether what is committed is on the disk. Otherwise it survives the server's end, but not the machine's.
    pub durable: bool,
    /// Settings as in `postgresql.conf`, over our own.
    pub settings: Vec<(String, String)>,
    /// Where the folder with its files is made; the system's folder for such things if none is given.
    pub folder: Option<PathBuf>,
    /// A folder that stays, instead of a fresh one that goes: what is there is there again at the next start.
    pub keep: Option<PathBuf>,
}

/// A PostgreSQL of our own. Dropped, it goes with everything in it.
pub struct Postgres {
    child: Child,
    bin: PathBuf,
    user: Option<User>,
    settings: Vec<(String, String)>,
    port: u16,
}

impl Postgres {
    /// Starts a server, and waits until it takes connections.
    pub fn start(options: PostgresOptions) -> anyhow::Result<Self> {
        let PostgresOptions { durable, settings, folder, keep } = options;
        // The others of the same version lie beside it, wherever a link in the search path leads.
        let initdb = programs::need("initdb")?.canonicalize().context("initdb")?;
        let bin = initdb.parent().map(Path::to_owned).unwrap_or_default();
        let user = User::instead_of_root()?;
        let child = match keep {
            // In order: the next start has nothing to recover.
            Some(folder) => Child::in_folder(&folder, user, Signal::INT)?,
            None => Child::in_fresh_folder("postgres", folder.as_deref(), user, Signal::QUIT)?,
        };
        let ours = [("max_connections", "200")].iter().chain(if durable { &[] } else { NOT_DURABLE });
        let settings = ours.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).chain(settings).collect();
        let mut server = Self { child, bin, user, settings, port: 0 };
        server.make_files(durable)?;
        server.start_on_a_free_port()?;
        server.make_owner()?;
        Ok(server)
    }

    /// One that all tests of a process share, each with a database of its own. Panics if there can be none.
    #[must_use]
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(PostgresOptions::default()).unwrap_or_else(|error| panic!("no PostgreSQL: {error:?}")))
    }

    /// The address of a database, for its owner.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        url(OWNER, self.port, database)
    }

    /// The address of a database, for who may do anything.
    #[must_use]
    pub fn superuser_url(&self, database: &str) -> String {
        url(SUPERUSER, self.port, database)
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Makes an empty database; answers its address.
    pub fn create_database(&self) -> anyhow::Result<String> {
        let name = format!("{OWNER}_{:016x}", RandomState::new().hash_one(()));
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER {OWNER}"))?;
        Ok(self.url(&name))
    }

    /// Drops a database, whoever is connected to it.
    pub fn drop_database(&self, url: &str) -> anyhow::Result<()> {
        self.sql("postgres", &format!("DROP DATABASE {} WITH (FORCE)", database_of(url))).map(drop)
    }

    /// Runs one statement as who may do anything; answers its rows, a line each, the columns parted by `|`.
    pub fn sql(&self, database: &str, statement: &str) -> anyhow::Result<String> {
        let mut psql = command(&self.bin.join("psql"), self.child.folder(), self.user);
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", &self.superuser_url(database), "-c", statement]);
        output(&mut psql, statement).map(|lines| lines.trim_end().to_owned())
    }

    /// Stops the server at once, as a failure would: nobody is asked, nothing is put in order.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.child.stop(Signal::QUIT)
    }

    /// Starts the stopped server again, on the same port and files.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        match self.child.start(&self.program())? {
            Started::Serving => Ok(()),
            Started::PortTaken => bail!("somebody else took port {}", self.port),
        }
    }

    /// [`Postgres::stop`], then [`Postgres::start_again`].
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.stop()?;
        self.start_again()
    }

    /// The id of its first process, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.pid()
    }

    /// The last lines it logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.child.last_lines()
    }

    /// The folder of its files.
    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        self.child.folder().join(DATA)
    }

    fn make_files(&self, durable: bool) -> anyhow::Result<()> {
        let data = self.data_folder();
        if data.exists() {
            return Ok(());
        }
        // Under another name until they are whole.
        let unfinished = data.with_extension("unfinished");
        if unfinished.exists() {
            std::fs::remove_dir_all(&unfinished).context("could not remove unfinished files")?;
        }
        let mut initdb = command(&self.bin.join("initdb"), self.child.folder(), self.user);
        initdb.args(["-A", "trust", "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8", "-D"]).arg(&unfinished);
        if !durable {
            initdb.arg("--no-sync");
        }
        output(&mut initdb, "initdb")?;
        std::fs::rename(&unfinished, &data).context("could not put its files in place")
    }

    fn start_on_a_free_port(&mut self) -> anyhow::Result<()> {
        for _ in 0..port::STARTS {
            self.port = port::free()?;
            if self.child.start(&self.program())? == Started::Serving {
                return Ok(());
            }
        }
        bail!("PostgreSQL found every port taken:\n{}", self.log())
    }

    fn make_owner(&self) -> anyhow::Result<()> {
        let known = self.sql("postgres", &format!("SELECT 1 FROM pg_roles WHERE rolname = '{OWNER}'"))?;
        if known.is_empty() {
            self.sql("postgres", &format!("CREATE ROLE {OWNER} LOGIN"))?;
        }
        Ok(())
    }

    fn program(&self) -> Program {
        // Without a socket in the file system: its path may be too long, and nobody needs it.
        let port = self.port.to_string();
        let fixed = [
            ("listen_addresses", "127.0.0.1"),
            ("port", port.as_str()),
            ("unix_socket_directories", ""),
            ("logging_collector", "off"),
            ("log_destination", "stderr"),
        ];
        let settings = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(fixed);
        let mut arguments: Vec<OsString> = vec!["-D".into(), self.data_folder().into()];
        arguments.extend(settings.flat_map(|(name, value)| ["-c".into(), format!("{name}={value}").into()]));
        Program {
            name: "postgres",
            file: self.bin.join("postgres"),
            arguments,
            user: self.user,
            serves: "database system is ready to accept connections",
        }
    }
}

/// The name of the database that an address ends with.
#[must_use]
pub fn database_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

/// The address of a database of a server on loopback.
pub(crate) fn url(user: &str, port: u16, database: &str) -> String {
    format!("postgres://{user}@127.0.0.1:{port}/{database}")
}

/// Everybody whom a server of ours knows.
pub(crate) const USERS: [&str; 2] = [OWNER, SUPERUSER];
