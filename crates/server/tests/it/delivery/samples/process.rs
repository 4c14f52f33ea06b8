//! A receiver in a process of its own.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

/// Names, comma-separated, the languages that must be at hand: `cargo xtask test` sets it to those it has installed.
const REQUIRED: &str = "SWITCHROOM_TEST_SAMPLES";
/// How a receiver's line for an event that it handles begins.
const HANDLED: &str = "handled ";

/// A language that a receiver is written in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Language {
    Python,
    JavaScript,
    Go,
    Ruby,
    Php,
}

impl Language {
    fn folder(self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/samples/webhooks").join(self.name())
    }

    fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::JavaScript => "javascript",
            Self::Go => "go",
            Self::Ruby => "ruby",
            Self::Php => "php",
        }
    }

    /// What starts the receiver; none if something that it needs is not there. `folder` is the receiver's own.
    async fn command(self, folder: &Path) -> Option<Command> {
        match self {
            Self::Python => {
                // Made by `cargo xtask test`, with the packages that the receiver needs.
                let python = Path::new(env!("CARGO_TARGET_TMPDIR")).join("samples-python/bin/python");
                with_script(python, &self.folder().join("receiver.py"), &["-c", "import standardwebhooks"]).await
            }
            Self::JavaScript => {
                let needed = format!("require({:?})", self.folder().join("node_modules/standardwebhooks"));
                with_script("node".into(), &self.folder().join("receiver.js"), &["-e", &needed]).await
            }
            Self::Go => {
                let binary = folder.join("receiver");
                let mut build = Command::new("go");
                build.args(["build", "-o"]).arg(&binary).arg(".").current_dir(self.folder());
                succeeds(build).await.then(|| Command::new(binary))
            }
            Self::Ruby => with_script("ruby".into(), &self.folder().join("receiver.rb"), &["-e", "require 'webrick'"]).await,
            Self::Php => {
                let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
                let address = format!("127.0.0.1:{port}");
                let needed = "exit(extension_loaded('pdo_sqlite') ? 0 : 1);";
                let mut command = with_script("php".into(), Path::new("-S"), &["-r", needed]).await?;
                command.arg(address).arg(self.folder().join("receiver.php"));
                Some(command)
            }
        }
    }
}

/// A program with a script, if the program is there and `check`, as its arguments, succeeds.
async fn with_script(program: PathBuf, script: &Path, check: &[&str]) -> Option<Command> {
    let mut checking = Command::new(&program);
    checking.args(check);
    if !succeeds(checking).await {
        return None;
    }
    let mut command = Command::new(program);
    command.arg(script);
    Some(command)
}

async fn succeeds(mut command: Command) -> bool {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().await;
    status.is_ok_and(|status| status.success())
}

/// A receiver that runs.
pub(super) struct Receiver {
    /// Where it listens.
    pub(super) address: SocketAddr,
    child: Child,
    handled: watch::Receiver<Vec<String>>,
}

impl Receiver {
    /// Starts the receiver with these secrets, and with a folder to keep everything in. None, with a line that says so, if its language is
    /// not at hand and need not be.
    #[expect(clippy::print_stdout, reason = "whoever reads a test's output is to know that nothing was tested")]
    pub(super) async fn start(language: Language, folder: &Path, secrets: &str) -> Option<Self> {
        let Some(mut command) = language.command(folder).await else {
            let required = std::env::var(REQUIRED).unwrap_or_default();
            let name = language.name();
            assert!(!required.split(',').any(|required| required == name), "{name} is not at hand, or a package of it");
            println!("passed over: {name} is not at hand, or a package of it; `cargo xtask test` installs what it may");
            return None;
        };
        command
            .current_dir(folder)
            .env("WEBHOOK_SECRETS", secrets)
            .env("PORT", "0")
            .env("INBOX", folder.join("inbox"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().expect("a receiver");
        let (told, handled) = watch::channel(Vec::new());
        let (listening, mut address) = watch::channel(None);
        tokio::spawn(read(child.stdout.take().expect("its output"), told.clone(), listening.clone()));
        // PHP's server says there where it listens.
        tokio::spawn(read(child.stderr.take().expect("its errors"), told, listening));
        let address = address.wait_for(Option::is_some).await.expect("the receiver did not start").expect("an address");
        Some(Self { address, child, handled })
    }

    /// Waits until what it has handled satisfies `enough`; each as its id, its type and whether it was late.
    pub(super) async fn wait_until(&self, enough: impl Fn(&[String]) -> bool) -> Vec<String> {
        self.handled.clone().wait_for(|handled| enough(handled)).await.expect("a receiver").clone()
    }

    /// Waits until it has handled so many deliveries.
    pub(super) async fn wait_for(&self, count: usize) -> Vec<String> {
        self.wait_until(|handled| handled.len() >= count).await
    }

    /// Kills it.
    pub(super) async fn kill(mut self) {
        self.child.kill().await.expect("killed");
    }
}

/// Reads what a receiver prints: where it listens, what it handles, and what is to be seen where a test fails.
#[expect(clippy::print_stdout, reason = "what a receiver prints besides is for whoever reads the output of a test that failed")]
async fn read(output: impl AsyncRead + Unpin, handled: watch::Sender<Vec<String>>, listening: watch::Sender<Option<SocketAddr>>) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(delivery) = line.strip_prefix(HANDLED) {
            handled.send_modify(|all| all.push(delivery.trim().to_owned()));
        } else if let Some(address) = address_in(&line) {
            listening.send_replace(Some(address));
        } else {
            println!("{line}");
        }
    }
}

/// The address in a line such as `listening on http://127.0.0.1:8080` or `Development Server (http://127.0.0.1:8080) started`.
fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, after) = line.split_once("http://")?;
    after.trim_end_matches(|end: char| !end.is_ascii_digit()).parse().ok()
}
