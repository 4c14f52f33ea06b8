//! The bytes of files, in a bucket of S3's, or of what speaks as it does.

mod client;
mod upload;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Method, StatusCode};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use switchroom_engine::ports::{BlobError, BlobId, BlobStream, Blobs, Clock};
use url::Url;

use client::Client;

/// How long a signed request holds: none waits so long.
const SIGNED_FOR: Duration = Duration::from_secs(15 * 60);

/// Where a bucket is, and what opens it.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Settings {
    /// The address of the server, e.g. `https://s3.eu-central-1.amazonaws.com`.
    pub endpoint: String,
    /// The region, e.g. `eu-central-1`. Servers that have none take any.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// What the names of all objects begin with; maybe empty.
    pub prefix: String,
    /// Whether the bucket is named in the path, instead of in the host.
    pub path_style: bool,
    /// The id of the key.
    pub access_key: String,
    /// The key.
    pub secret_key: String,
}

impl std::fmt::Debug for S3Settings {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { endpoint, region, bucket, prefix, path_style, .. } = self;
        write!(f, "S3Settings {{ {endpoint:?}, {region:?}, {bucket:?}, {prefix:?}, path_style: {path_style} }}")
    }
}

/// A bucket cannot be used with these settings.
#[derive(Debug, thiserror::Error)]
pub enum S3Error {
    /// The address is none.
    #[error("the endpoint of S3 must be given as https://HOST or http://HOST:PORT")]
    Endpoint,
    /// The bucket has no name, or the address no host to put it before.
    #[error("the bucket cannot be addressed at this endpoint")]
    Bucket,
}

/// Keeps the bytes of files as objects in a bucket. Objects are written as a whole, or in parts that become one at the end.
pub struct S3Blobs {
    bucket: Bucket,
    credentials: Credentials,
    prefix: String,
    client: Client,
    clock: Arc<dyn Clock>,
}

impl S3Blobs {
    /// In that bucket, which must be there. Nothing is asked of the server yet.
    pub fn new(settings: &S3Settings, clock: Arc<dyn Clock>) -> Result<Self, S3Error> {
        let endpoint: Url = settings.endpoint.parse().map_err(|_| S3Error::Endpoint)?;
        if !matches!(endpoint.scheme(), "http" | "https") || !endpoint.has_host() {
            return Err(S3Error::Endpoint);
        }
        let style = if settings.path_style { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let bucket = Bucket::new(endpoint, style, settings.bucket.clone(), settings.region.clone()).map_err(|_| S3Error::Bucket)?;
        let prefix = match settings.prefix.trim_matches('/') {
            "" => String::new(),
            prefix => format!("{prefix}/"),
        };
        let credentials = Credentials::new(&settings.access_key, &settings.secret_key);
        Ok(Self { bucket, credentials, prefix, client: Client::new(), clock })
    }

    /// What the object of a file is called.
    fn name(&self, id: BlobId) -> String {
        format!("{}{}/{}", self.prefix, id.org, id.file.0.simple())
    }

    /// The address of a signed request.
    fn sign<'a>(&self, action: &impl S3Action<'a>) -> Result<Url, BlobError> {
        let now = Timestamp::from_microsecond(self.clock.now().0).map_err(BlobError::failed)?;
        Ok(action.sign_with_time(SIGNED_FOR, &now))
    }
}

#[async_trait]
impl Blobs for S3Blobs {
    async fn put(&self, id: BlobId, bytes: BlobStream) -> Result<u64, BlobError> {
        upload::put(self, &self.name(id), bytes).await
    }

    async fn get(&self, id: BlobId, range: Range<u64>) -> Result<BlobStream, BlobError> {
        if range.is_empty() {
            return Ok(Box::pin(futures_util::stream::empty()));
        }
        let name = self.name(id);
        let url = self.sign(&self.bucket.get_object(Some(&self.credentials), &name))?;
        let wanted = format!("bytes={}-{}", range.start, range.end - 1);
        let answer = self.client.ask(Method::GET, &url, &[("range", &wanted)], Bytes::new()).await?;
        match answer.status() {
            StatusCode::PARTIAL_CONTENT => Ok(client::pieces(answer.into_body())),
            StatusCode::NOT_FOUND => Err(BlobError::Missing),
            status => Err(client::refused(status, answer.into_body()).await),
        }
    }

    async fn delete(&self, id: BlobId) -> Result<(), BlobError> {
        let name = self.name(id);
        let url = self.sign(&self.bucket.delete_object(Some(&self.credentials), &name))?;
        let answer = self.client.ask(Method::DELETE, &url, &[], Bytes::new()).await?;
        match answer.status() {
            status if status.is_success() || status == StatusCode::NOT_FOUND => {
                // Read to its end, so that the connection can be used again.
                let _ = answer.into_body().collect().await;
                Ok(())
            }
            status => Err(client::refused(status, answer.into_body()).await),
        }
    }
}
