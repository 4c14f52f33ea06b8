//! `cargo xtask openapi`: the native API's document, kept under version control.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};

use crate::workspace::{build, cargo, root};

const FILE: &str = "crates/api/openapi.json";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; fail if the file is not what the code says
    #[arg(long)]
    check: bool,
}

/// Writes the document, or checks that the one in the repository is fresh.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let document = document()?;
    let file = root().join(FILE);
    if !arguments.check {
        fs::write(&file, document).with_context(|| format!("could not write {FILE}"))?;
        eprintln!("wrote {FILE}");
        return Ok(());
    }
    let kept = fs::read_to_string(&file).with_context(|| format!("could not read {FILE}"))?;
    if kept == document {
        eprintln!("{FILE} is fresh");
        return Ok(());
    }
    let line = kept.lines().zip(document.lines()).take_while(|(kept, fresh)| kept == fresh).count() + 1;
    bail!("{FILE} is not what the code says, from line {line} on; run `cargo xtask openapi` and commit it")
}

/// Compiled apart, as an example, so that no other task waits for the API crate; as for the tests of the workspace, which so need not
/// compile it once more.
fn document() -> anyhow::Result<String> {
    let built = build(cargo(["build", "--quiet", "--workspace", "--example", "openapi"]))?;
    let mut example = Command::new(built.executable("xtask", "openapi")?);
    let output = example.stderr(Stdio::inherit()).output().context("could not start the example")?;
    ensure!(output.status.success(), "the OpenAPI document could not be made");
    String::from_utf8(output.stdout).context("the OpenAPI document is not UTF-8")
}
