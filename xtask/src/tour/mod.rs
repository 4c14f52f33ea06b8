//! `cargo xtask tour`: the shell blocks of some pages, run against a fresh server, must print what the pages say.
//!
//! A block fenced as `sh` is run; a block fenced as `text` or `json` right after it is what it must print, where
//! [`pattern`] says what placeholders there are. Other blocks (`console`, `toml` …) are for reading only. All blocks of a
//! page run in one bash session, so that variables carry on, and everywhere the pages' address stands for the server's own.

mod blocks;
mod diff;
mod pattern;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use blocks::Block;

use crate::server::Server;
use crate::tools;
use crate::workspace::{Profile, build_server, root};

/// Variables of the environment.
type Variables<'a> = &'a [(&'a str, &'a str)];
/// The pages, each with a server of its own, and what its reader sets in the environment.
const PAGES: [(&str, Variables<'_>); 2] = [
    ("README.md", &[("SWITCHROOM_ADMIN_PASSWORD", "tour-password"), ("SWITCHROOM_WEBHOOK_ALLOW_NETWORKS", "127.0.0.0/8")]),
    (
        "docs/vendors.md",
        &[
            ("SWITCHROOM_ADMIN_PASSWORD", "tour-password"),
            ("SWITCHROOM_ADMIN_TOKEN", "tour-token"),
            ("SWITCHROOM_WEBHOOK_ALLOW_NETWORKS", "127.0.0.0/8"),
        ],
    ),
];
/// The server's address, as the pages tell it.
const ADDRESS: &str = "127.0.0.1:3000";
/// Printed after every block, so that its output can be told from the next one's.
const END_OF_BLOCK: &str = "--- end of a block of the tour ---";

/// Builds the server, and runs the tour of every page.
pub(crate) fn run() -> anyhow::Result<()> {
    tools::provide(&[tools::CURL, tools::JQ])?;
    of(&build_server(Profile::Debug)?)
}

/// Runs the tour of every page with a binary of the server; fails with a diff of the first block that prints something else.
pub(crate) fn of(binary: &Path) -> anyhow::Result<()> {
    PAGES.iter().try_for_each(|(page, variables)| tour(page, binary, variables))
}

fn tour(page: &str, binary: &Path, variables: Variables<'_>) -> anyhow::Result<()> {
    let text = fs::read_to_string(root().join(page)).with_context(|| format!("could not read {page}"))?;
    let blocks = blocks::blocks(&text);
    ensure!(!blocks.is_empty(), "{page} has no block fenced as `sh`");
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let server = Server::start(binary, folder.path(), variables)?;
    let printed = print_of(&blocks, server.address, folder.path(), variables)?;
    for (at, block) in blocks.iter().enumerate() {
        let Some(text) = printed.finished.get(at) else {
            bail!("{page}:{}: the block failed; it printed:\n{}\nthe server logged:\n{}", block.line, printed.rest, server.last_words());
        };
        check(page, block, text, server.address)?;
    }
    server.stop()?;
    eprintln!("the {} blocks of {page} print what it says", blocks.len());
    Ok(())
}

struct Printed {
    /// What each block printed that ran to its end.
    finished: Vec<String>,
    /// What the one printed that did not.
    rest: String,
}

fn print_of(blocks: &[Block], address: SocketAddr, folder: &Path, variables: Variables<'_>) -> anyhow::Result<Printed> {
    let mut script = String::from("set -euo pipefail\nexec 2>&1\n");
    for block in blocks {
        script.push_str(&block.script.replace(ADDRESS, &address.to_string()));
        script.push_str(&format!("echo '{END_OF_BLOCK}'\n"));
    }
    let file = folder.join("tour.sh");
    fs::write(&file, script).context("could not write the tour's script")?;
    let output = Command::new("bash")
        .arg(&file)
        .current_dir(folder)
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .context("could not start bash")?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let separator = format!("{END_OF_BLOCK}\n");
    let mut parts: Vec<String> = printed.split(&separator).map(str::to_owned).collect();
    let rest = parts.pop().unwrap_or_default();
    Ok(Printed { finished: parts, rest })
}

fn check(page: &str, block: &Block, printed: &str, address: SocketAddr) -> anyhow::Result<()> {
    let Some(expected) = &block.expected else { return Ok(()) };
    let expected = expected.replace(ADDRESS, &address.to_string());
    let expected: Vec<&str> = expected.trim_end().lines().collect();
    let printed: Vec<&str> = printed.trim_end().lines().collect();
    match diff::diff(&expected, &printed, pattern::matches) {
        None => Ok(()),
        Some(diff) => bail!("{page}:{}: the block printed something else (- the page, + the server):\n{diff}", block.line),
    }
}
