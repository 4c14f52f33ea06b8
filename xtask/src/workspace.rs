//! The repository's folders, and cargo run in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use cargo_metadata::camino::Utf8Path;
use cargo_metadata::{Artifact, Message, MetadataCommand};

/// The folder of the package of the server.
pub(crate) const SERVER: &str = "crates/server";

/// How the compiler is to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// The folder cargo builds into, wherever it was told to put it.
pub(crate) fn target_folder() -> anyhow::Result<PathBuf> {
    let metadata = MetadataCommand::new().current_dir(root()).no_deps().exec().context("cargo metadata")?;
    Ok(metadata.target_directory.into_std_path_buf())
}

/// The cargo that runs this task, in the workspace's folder.
pub(crate) fn cargo(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(arguments);
    command
}

/// Runs a command to its end, telling which; fails if it does.
pub(crate) fn succeed(mut command: Command) -> anyhow::Result<()> {
    let line = line_of(&command);
    eprintln!("$ {line}");
    let status = command.status().with_context(|| format!("could not start `{line}`"))?;
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// Builds the server; answers where its binary is.
pub(crate) fn build_server(profile: Profile) -> anyhow::Result<PathBuf> {
    let mut command = cargo(["build", "--package", "switchroom-server", "--bin", "switchroom"]);
    if profile == Profile::Release {
        command.arg("--release");
    }
    Ok(build(command)?.executable(SERVER, "switchroom")?.to_owned())
}

/// What cargo has built.
pub(crate) struct Built(Vec<Artifact>);

/// Runs a command of cargo that builds something, telling which.
pub(crate) fn build(mut command: Command) -> anyhow::Result<Built> {
    eprintln!("$ {}", line_of(&command));
    let mut child =
        command.arg("--message-format=json-render-diagnostics").stdout(Stdio::piped()).spawn().context("could not start cargo")?;
    let messages = child.stdout.take().context("cargo has no output")?;
    let mut artifacts = Vec::new();
    for message in Message::parse_stream(std::io::BufReader::new(messages)) {
        if let Message::CompilerArtifact(artifact) = message.context("cargo's messages")? {
            artifacts.push(artifact);
        }
    }
    ensure!(child.wait()?.success(), "it does not build");
    Ok(Built(artifacts))
}

impl Built {
    /// The executable of a target of the package in this folder; of a program itself, not of the tests beside its code.
    pub(crate) fn executable(&self, package: &str, target: &str) -> anyhow::Result<&Path> {
        let manifest = root().join(package).join("Cargo.toml");
        let is_it = |artifact: &&Artifact| {
            let itself = artifact.profile.test == artifact.target.is_test();
            itself && artifact.manifest_path == manifest && artifact.target.name == target
        };
        let built = self.0.iter().filter(is_it).find_map(|artifact| artifact.executable.as_deref());
        built.map(Utf8Path::as_std_path).with_context(|| format!("cargo built no `{target}` of {package}"))
    }
}

fn line_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let program_name = |word: &OsStr| Path::new(word).file_name().unwrap_or(word).to_string_lossy().into_owned();
    words
        .enumerate()
        .map(|(at, word)| if at == 0 { program_name(word) } else { word.to_string_lossy().into_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}
