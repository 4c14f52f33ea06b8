//! A mail server.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use rustix::process::Signal;

use crate::child::{Child, Program, Started};
use crate::{port, programs};

const SCRIPT: &str = include_str!("smtp/server.py");
const MAILS: &str = "mails";

/// A mail server of our own (aiosmtpd), which keeps what it is sent. It offers no TLS. Dropped, it goes.
pub struct Smtp {
    child: Child,
    port: u16,
}

impl Smtp {
    /// Starts a server, and waits until it takes connections. With `credentials`, a name and a password, it wants to see them.
    pub fn start(credentials: Option<(&str, &str)>) -> anyhow::Result<Self> {
        let mut server = Self { child: Child::in_fresh_folder("smtp", None, None, Signal::KILL)?, port: 0 };
        let script = server.child.folder().join("server.py");
        std::fs::write(&script, SCRIPT).with_context(|| format!("could not write {}", script.display()))?;
        let python = interpreter_of(&programs::need("aiosmtpd")?)?;
        for _ in 0..port::STARTS {
            server.port = port::free()?;
            let mut arguments: Vec<OsString> = vec![script.clone().into(), server.port.to_string().into()];
            arguments.extend(credentials.into_iter().flat_map(|(name, password)| [name.into(), password.into()]));
            let program = Program { name: "aiosmtpd", file: python.clone(), arguments, user: None, serves: "serving" };
            if server.child.start(&program)? == Started::Serving {
                return Ok(server);
            }
        }
        bail!("the mail server found every port taken:\n{}", server.child.last_lines())
    }

    /// The port of 127.0.0.1 that it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The mails it was sent, oldest first: each an object of JSON with `sender`, `recipients`, `headers` (names in lower case) and `text`.
    #[must_use]
    pub fn mails(&self) -> Vec<String> {
        let mails = std::fs::read_to_string(self.child.folder().join(MAILS)).unwrap_or_default();
        mails.lines().map(str::to_owned).collect()
    }
}

/// What runs a script: of several Pythons on a machine, the one that this program was installed for.
fn interpreter_of(script: &Path) -> anyhow::Result<PathBuf> {
    let text = std::fs::read_to_string(script).with_context(|| format!("could not read {}", script.display()))?;
    let line = text.lines().next().and_then(|line| line.strip_prefix("#!"));
    let interpreter = line.and_then(|line| line.split_whitespace().next_back()).context("no interpreter is named")?;
    Ok(if interpreter.starts_with('/') { PathBuf::from(interpreter) } else { programs::need("python3")? })
}
