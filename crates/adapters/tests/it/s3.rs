//! Files in a bucket.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use switchroom_adapters::{S3Blobs, S3Settings, SystemClock};
use switchroom_domain::{FileId, OrgId};
use switchroom_engine::ports::{BlobError, BlobId, BlobStream, Blobs as _};
use switchroom_testbed::Moto;
use uuid::Uuid;

/// More than a part, and no whole number of them.
const LARGE: usize = 20_000_000;
/// Bytes of a part.
const PART: usize = 8 * 1024 * 1024;

fn id(number: u128) -> BlobId {
    BlobId { org: OrgId(7), file: FileId(Uuid::from_u128(number)) }
}

fn server() -> Moto {
    let server = Moto::start().expect("a server");
    assert!(server.ask("PUT", "/bucket").expect("answered").contains(" 200 "), "no bucket");
    server
}

fn settings(server: &Moto) -> S3Settings {
    S3Settings {
        endpoint: server.url(),
        region: "us-east-1".to_owned(),
        bucket: "bucket".to_owned(),
        prefix: "/some where/".to_owned(),
        path_style: true,
        access_key: "id".to_owned(),
        secret_key: "secret".to_owned(),
    }
}

fn blobs(settings: &S3Settings) -> S3Blobs {
    S3Blobs::new(settings, Arc::new(SystemClock)).expect("settings")
}

/// Bytes of which no two neighbours are equal, in pieces of odd sizes.
fn pieces(size: usize) -> (Vec<u8>, BlobStream) {
    let all: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
    let pieces: Vec<_> = all.chunks(70_001).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    (all, stream::iter(pieces).boxed())
}

async fn read(blobs: &S3Blobs, id: BlobId, from: u64, to: u64) -> Result<Vec<u8>, BlobError> {
    let bytes = blobs.get(id, from..to).await?;
    bytes.try_fold(Vec::new(), |all, piece| async move { Ok([all, piece.to_vec()].concat()) }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn small_and_large_ones_are_kept_and_read_in_ranges_until_they_are_removed() {
    let server = server();
    let blobs = blobs(&settings(&server));
    for (number, size) in [(1, 0), (2, 1), (3, PART - 1), (4, PART), (5, PART + 1), (6, LARGE)] {
        let (all, bytes) = pieces(size);
        assert_eq!(blobs.put(id(number), bytes).await.expect("kept"), size as u64);
        let end = size as u64;
        assert!(read(&blobs, id(number), 0, end).await.expect("read") == all, "{size}");
        if size > 10 {
            assert!(read(&blobs, id(number), end - 7, end).await.expect("read") == all[size - 7..], "{size}");
            assert!(read(&blobs, id(number), 3, 5).await.expect("read") == all[3..5], "{size}");
        }
    }
    let listed = server.ask("GET", "/bucket?list-type=2").expect("listed");
    assert!(listed.contains("<Key>some where/7/00000000000000000000000000000006</Key>"), "{listed}");
    for number in 1..=6 {
        blobs.delete(id(number)).await.expect("removed");
        blobs.delete(id(number)).await.expect("nothing left");
        assert!(matches!(read(&blobs, id(number), 0, 1).await, Err(BlobError::Missing)));
    }
    assert!(!server.ask("GET", "/bucket?list-type=2").expect("listed").contains("<Key>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_breaks_off_nothing_is_kept() {
    let server = server();
    let blobs = blobs(&settings(&server));
    for size in [10, LARGE] {
        let broken = pieces(size).1.chain(stream::iter([Err(BlobError::BrokeOff)])).boxed();
        assert!(matches!(blobs.put(id(1), broken).await, Err(BlobError::BrokeOff)));
        assert!(matches!(read(&blobs, id(1), 0, 1).await, Err(BlobError::Missing)));
    }
    let uploads = server.ask("GET", "/bucket?uploads").expect("listed");
    assert!(uploads.contains(" 200 ") && !uploads.contains("<UploadId>"), "{uploads}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told() {
    let mut server = server();
    let wrong = S3Settings { bucket: "nobody".to_owned(), ..settings(&server) };
    let error = blobs(&wrong).put(id(1), pieces(3).1).await.expect_err("no such bucket");
    assert!(matches!(&error, BlobError::Failed(_)) && error.to_string().contains("NoSuchBucket"), "{error}");
    let right = settings(&server);
    server.kill().expect("killed");
    assert!(matches!(blobs(&right).put(id(1), pieces(3).1).await, Err(BlobError::Unavailable)));
    for endpoint in ["", "minio:9000", "ftp://minio", "https://"] {
        let wrong = S3Settings { endpoint: endpoint.to_owned(), ..right.clone() };
        assert!(S3Blobs::new(&wrong, Arc::new(SystemClock)).is_err(), "{endpoint}");
    }
}
