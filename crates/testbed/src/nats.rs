//! NATS.

use anyhow::bail;
use rustix::process::Signal;

use crate::child::{Child, Program, Started};
use crate::{port, programs};

/// A NATS server of our own. Dropped, it goes.
pub struct Nats {
    child: Child,
    port: u16,
}

impl Nats {
    /// Starts a server, and waits until it takes connections.
    pub fn start() -> anyhow::Result<Self> {
        let mut server = Self { child: Child::in_fresh_folder("nats", None, None, Signal::KILL)?, port: 0 };
        for _ in 0..port::STARTS {
            server.port = port::free()?;
            if server.child.start(&server.program()?)? == Started::Serving {
                return Ok(server);
            }
        }
        bail!("NATS found every port taken:\n{}", server.log())
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Ends the server at once, as a failure would.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.stop(Signal::KILL)
    }

    /// Starts the ended server again, on the same port.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        match self.child.start(&self.program()?)? {
            Started::Serving => Ok(()),
            Started::PortTaken => bail!("somebody else took port {}", self.port),
        }
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

    fn program(&self) -> anyhow::Result<Program> {
        Ok(Program {
            name: "nats-server",
            file: programs::need("nats-server")?,
            arguments: vec!["--addr".into(), "127.0.0.1".into(), "--port".into(), self.port.to_string().into()],
            user: None,
            serves: "Server is ready",
        })
    }
}
