//! Where the bytes of files are kept.

use std::path::PathBuf;

use anyhow::{Context, bail};
use switchroom_adapters::S3Settings;

use super::{Database, Switch};

/// Where the bytes of files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket of S3's, or of what speaks as it does.
    S3(S3Settings),
}

/// What is said of a bucket beside its name.
#[derive(Debug, Clone, Default)]
pub(super) struct S3Layer {
    /// The address of the server.
    pub(super) endpoint: Option<String>,
    /// The region.
    pub(super) region: Option<String>,
    /// The id of the key.
    pub(super) access_key: Option<String>,
    /// The key.
    pub(super) secret_key: Option<String>,
    /// Whether the bucket is named in the path.
    pub(super) path_style: Option<Switch>,
}

impl Files {
    /// What `folder:PATH` or `s3://BUCKET/PREFIX` names; the folder `files` in that of the database, if nothing is said.
    pub(super) fn of(files: Option<&str>, s3: S3Layer, database: &Database) -> anyhow::Result<Self> {
        match files.filter(|files| !files.is_empty()).map(|files| files.split_once(':')) {
            None => Ok(Self::Folder(database.folder().join("files"))),
            Some(Some(("folder", path))) if !path.is_empty() => Ok(Self::Folder(path.into())),
            Some(Some(("s3", bucket))) if bucket.starts_with("//") => Ok(Self::S3(bucket_of(&bucket[2..], s3)?)),
            Some(_) => bail!("files must be given as folder:PATH or s3://BUCKET/PREFIX"),
        }
    }
}

fn bucket_of(bucket: &str, s3: S3Layer) -> anyhow::Result<S3Settings> {
    let given = |setting: Option<String>| setting.filter(|setting| !setting.is_empty());
    let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
    if bucket.is_empty() || bucket.contains(['@', ':', '?', '#']) {
        bail!("files in S3 must be given as s3://BUCKET/PREFIX; what opens the bucket has settings of its own");
    }
    let region = given(s3.region).context("the setting files_s3_region is missing")?;
    Ok(S3Settings {
        endpoint: given(s3.endpoint).unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com")),
        region,
        bucket: bucket.to_owned(),
        prefix: prefix.to_owned(),
        path_style: s3.path_style == Some(Switch::On),
        access_key: given(s3.access_key).context("with files in S3, files_s3_access_key must be set")?,
        secret_key: given(s3.secret_key).context("with files in S3, files_s3_secret_key must be set")?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Database, Files, S3Layer, Switch};

    fn of(files: Option<&str>, s3: S3Layer) -> anyhow::Result<Files> {
        Files::of(files, s3, &Database::Sqlite("x/y.db".into()))
    }

    fn keys() -> S3Layer {
        let text = |text: &str| Some(text.to_owned());
        S3Layer { region: text("eu-central-1"), access_key: text("id"), secret_key: text("secret"), ..S3Layer::default() }
    }

    #[test]
    fn files_lie_in_a_folder() {
        for (given, folder) in [(None, "x/files"), (Some(""), "x/files"), (Some("folder:/srv/files"), "/srv/files")] {
            assert_eq!(of(given, S3Layer::default()).expect("a folder"), Files::Folder(folder.into()));
        }
        for wrong in ["folder:", "/srv/files", "ftp://x", "s3:bucket", "s3://", "s3:///prefix", "s3://id:secret@bucket"] {
            let error = of(Some(wrong), keys()).expect_err(wrong);
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn files_lie_in_a_bucket() {
        let Files::S3(settings) = of(Some("s3://bucket/a/b"), keys()).expect("a bucket") else { panic!("a folder") };
        assert_eq!((settings.bucket.as_str(), settings.prefix.as_str(), settings.path_style), ("bucket", "a/b", false));
        assert_eq!(settings.endpoint, "https://s3.eu-central-1.amazonaws.com");
        assert!(!format!("{settings:?}").contains("secret"));
        let endpoint = Some("http://127.0.0.1:9000".to_owned());
        let own = S3Layer { endpoint: endpoint.clone(), path_style: Some(Switch::On), ..keys() };
        let Files::S3(settings) = of(Some("s3://bucket"), own).expect("a bucket") else { panic!("a folder") };
        assert_eq!((Some(settings.endpoint), settings.prefix.as_str(), settings.path_style), (endpoint, "", true));
        assert!(of(Some("s3://bucket"), S3Layer { secret_key: None, ..keys() }).is_err());
    }
}
