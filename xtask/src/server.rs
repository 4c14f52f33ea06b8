//! The server as a process of its own, in a data folder of its own, as the tour and the benchmarks use it.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::time::Instant;

const START_TIMEOUT: Duration = Duration::from_secs(60);
const STOP_TIMEOUT: Duration = Duration::from_secs(60);
const LOG: &str = "server.log";

/// A running server. Dropped without [`Server::stop`], it is killed.
pub(crate) struct Server {
    child: Child,
    folder: PathBuf,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// From the start of the process to its first answer.
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts the server in a data folder, with nothing of the caller's own settings but `variables`, and waits until it answers.
    pub(crate) fn start(binary: &Path, folder: &Path, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let address = free_address()?;
        let log = File::options().create(true).append(true).open(folder.join(LOG)).context("could not open the server's log")?;
        let mut command = Command::new(binary);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SWITCHROOM_")) {
            command.env_remove(name);
        }
        command
            .arg("serve")
            .current_dir(folder)
            .env("SWITCHROOM_LISTEN", address.to_string())
            .env("SWITCHROOM_DATABASE", format!("sqlite:{}", folder.join("switchroom.db").display()))
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone().context("could not share the server's log")?)
            .stderr(log);
        let from = Instant::now();
        let child = command.spawn().with_context(|| format!("could not start {}", binary.display()))?;
        let mut server = Self { child, folder: folder.to_owned(), address, started_in: Duration::ZERO };
        server.wait_until_it_answers(from)?;
        server.started_in = from.elapsed();
        Ok(server)
    }

    /// The process's id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The last lines it logged.
    pub(crate) fn last_words(&self) -> String {
        let log = fs::read_to_string(self.folder.join(LOG)).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines.get(lines.len().saturating_sub(20)..).unwrap_or_default().join("\n")
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).context("could not signal the server")?;
        let from = Instant::now();
        while from.elapsed() < STOP_TIMEOUT {
            if let Some(status) = self.child.try_wait()? {
                if status.success() {
                    return Ok(());
                }
                bail!("the server stopped with {status}:\n{}", self.last_words());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("the server did not stop within {STOP_TIMEOUT:?}:\n{}", self.last_words())
    }

    fn wait_until_it_answers(&mut self, from: Instant) -> anyhow::Result<()> {
        while !is_healthy(self.address) {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended ({status}) instead of serving:\n{}", self.last_words());
            }
            if from.elapsed() > START_TIMEOUT {
                bail!("the server did not answer within {START_TIMEOUT:?}:\n{}", self.last_words());
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already: then there is nothing to end or to wait for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?)
}

#[expect(clippy::disallowed_methods, reason = "not the server dials here: a tool calls the server that it started itself")]
fn is_healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = std::net::TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer.starts_with(b"HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}
