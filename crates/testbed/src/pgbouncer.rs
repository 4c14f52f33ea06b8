//! PgBouncer.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use rustix::process::Signal;

use crate::child::{Child, Program, Started};
use crate::postgres::{Postgres, USERS, url};
use crate::user::User;
use crate::{port, programs};

const SETTINGS: &str = "pgbouncer.ini";
const KNOWN: &str = "users.txt";

/// A PgBouncer of our own, in transaction mode: every transaction may run on another connection than the one before. Dropped, it goes.
pub struct PgBouncer {
    child: Child,
    user: Option<User>,
    port: u16,
}

impl PgBouncer {
    /// Starts one in front of a PostgreSQL, with whatever databases that has, and waits until it takes connections.
    pub fn start(postgres: &Postgres) -> anyhow::Result<Self> {
        let user = User::instead_of_root()?;
        let mut bouncer = Self { child: Child::in_fresh_folder("pgbouncer", None, user, Signal::KILL)?, user, port: 0 };
        let known = USERS.iter().fold(String::new(), |mut known, user| {
            // Writing to a string does not fail.
            let _ = writeln!(known, "\"{user}\" \"\"");
            known
        });
        bouncer.write(KNOWN, &known)?;
        for _ in 0..port::STARTS {
            bouncer.port = port::free()?;
            bouncer.write(SETTINGS, &settings(postgres.port(), bouncer.port))?;
            if bouncer.child.start(&bouncer.program()?)? == Started::Serving {
                return Ok(bouncer);
            }
        }
        bail!("PgBouncer found every port taken:\n{}", bouncer.log())
    }

    /// The address of a database through it, for its owner.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        url(USERS[0], self.port, database)
    }

    /// The process's id, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.pid()
    }

    /// The last lines it logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.child.last_lines()
    }

    fn write(&self, file: &str, text: &str) -> anyhow::Result<()> {
        let path = self.child.folder().join(file);
        std::fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))
    }

    fn program(&self) -> anyhow::Result<Program> {
        Ok(Program {
            name: "pgbouncer",
            file: programs::need("pgbouncer")?,
            arguments: vec![SETTINGS.into()],
            user: self.user,
            serves: "process up",
        })
    }
}

/// Whoever dials a server that was away is not kept waiting: tests stop and start it.
fn settings(postgres: u16, port: u16) -> String {
    format!(
        "[databases]\n\
         * = host=127.0.0.1 port={postgres}\n\
         [pgbouncer]\n\
         listen_addr = 127.0.0.1\n\
         listen_port = {port}\n\
         unix_socket_dir =\n\
         auth_type = trust\n\
         auth_file = {KNOWN}\n\
         pool_mode = transaction\n\
         max_client_conn = 1000\n\
         default_pool_size = 20\n\
         server_login_retry = 1\n"
    )
}
