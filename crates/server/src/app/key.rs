//! The key that encrypts stored secrets.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context;
use switchroom_adapters::KeySecrets;
use switchroom_engine::ports::Ids;

use crate::config::Config;

/// The configured key; else the one in the data folder, which is made if there is none.
pub(super) fn of(config: &Config, ids: &dyn Ids) -> anyhow::Result<String> {
    if let Some(key) = &config.key {
        return Ok(key.clone());
    }
    let path = config.database.with_file_name("switchroom.key");
    match std::fs::read_to_string(&path) {
        Ok(key) => Ok(key),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(&path, ids),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn make(path: &Path, ids: &dyn Ids) -> anyhow::Result<String> {
    let key = KeySecrets::random_key(ids);
    let cannot = || format!("cannot write {}", path.display());
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).with_context(cannot)?;
    file.write_all(key.as_bytes()).and_then(|()| file.sync_all()).with_context(cannot)?;
    Ok(key)
}
