//! `cargo xtask run`: the server as its users run it.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;

use crate::console;
use crate::workspace::{Profile, build_server};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Passed on to `switchroom serve`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    serve: Vec<OsString>,
}

/// Builds the pages and the server, and becomes it, so that signals and exit codes are its own.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    console::run()?;
    let binary = build_server(Profile::Release)?;
    let error = Command::new(&binary).arg("serve").args(&arguments.serve).exec();
    Err(error).with_context(|| format!("could not start {}", binary.display()))
}
