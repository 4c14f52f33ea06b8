//! What the receivers in `docs/samples/webhooks` need: their tests pass over a language that is not at hand, unless it is named here.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::tools;
use crate::workspace::{root, succeed, target_folder};

/// The variable that tells the tests which languages must be at hand.
pub(crate) const REQUIRED: &str = "SWITCHROOM_TEST_SAMPLES";
/// Those that are small. Go is tested where it is installed.
pub(crate) const LANGUAGES: &str = "python,javascript,ruby,php";

/// Installs the languages, and the packages of the receivers.
pub(crate) fn provide() -> anyhow::Result<()> {
    tools::provide(&[tools::PYTHON, tools::NODE, tools::NPM, tools::RUBY, tools::PHP])?;
    python_packages(&root().join("docs/samples/webhooks/python"))?;
    node_packages(&root().join("docs/samples/webhooks/javascript"))
}

/// In a folder of their own, where the tests look for it.
fn python_packages(sample: &Path) -> anyhow::Result<()> {
    let environment = target_folder()?.join("tmp/samples-python");
    if !environment.join("bin/pip").exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&environment);
        succeed(make)?;
    }
    let mut install = Command::new(environment.join("bin/pip"));
    install.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(sample.join("requirements.txt"));
    succeed(install)
}

/// Beside the receiver, unless they were installed since the list of them changed.
fn node_packages(sample: &Path) -> anyhow::Result<()> {
    let changed = |file: &str| -> Option<SystemTime> { sample.join(file).metadata().ok()?.modified().ok() };
    if changed("node_modules/.package-lock.json") >= changed("package-lock.json") {
        return Ok(());
    }
    let mut install = Command::new("npm");
    install.args(["ci", "--no-audit", "--no-fund"]).current_dir(sample);
    succeed(install)
}
