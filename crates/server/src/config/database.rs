//! Where everything is kept.

use std::path::PathBuf;

use anyhow::bail;

/// Where everything is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// In a file, by one node.
    Sqlite(PathBuf),
    /// On a PostgreSQL server, by any number of nodes: its address.
    Postgres(String),
}

impl Database {
    /// What `sqlite:PATH` or `postgres://…` names.
    pub(crate) fn named(database: &str) -> anyhow::Result<Self> {
        match database.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => Ok(Self::Postgres(database.to_owned())),
            // What follows may be a password: it is not repeated.
            Some((scheme, _)) => bail!("the database must be given as sqlite:PATH or postgres://…, not {scheme}:…"),
            None => bail!("the database must be given as sqlite:PATH or postgres://…, not {database:?}"),
        }
    }

    /// The folder of what this node alone keeps: beside the file, else `data` in the working directory.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        match self {
            Self::Sqlite(file) => file.parent().map(PathBuf::from).unwrap_or_default(),
            Self::Postgres(_) => PathBuf::from("data"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Database;

    #[test]
    fn a_database_is_named_by_its_kind() {
        assert_eq!(Database::named("sqlite:x/y.db").expect("a file"), Database::Sqlite("x/y.db".into()));
        assert_eq!(Database::named("sqlite:y.db").expect("a file").folder(), Path::new(""));
        for url in ["postgres://ann:secret@db:5432/rooms?sslmode=require", "postgresql://db/rooms"] {
            let database = Database::named(url).expect("an address");
            assert_eq!((&database, database.folder().as_path()), (&Database::Postgres(url.to_owned()), Path::new("data")));
        }
    }

    #[test]
    fn what_names_none_is_refused_without_repeating_a_password() {
        for database in ["data/x.db", "sqlite:", "postgres:x", "mysql://ann:secret@db/rooms"] {
            let error = Database::named(database).expect_err(database).to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
