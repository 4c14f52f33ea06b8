//! A server as a child process, which can be stopped and started again.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};

use crate::keeper::Keeper;
use crate::user::User;

const LOOK_EVERY: Duration = Duration::from_millis(5);
const START_TIMEOUT: Duration = Duration::from_secs(60);
const STOP_TIMEOUT: Duration = Duration::from_secs(120);
const LAST_LINES: usize = 40;
const LOG: &str = "log";

/// Begins only when told to: by then the keeper knows of it. If we are killed before, it reads nothing and ends.
const BEGIN_WHEN_TOLD: &str = r#"read -r _ && exec "$@" </dev/null"#;

/// How a server is run.
pub(crate) struct Program {
    /// For those who read of its faults.
    pub(crate) name: &'static str,
    pub(crate) file: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    /// Who runs it; we ourselves if none is given.
    pub(crate) user: Option<User>,
    /// What it logs when it serves.
    pub(crate) serves: &'static str,
}

/// What became of a start.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Started {
    Serving,
    PortTaken,
}

/// A server's process, its folder and its log.
pub(crate) struct Child {
    folder: PathBuf,
    process: Option<std::process::Child>,
    /// What stops it when it is no longer wanted.
    stopped_by: Signal,
    // The last field: it removes the folder when it is dropped.
    keeper: Keeper,
}

impl Child {
    /// In a fresh folder below `parent` (the system's for such things if none is given), which goes with it.
    pub(crate) fn in_fresh_folder(name: &str, parent: Option<&Path>, user: Option<User>, stopped_by: Signal) -> anyhow::Result<Self> {
        let parent = parent.map_or_else(std::env::temp_dir, Path::to_owned);
        std::fs::create_dir_all(&parent).with_context(|| format!("could not make {}", parent.display()))?;
        let folder = tempfile::Builder::new().prefix(&format!("switchroom-{name}-")).tempdir_in(&parent);
        let folder = folder.with_context(|| format!("no folder below {}", parent.display()))?.keep();
        let keeper = Keeper::start(name_of(stopped_by), Some(&folder))?;
        Self::kept_by(keeper, folder, user, stopped_by)
    }

    /// In a folder that stays.
    pub(crate) fn in_folder(folder: &Path, user: Option<User>, stopped_by: Signal) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        let folder = folder.canonicalize().with_context(|| format!("{} is no folder", folder.display()))?;
        let keeper = Keeper::start(name_of(stopped_by), None)?;
        Self::kept_by(keeper, folder, user, stopped_by)
    }

    fn kept_by(keeper: Keeper, folder: PathBuf, user: Option<User>, stopped_by: Signal) -> anyhow::Result<Self> {
        let child = Self { folder, process: None, stopped_by, keeper };
        user.map_or(Ok(()), |user| user.own(&child.folder))?;
        Ok(child)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The process's id, while it runs.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(std::process::Child::id)
    }

    /// Starts the server, and waits until it serves.
    pub(crate) fn start(&mut self, program: &Program) -> anyhow::Result<Started> {
        ensure!(self.process.is_none(), "{} runs already", program.name);
        let mut log = File::options().create(true).append(true).open(self.folder.join(LOG)).context("no log")?;
        let before = log.seek(SeekFrom::End(0)).context("no log")?;
        let mut command = command(Path::new("sh"), &self.folder, program.user);
        command.args(["-c", BEGIN_WHEN_TOLD, program.name]).arg(&program.file).args(&program.arguments);
        command.stdin(Stdio::piped()).stdout(log.try_clone().context("no log")?).stderr(log);
        let mut process = command.spawn().with_context(|| format!("could not start {}", program.name))?;
        let begin = process.stdin.take();
        self.keeper.watch(Some(process.id()))?;
        self.process = Some(process);
        begin.context("no input")?.write_all(b"\n").with_context(|| format!("could not start {}", program.name))?;
        self.wait_until_it_serves(program, before)
    }

    fn wait_until_it_serves(&mut self, program: &Program, before: u64) -> anyhow::Result<Started> {
        let ended = wait(START_TIMEOUT, || {
            // In this order: what it logged before it ended is read then.
            let ended = self.try_wait()?;
            let serves = self.log_from(before).contains(program.serves);
            Ok(if serves { Some(None) } else { ended.map(Some) })
        })?;
        match ended {
            Some(None) => Ok(Started::Serving),
            Some(Some(_)) if self.log_from(before).to_lowercase().contains("address already in use") => Ok(Started::PortTaken),
            Some(Some(status)) => bail!("{} ended ({status}) instead of serving:\n{}", program.name, self.last_lines()),
            None => bail!("{} does not serve after {START_TIMEOUT:?}:\n{}", program.name, self.last_lines()),
        }
    }

    /// Stops the server, and waits until it has.
    pub(crate) fn stop(&mut self, signal: Signal) -> anyhow::Result<()> {
        let Some(process) = &self.process else { return Ok(()) };
        kill_process(Pid::from_child(process), signal).context("could not stop it")?;
        if wait(STOP_TIMEOUT, || self.try_wait())?.is_none() {
            bail!("it did not stop within {STOP_TIMEOUT:?}:\n{}", self.last_lines());
        }
        Ok(())
    }

    /// How it ended, if it has.
    fn try_wait(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        let Some(process) = &mut self.process else { bail!("it does not run") };
        let ended = process.try_wait().context("could not look after it")?;
        if ended.is_some() {
            self.process = None;
            // Its id may be another's from now on.
            self.keeper.watch(None)?;
        }
        Ok(ended)
    }

    /// The last lines it logged.
    pub(crate) fn last_lines(&self) -> String {
        let log = self.log_from(0);
        let lines: Vec<&str> = log.lines().collect();
        lines.get(lines.len().saturating_sub(LAST_LINES)..).unwrap_or_default().join("\n")
    }

    fn log_from(&self, offset: u64) -> String {
        let read = || -> std::io::Result<Vec<u8>> {
            let mut log = File::open(self.folder.join(LOG))?;
            log.seek(SeekFrom::Start(offset))?;
            let mut bytes = Vec::new();
            log.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        String::from_utf8_lossy(&read().unwrap_or_default()).into_owned()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if self.stop(self.stopped_by).is_err()
            && let Some(process) = &mut self.process
        {
            // Nothing more can be done than this, and nobody to tell.
            let _ = process.kill();
            let _ = process.wait();
            let _ = self.keeper.watch(None);
        }
    }
}

/// A command in a server's folder, for whoever runs that, without the caller's own settings of PostgreSQL and in English.
pub(crate) fn command(file: &Path, folder: &Path, user: Option<User>) -> Command {
    let mut command = Command::new(file);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C").current_dir(folder).process_group(0);
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// Runs a command to its end; answers what it printed.
pub(crate) fn output(command: &mut Command, what: &str) -> anyhow::Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start {what}"))?;
    if !output.status.success() {
        bail!("{what} failed ({}):\n{}{}", output.status, String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Waits for something that comes of itself. Looks are counted, not timed: a test may have paused the time.
fn wait<T>(limit: Duration, mut look: impl FnMut() -> anyhow::Result<Option<T>>) -> anyhow::Result<Option<T>> {
    for _ in 0..limit.as_millis() / LOOK_EVERY.as_millis() {
        if let Some(found) = look()? {
            return Ok(Some(found));
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(None)
}

/// As `kill -s` wants it.
fn name_of(signal: Signal) -> &'static str {
    match signal {
        Signal::INT => "INT",
        Signal::QUIT => "QUIT",
        _ => "KILL",
    }
}
