//! Where a program is, also when its folder is not in the search path.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

/// Folders that distributions put servers into, which a user's search path often lacks.
const OTHER_FOLDERS: &[&str] = &["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/sbin"];
/// Below these, distributions keep a folder for each version of PostgreSQL.
const POSTGRES_FOLDERS: &[&str] = &["/usr/lib/postgresql", "/usr"];
/// How such a folder's name begins, before the version: Debian's is nothing but the version.
const POSTGRES_PREFIXES: &[&str] = &["", "pgsql-"];

/// The program of this name: from the search path, else where PostgreSQL says that its programs are, else from the newest version
/// of PostgreSQL, else from where servers usually are.
#[must_use]
pub fn find(program: &str) -> Option<PathBuf> {
    let candidate = |folder: PathBuf| Some(folder.join(program)).filter(|file| is_executable(file));
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .find_map(candidate)
        .or_else(|| postgres_says().and_then(candidate))
        .or_else(|| postgres_versions().into_iter().find_map(candidate))
        .or_else(|| OTHER_FOLDERS.iter().map(PathBuf::from).find_map(candidate))
}

/// Like [`find`], but an error that says what is missing.
pub(crate) fn need(program: &str) -> anyhow::Result<PathBuf> {
    find(program).with_context(|| format!("`{program}` is not installed; `cargo xtask test` installs it, or says what to type"))
}

fn postgres_says() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// The folders of PostgreSQL's programs, the newest version's first.
fn postgres_versions() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = POSTGRES_FOLDERS
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.flatten())
        .filter_map(|entry| Some((version(entry.file_name().to_str()?)?, entry.path().join("bin"))))
        .collect();
    versions.sort_by(|(one, _), (other, _)| other.cmp(one));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

fn version(name: &str) -> Option<u32> {
    POSTGRES_PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)?.parse().ok())
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::{find, version};

    #[test]
    fn what_is_in_the_search_path_is_found() {
        assert!(find("sh").is_some_and(|file| file.ends_with("sh")));
        assert_eq!(find("no-such-program-anywhere"), None);
    }

    #[test]
    fn folders_are_told_by_their_version() {
        assert_eq!(["15", "pgsql-17", "lib", "pgsql-", "9.6"].map(version), [Some(15), Some(17), None, None, None]);
    }
}
