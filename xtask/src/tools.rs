//! Programs that tests need and cargo does not bring.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::workspace::succeed;

/// A program, and the Debian packages that bring it.
#[derive(Clone, Copy)]
pub(crate) struct Tool {
    pub(crate) program: &'static str,
    pub(crate) packages: &'static [&'static str],
    pub(crate) needed_for: &'static str,
}

/// Compiles SQLite, and the shim that counts fsync calls.
pub(crate) const CC: Tool = Tool { program: "cc", packages: &["gcc", "libc6-dev"], needed_for: "SQLite and the durability test" };
/// Calls the server in the tour.
pub(crate) const CURL: Tool = Tool { program: "curl", packages: &["curl", "ca-certificates"], needed_for: "the tour" };
/// Reads the server's answers in the tour.
pub(crate) const JQ: Tool = Tool { program: "jq", packages: &["jq"], needed_for: "the tour" };

/// Makes sure that the tools are there: installs what is missing when it may, and otherwise fails with what to type.
pub(crate) fn provide(tools: &[Tool]) -> anyhow::Result<()> {
    let missing: Vec<Tool> = tools.iter().copied().filter(|tool| !is_installed(tool.program)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages).copied().collect();
    let may_install = rustix::process::geteuid().is_root() && is_installed("apt-get");
    if !may_install {
        let wanted: Vec<String> = missing.iter().map(|tool| format!("`{}` (for {})", tool.program, tool.needed_for)).collect();
        bail!(
            "missing: {}\nInstall them, then run this again; on Debian or Ubuntu:\n    sudo apt-get install -y {}",
            wanted.join(", "),
            packages.join(" ")
        );
    }
    // Package lists may be absent or old in a fresh container: then the first try fails and a second follows the update.
    let install = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "--no-install-recommends"]).args(&packages);
        command
    };
    if succeed(install()).is_ok() {
        return Ok(());
    }
    let mut update = Command::new("apt-get");
    update.arg("update");
    succeed(update)?;
    succeed(install())
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| is_executable(&folder.join(program)))
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}
