//! Writing an object: small ones at once, others in parts. No more than one part is in memory.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use http::Method;
use http::header::ETAG;
use rusty_s3::actions::{CompleteMultipartUploadResponse, CreateMultipartUpload};
use switchroom_engine::ports::{BlobError, BlobStream};

use super::{S3Blobs, client};

/// Bytes in a part. S3 takes no smaller ones than 5 MiB, but for the last.
const PART: usize = 8 * 1024 * 1024;

/// Writes an object.
pub(super) async fn put(blobs: &S3Blobs, name: &str, mut bytes: BlobStream) -> Result<u64, BlobError> {
    let first = part(&mut bytes).await?;
    if first.len() < PART {
        let size = first.len() as u64;
        let url = blobs.sign(&blobs.bucket.put_object(Some(&blobs.credentials), name))?;
        ask(blobs, Method::PUT, &url, first).await?;
        return Ok(size);
    }
    let create = blobs.bucket.create_multipart_upload(Some(&blobs.credentials), name);
    let url = blobs.sign(&create)?;
    let answer = client::text(ask(blobs, Method::POST, &url, Bytes::new()).await?.into_body()).await?;
    let upload = CreateMultipartUpload::parse_response(&answer).map_err(BlobError::failed)?;
    let written = in_parts(blobs, name, upload.upload_id(), first, bytes).await;
    if written.is_err() {
        let abort = blobs.bucket.abort_multipart_upload(Some(&blobs.credentials), name, upload.upload_id());
        let url = blobs.sign(&abort)?;
        if let Err(error) = ask(blobs, Method::DELETE, &url, Bytes::new()).await {
            tracing::warn!(%error, "parts of a file that was not kept are left over");
        }
    }
    written
}

async fn in_parts(blobs: &S3Blobs, name: &str, upload: &str, first: Bytes, mut bytes: BlobStream) -> Result<u64, BlobError> {
    let (mut next, mut size, mut tags) = (first, 0, Vec::new());
    for number in 1.. {
        size += next.len() as u64;
        let is_last = next.len() < PART;
        if !next.is_empty() {
            let url = blobs.sign(&blobs.bucket.upload_part(Some(&blobs.credentials), name, number, upload))?;
            let answer = ask(blobs, Method::PUT, &url, next).await?;
            let tag = answer.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(ToOwned::to_owned);
            tags.push(tag.ok_or_else(|| BlobError::failed("the store of files gave a part no ETag"))?);
        }
        if is_last {
            break;
        }
        next = part(&mut bytes).await?;
    }
    let complete = blobs.bucket.complete_multipart_upload(Some(&blobs.credentials), name, upload, tags.iter().map(String::as_str));
    let url = blobs.sign(&complete)?;
    let body = complete.body();
    let answer = client::text(ask(blobs, Method::POST, &url, body.into()).await?.into_body()).await?;
    // It answers 200 before it knows: whether it worked stands in the body.
    CompleteMultipartUploadResponse::parse(&answer)
        .map_err(|_| BlobError::failed(format!("the store of files could not put the parts together: {answer}")))?;
    Ok(size)
}

/// The next bytes: a whole part, or all there are.
async fn part(bytes: &mut BlobStream) -> Result<Bytes, BlobError> {
    let mut part = BytesMut::new();
    while part.len() < PART {
        let Some(piece) = bytes.next().await else { break };
        part.extend_from_slice(&piece?);
    }
    Ok(part.freeze())
}

async fn ask(blobs: &S3Blobs, method: Method, url: &url::Url, body: Bytes) -> Result<http::Response<hyper::body::Incoming>, BlobError> {
    let answer = blobs.client.ask(method, url, &[], body).await?;
    match answer.status() {
        status if status.is_success() => Ok(answer),
        status => Err(client::refused(status, answer.into_body()).await),
    }
}
