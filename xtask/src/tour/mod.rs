//! `cargo xtask tour`: the README's shell blocks, run against a fresh server, must print what the README says.
//!
//! A block fenced as `sh` is run; a block fenced as `text` or `json` right after it is what it must print, where
//! [`pattern`] says what placeholders there are. Other blocks (`console`, `toml` …) are for reading only. All blocks run
//! in one bash session, so that variables carry on, and everywhere the README's address stands for the server's own.

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

const README: &str = "README.md";
const README_ADDRESS: &str = "127.0.0.1:3000";
const PASSWORD: &str = "tour-password";
/// Printed after every block, so that its output can be told from the next one's.
const END_OF_BLOCK: &str = "--- end of a block of the tour ---";

/// Runs the tour; fails with a diff of the first block that prints something else.
pub(crate) fn run() -> anyhow::Result<()> {
    tools::provide(&[tools::CURL, tools::JQ])?;
    let readme = fs::read_to_string(root().join(README)).context("could not read the README")?;
    let blocks = blocks::blocks(&readme);
    ensure!(!blocks.is_empty(), "the README has no block fenced as `sh`");

    let binary = build_server(Profile::Debug)?;
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let server = Server::start(&binary, folder.path(), &[("SWITCHROOM_ADMIN_PASSWORD", PASSWORD)])?;
    let printed = print_of(&blocks, server.address, folder.path())?;
    for (at, block) in blocks.iter().enumerate() {
        let Some(text) = printed.finished.get(at) else {
            bail!("{README}:{}: the block failed; it printed:\n{}\nthe server logged:\n{}", block.line, printed.rest, server.last_words());
        };
        check(block, text, server.address)?;
    }
    server.stop()?;
    eprintln!("the tour's {} blocks print what the README says", blocks.len());
    Ok(())
}

struct Printed {
    /// What each block printed that ran to its end.
    finished: Vec<String>,
    /// What the one printed that did not.
    rest: String,
}

fn print_of(blocks: &[Block], address: SocketAddr, folder: &Path) -> anyhow::Result<Printed> {
    let mut script = String::from("set -euo pipefail\nexec 2>&1\n");
    for block in blocks {
        script.push_str(&block.script.replace(README_ADDRESS, &address.to_string()));
        script.push_str(&format!("echo '{END_OF_BLOCK}'\n"));
    }
    let file = folder.join("tour.sh");
    fs::write(&file, script).context("could not write the tour's script")?;
    let output = Command::new("bash")
        .arg(&file)
        .current_dir(folder)
        .env("SWITCHROOM_ADMIN_PASSWORD", PASSWORD)
        .stdin(Stdio::null())
        .output()
        .context("could not start bash")?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let separator = format!("{END_OF_BLOCK}\n");
    let mut parts: Vec<String> = printed.split(&separator).map(str::to_owned).collect();
    let rest = parts.pop().unwrap_or_default();
    Ok(Printed { finished: parts, rest })
}

fn check(block: &Block, printed: &str, address: SocketAddr) -> anyhow::Result<()> {
    let Some(expected) = &block.expected else { return Ok(()) };
    let expected = expected.replace(README_ADDRESS, &address.to_string());
    let expected: Vec<&str> = expected.trim_end().lines().collect();
    let printed: Vec<&str> = printed.trim_end().lines().collect();
    match diff::diff(&expected, &printed, pattern::matches) {
        None => Ok(()),
        Some(diff) => bail!("{README}:{}: the block printed something else (- the README, + the server):\n{diff}", block.line),
    }
}
