//! A server in a process of its own, that can be killed.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use parking_lot::Mutex;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::{ADMIN_TOKEN, Client, Engine, database_of, watchdog};

/// How a process is started.
#[derive(Debug, Clone, Default)]
pub struct ProcessOptions {
    /// More environment variables.
    pub environment: Vec<(String, String)>,
    /// What it keeps everything in, as the setting names it; what belongs to its folder if nothing is given.
    pub database: Option<String>,
}

/// A server in a process of its own.
pub struct Process {
    child: Child,
    address: SocketAddr,
    lines: Arc<Mutex<Vec<String>>>,
    reading: JoinHandle<()>,
}

impl Process {
    /// Starts `binary` in `folder`, on the database that belongs to it if the options name no other, on a free port. Returns when it serves.
    pub async fn start(binary: &str, folder: &Path, options: &ProcessOptions) -> Self {
        watchdog::watch();
        let database = options.database.clone().unwrap_or_else(|| database_of(folder));
        let mut command = Command::new(binary);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(&database)
            .current_dir(folder)
            .envs(Engine::of(&database).environment())
            .env("SWITCHROOM_ADMIN_TOKEN", ADMIN_TOKEN)
            .env("SWITCHROOM_ADMIN_PASSWORD", "admin-password")
            .env("SWITCHROOM_RATE_LIMIT", "off")
            .env("SWITCHROOM_WEBHOOK_ALLOW_NETWORKS", "127.0.0.0/8")
            .env("SWITCHROOM_LOG_FORMAT", "json")
            .envs(options.environment.iter().cloned())
            // Whoever reads what the tests print does not wait for a server that outlives them.
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().expect("the server's process");
        let stderr = child.stderr.take().expect("its log lines");
        let (tell, told) = oneshot::channel();
        let lines = Arc::default();
        let reading = tokio::spawn(read_log(stderr, Arc::clone(&lines), tell));
        let address = told.await.expect("the server did not start");
        Self { child, address, lines, reading }
    }

    /// A client with the admin's token.
    #[must_use]
    pub fn admin(&self) -> Client {
        Client::new(self.address).with_token(ADMIN_TOKEN)
    }

    /// A client without a token.
    #[must_use]
    pub fn anybody(&self) -> Client {
        Client::new(self.address)
    }

    /// The process's id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id().expect("a running process")
    }

    /// What it has logged so far, line by line: JSON, but for what no logger wrote.
    #[must_use]
    pub fn log_lines(&self) -> Vec<String> {
        self.lines.lock().clone()
    }

    /// Tells the process to stop: SIGTERM.
    pub fn terminate(&self) {
        let id = self.child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
        kill_process(id.expect("a running process"), Signal::TERM).expect("stopped");
    }

    /// Stops the process as an operator would: SIGTERM. Returns everything it has logged, and panics if it
    /// ended badly.
    pub async fn stop(mut self) -> Vec<String> {
        self.terminate();
        assert!(self.child.wait().await.expect("a status").success(), "the server ended badly: {:?}", self.log_lines());
        (&mut self.reading).await.expect("its log lines");
        self.log_lines()
    }

    /// Stops the process as an operator would, and panics if it has logged anything worse than `INFO`.
    pub async fn stop_without_faults(self) {
        let lines = self.stop().await;
        assert!(!lines.is_empty(), "it must log that it serves");
        let level = |line: &String| serde_json::from_str::<Value>(line).ok().and_then(|line| line["level"].as_str().map(str::to_owned));
        let faults: Vec<&String> = lines.iter().filter(|line| !matches!(level(line).as_deref(), Some("INFO" | "DEBUG"))).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }

    /// Kills the process at once: SIGKILL.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("killed");
    }
}

/// Keeps log lines until the end, and tells the address that the server says it serves on.
async fn read_log(stderr: impl AsyncRead + Unpin, kept: Arc<Mutex<Vec<String>>>, tell: oneshot::Sender<SocketAddr>) {
    let mut tell = Some(tell);
    let mut lines = BufReader::new(stderr).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        kept.lock().push(line.clone());
        let line: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        let address = line["address"].as_str().and_then(|address| address.parse().ok());
        if let (Some(address), Some(tell)) = (address, tell.take_if(|_| address.is_some())) {
            // The test may have given up already.
            let _ = tell.send(address);
        }
    }
}
