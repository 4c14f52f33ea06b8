//! `switchroom config`.

use anyhow::bail;
use clap::Args;

use crate::config::DEFAULT_FILE;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print the annotated file of defaults
    #[arg(long)]
    print_default: bool,
}

#[expect(clippy::print_stdout, reason = "the file is what was asked for")]
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if !arguments.print_default {
        bail!("say what to show: --print-default");
    }
    print!("{DEFAULT_FILE}");
    Ok(())
}
