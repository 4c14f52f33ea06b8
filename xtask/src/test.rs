//! `cargo xtask test`: every test there is, on a machine that has nothing but Rust.

use crate::workspace::{cargo, succeed};
use crate::{tools, tour};

/// Installs what tests need, runs them, then the tour.
pub(crate) fn run() -> anyhow::Result<()> {
    eprintln!("1 of 3: the programs that tests need (a C compiler, curl, jq): installed with apt-get when root, else asked for");
    tools::provide(&[tools::CC, tools::CURL, tools::JQ])?;
    eprintln!("2 of 3: every test of the workspace");
    succeed(cargo(["test", "--workspace"]))?;
    eprintln!("3 of 3: the tour of README.md and docs/vendors.md, against fresh servers");
    tour::run()
}
