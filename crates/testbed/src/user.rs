//! Who runs a server that refuses to run as root.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

/// A user of the system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct User {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

impl User {
    /// Somebody else than root, if we are root: nobody has to be named otherwise.
    pub(crate) fn instead_of_root() -> anyhow::Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        match ["postgres", "nobody"].into_iter().find_map(Self::named) {
            Some(user) => Ok(Some(user)),
            None => bail!("root may not run it, and there is neither a user `postgres` nor `nobody`"),
        }
    }

    /// Gives a folder to this user.
    pub(crate) fn own(self, folder: &Path) -> anyhow::Result<()> {
        std::os::unix::fs::chown(folder, Some(self.uid), Some(self.gid))
            .with_context(|| format!("could not give {} away", folder.display()))
    }

    fn named(name: &str) -> Option<Self> {
        let id = |what: &str| -> Option<u32> {
            let output = Command::new("id").args([what, name]).output().ok().filter(|output| output.status.success())?;
            String::from_utf8(output.stdout).ok()?.trim().parse().ok()
        };
        Some(Self { uid: id("-u")?, gid: id("-g")? })
    }
}
