//! Where the bytes of files are kept.

use std::path::PathBuf;

use anyhow::bail;

use super::Database;

/// Where the bytes of files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// In a folder.
    Folder(PathBuf),
}

impl Files {
    /// What `folder:PATH` names; the folder `files` in that of the database, if nothing is said.
    pub(super) fn of(files: Option<&str>, database: &Database) -> anyhow::Result<Self> {
        match files.filter(|files| !files.is_empty()).map(|files| files.split_once(':')) {
            None => Ok(Self::Folder(database.folder().join("files"))),
            Some(Some(("folder", path))) if !path.is_empty() => Ok(Self::Folder(path.into())),
            Some(_) => bail!("files must be given as folder:PATH"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Database, Files};

    #[test]
    fn files_lie_in_a_folder() {
        let database = Database::Sqlite("x/y.db".into());
        for (given, folder) in [(None, "x/files"), (Some(""), "x/files"), (Some("folder:/srv/files"), "/srv/files")] {
            assert_eq!(Files::of(given, &database).expect("a folder"), Files::Folder(folder.into()));
        }
        for wrong in ["folder:", "/srv/files", "ftp://x"] {
            assert!(Files::of(Some(wrong), &database).is_err(), "{wrong}");
        }
    }
}
