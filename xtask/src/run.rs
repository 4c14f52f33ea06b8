//! `cargo xtask run` and `cargo xtask demo`: the server as its users run it.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;

use crate::console;
use crate::workspace::{Profile, build_server};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Passed on to the server
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    flags: Vec<OsString>,
}

/// Builds the pages and the server, and becomes it, so that signals and exit codes are its own. `command` is what it is to do.
pub(crate) fn run(command: &str, arguments: &Arguments) -> anyhow::Result<()> {
    console::run()?;
    let binary = build_server(Profile::Release)?;
    let error = Command::new(&binary).arg(command).args(&arguments.flags).exec();
    Err(error).with_context(|| format!("could not start {}", binary.display()))
}
