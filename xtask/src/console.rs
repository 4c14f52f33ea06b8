//! `cargo xtask console`: the pages, built by npm into `crates/console/dist`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, bail, ensure};

use crate::workspace::{root, succeed};
use crate::{browser, tools};

/// The packages that Vite builds: their folders below `crates/console`.
const PACKAGES: [&str; 2] = ["web", "widget"];
/// The oldest Node that Vite runs on.
const NODE: (u32, u32) = (20, 19);

/// Builds the pages that are older than what they are made of.
pub(crate) fn run() -> anyhow::Result<()> {
    let stale: Vec<(&str, PathBuf)> = PACKAGES
        .into_iter()
        .map(|name| (name, folder().join(name)))
        .filter(|(name, package)| newest(package) > newest(&folder().join("dist").join(name)))
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    provide()?;
    for (_, package) in stale {
        install(&package)?;
        npm(&package, &["run", "build"])?;
    }
    Ok(())
}

/// Form, types and unit tests of the pages, and of the tests in a browser.
pub(crate) fn check() -> anyhow::Result<()> {
    provide()?;
    for package in PACKAGES.into_iter().chain([browser::PACKAGE]) {
        let package = folder().join(package);
        install(&package)?;
        npm(&package, &["run", "check"])?;
    }
    Ok(())
}

/// Installs what a package names, unless that was done since it last changed.
pub(crate) fn install(package: &Path) -> anyhow::Result<()> {
    let changed = |file: &str| package.join(file).metadata().and_then(|file| file.modified());
    let is_installed = changed("node_modules/.package-lock.json").is_ok_and(|at| changed("package-lock.json").is_ok_and(|lock| lock <= at));
    if is_installed { Ok(()) } else { npm(package, &["ci", "--no-audit", "--no-fund"]) }
}

/// Runs npm in a package.
fn npm(package: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("npm");
    command.current_dir(package).args(arguments);
    succeed(command)
}

/// Where the crate of the pages lies.
pub(crate) fn folder() -> PathBuf {
    root().join("crates/console")
}

/// Makes sure that there is a Node which Vite runs on.
fn provide() -> anyhow::Result<()> {
    tools::provide(&[tools::NODE, tools::NPM])?;
    let told = Command::new("node").arg("--version").output().context("could not start node")?;
    let told = String::from_utf8_lossy(&told.stdout).trim().to_owned();
    let mut numbers = told.trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (numbers.next(), numbers.next()) else { bail!("`node --version` says `{told}`") };
    ensure!(
        (major, minor) >= NODE,
        "the pages need Node {}.{} or newer to be built, and this is {told}: install one from https://nodejs.org, then run this again",
        NODE.0,
        NODE.1
    );
    Ok(())
}

/// When something in a folder last changed, but for what npm installed.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let times = entries.filter(|entry| entry.file_name() != "node_modules").filter_map(|entry| {
        let metadata = entry.metadata().ok()?;
        if metadata.is_dir() { newest(&entry.path()) } else { metadata.modified().ok() }
    });
    times.max()
}
