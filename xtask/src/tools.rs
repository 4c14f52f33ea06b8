//! Programs that tests need and cargo does not bring.

use std::process::Command;

use anyhow::bail;
use switchroom_testbed::programs;

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
/// Makes the databases that tests run on. A server that the package may have started is left alone.
pub(crate) const POSTGRESQL: Tool = Tool { program: "initdb", packages: &["postgresql"], needed_for: "the tests on PostgreSQL" };
/// Tells nodes of each other.
pub(crate) const NATS: Tool = Tool { program: "nats-server", packages: &["nats-server"], needed_for: "the tests of several nodes" };
/// Stands between the server and PostgreSQL.
pub(crate) const PGBOUNCER: Tool = Tool { program: "pgbouncer", packages: &["pgbouncer"], needed_for: "the tests on PostgreSQL behind it" };
/// Runs a receiver of webhooks, and a server of S3's kind, with packages in folders of their own.
pub(crate) const PYTHON: Tool = Tool { program: "python3", packages: &["python3", "python3-venv"], needed_for: PYTHONS };
/// Builds the pages, and runs a receiver of webhooks.
pub(crate) const NODE: Tool = Tool { program: "node", packages: &["nodejs"], needed_for: PAGES };
/// Installs what that needs.
pub(crate) const NPM: Tool = Tool { program: "npm", packages: &["npm"], needed_for: PAGES };
/// Shows the pages to their tests.
pub(crate) const CHROMIUM: Tool = Tool { program: "chromium", packages: &["chromium"], needed_for: "the tests of the pages" };
/// Runs a receiver of webhooks.
pub(crate) const RUBY: Tool = Tool { program: "ruby", packages: &["ruby", "ruby-webrick"], needed_for: SAMPLES };
/// Runs a receiver of webhooks.
pub(crate) const PHP: Tool = Tool { program: "php", packages: &["php-cli", "php-sqlite3"], needed_for: SAMPLES };

const PAGES: &str = "the inbox and the widget";
const PYTHONS: &str = "the receivers in docs/samples/webhooks and the tests of files in a bucket";
const SAMPLES: &str = "the receivers in docs/samples/webhooks";

/// Takes the mail that the server sends.
pub(crate) const AIOSMTPD: Tool = Tool { program: "aiosmtpd", packages: &["python3-aiosmtpd"], needed_for: "the tests of mail" };
/// Checks the rules of alerts. A server that the package may have started is left alone.
pub(crate) const PROMTOOL: Tool = Tool { program: "promtool", packages: &["prometheus"], needed_for: "the test of the alert rules" };

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

/// Also where the testbed finds it: servers are often not in a user's search path.
fn is_installed(program: &str) -> bool {
    programs::find(program).is_some()
}
