//! The key that encrypts stored secrets.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use switchroom_adapters::KeySecrets;
use switchroom_engine::ports::{Ids, Store};

use super::folder;
use crate::config::Config;

/// The name under which nodes agree on the key.
const CHECK: &str = "key_check";

/// The key, and where it comes from.
pub(super) struct Key {
    /// 32 bytes, in base64.
    pub(super) text: String,
    /// The file that was made for it just now.
    made: Option<PathBuf>,
}

impl Key {
    /// Refuses a key that is not that of the other nodes on the store.
    pub(super) async fn agree(&self, secrets: &KeySecrets, store: &dyn Store) -> anyhow::Result<()> {
        let check = secrets.check();
        let kept = store.agree(CHECK, check.clone()).await.context("cannot agree on the key with other nodes")?;
        if kept == check {
            return Ok(());
        }
        if let Some(made) = &self.made {
            // It is of no use here, and would be in the way of the right one.
            std::fs::remove_file(made).with_context(|| format!("cannot remove {}", made.display()))?;
        }
        bail!(
            "the secrets in this database are encrypted with another key: set SWITCHROOM_KEY to that of the other nodes, which is in their \
             environment or in switchroom.key in their data folder"
        )
    }
}

/// The configured key; else the one in the data folder, which is made if there is none.
pub(super) fn of(config: &Config, ids: &dyn Ids) -> anyhow::Result<Key> {
    if let Some(key) = &config.key {
        return Ok(Key { text: key.clone(), made: None });
    }
    let path = config.database.folder().join("switchroom.key");
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Key { text, made: None }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            folder::make(&config.database)?;
            make(path, ids)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Makes a key and its file, whole from the start. Of several nodes that do so at once in one folder, one makes it for all.
fn make(path: PathBuf, ids: &dyn Ids) -> anyhow::Result<Key> {
    let text = KeySecrets::random_key(ids);
    let cannot = || format!("cannot write {}", path.display());
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(""))).with_context(cannot)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).with_context(cannot)?;
    match file.persist_noclobber(&path) {
        Ok(_) => Ok(Key { text, made: Some(path) }),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok(Key { text, made: None })
        }
        Err(error) => Err(error.error).with_context(cannot),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use switchroom_adapters::SystemIds;

    use super::{make, of};
    use crate::config::{Config, Layer};

    #[test]
    fn a_key_is_made_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Some(format!("sqlite:{}", folder.path().join("x.db").display()));
        let config = Config::from_layers([Layer { database, ..Layer::default() }]).expect("config");
        let first = of(&config, &SystemIds).expect("a key");
        let path = folder.path().join("switchroom.key");
        assert_eq!(first.made.as_ref(), Some(&path));
        assert_eq!(path.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
        // Whoever comes second finds it, even if he did not see it when he looked.
        for second in [of(&config, &SystemIds), make(path, &SystemIds)] {
            let second = second.expect("a key");
            assert_eq!((second.text, second.made), (first.text.clone(), None));
        }
        assert_eq!(folder.path().read_dir().expect("the folder").count(), 1);
    }
}
