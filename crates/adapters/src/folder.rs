//! The bytes of files, in a folder.

use std::fs::{self, File};
use std::io::{self, ErrorKind, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use futures_util::StreamExt as _;
use switchroom_engine::ports::{BlobError, BlobId, BlobStream, Blobs};
use tempfile::TempPath;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::task::spawn_blocking;
use tokio_util::io::ReaderStream;

/// Where files lie while they arrive, under names that mean nothing.
const ARRIVING: &str = "arriving";
/// How long one may take to arrive, by far: what is older was left over when a server ended.
const ARRIVES_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);
/// Bytes that are read at one time.
const PIECE: usize = 64 * 1024;

/// Keeps the bytes of files in a folder, which several nodes may share. A file is written under another name, synced, and renamed: so it is
/// there as a whole or not at all.
pub struct FolderBlobs {
    root: PathBuf,
}

impl FolderBlobs {
    /// In that folder, which is made if there is none. What was left over there by a server that ended is removed; `now` is the
    /// file system's time.
    pub fn open(root: &Path, now: SystemTime) -> io::Result<Self> {
        let arriving = root.join(ARRIVING);
        fs::create_dir_all(&arriving)?;
        for entry in fs::read_dir(&arriving)? {
            let entry = entry?;
            let age = entry.metadata().and_then(|kept| kept.modified()).map(|at| now.duration_since(at).unwrap_or_default());
            // Another node may have removed it meanwhile.
            if age.is_ok_and(|age| age > ARRIVES_WITHIN) {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(Self { root: root.to_owned() })
    }

    /// Where a file lies: spread over folders by the random end of its id, so that none grows too large.
    fn path(&self, id: BlobId) -> PathBuf {
        let name = id.file.0.simple().to_string();
        self.root.join(id.org.to_string()).join(&name[name.len() - 2..]).join(name)
    }

    async fn write(&self, path: PathBuf, mut bytes: BlobStream) -> Result<u64, BlobError> {
        let arriving = self.root.join(ARRIVING);
        // Whatever goes wrong from here on, the file under the other name is removed.
        let (file, temporary) = blocking(move || Ok(tempfile::NamedTempFile::new_in(arriving)?.into_parts())).await?;
        let mut file = tokio::fs::File::from_std(file);
        let mut size = 0;
        while let Some(piece) = bytes.next().await {
            let piece = piece?;
            file.write_all(&piece).await.map_err(failed)?;
            size += piece.len() as u64;
        }
        // Of what is written by another thread the end is waited for here.
        file.flush().await.map_err(failed)?;
        file.sync_all().await.map_err(failed)?;
        let root = self.root.clone();
        blocking(move || settle(temporary, &path, &root)).await?;
        Ok(size)
    }
}

/// Gives a file its name for good.
fn settle(temporary: TempPath, path: &Path, root: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(root);
    fs::create_dir_all(folder)?;
    temporary.persist(path).map_err(|error| error.error)?;
    // The name is kept only once its folder is, and that one's name.
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[async_trait]
impl Blobs for FolderBlobs {
    async fn put(&self, id: BlobId, bytes: BlobStream) -> Result<u64, BlobError> {
        self.write(self.path(id), bytes).await
    }

    async fn get(&self, id: BlobId, range: Range<u64>) -> Result<BlobStream, BlobError> {
        let mut file = tokio::fs::File::open(self.path(id)).await.map_err(failed)?;
        file.seek(SeekFrom::Start(range.start)).await.map_err(failed)?;
        let bytes = file.take(range.end.saturating_sub(range.start));
        Ok(ReaderStream::with_capacity(bytes, PIECE).map(|piece| piece.map_err(failed)).boxed())
    }

    async fn delete(&self, id: BlobId) -> Result<(), BlobError> {
        match tokio::fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(()),
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, BlobError> {
    spawn_blocking(work).await.map_err(BlobError::failed)?.map_err(failed)
}

fn failed(error: io::Error) -> BlobError {
    match error.kind() {
        ErrorKind::NotFound => BlobError::Missing,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => BlobError::Full,
        _ => BlobError::failed(error),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use bytes::Bytes;
    use futures_util::{StreamExt as _, TryStreamExt as _, stream};
    use switchroom_domain::{FileId, OrgId};
    use switchroom_engine::ports::{BlobError, BlobId, BlobStream, Blobs as _};
    use uuid::Uuid;

    use super::FolderBlobs;

    const ID: BlobId = BlobId { org: OrgId(7), file: FileId(Uuid::from_u128(0xabcd)) };

    fn open(root: &Path) -> FolderBlobs {
        FolderBlobs::open(root, SystemTime::UNIX_EPOCH).expect("a folder")
    }

    fn pieces(pieces: Vec<Result<&'static str, BlobError>>) -> BlobStream {
        stream::iter(pieces).map_ok(|piece| Bytes::from_static(piece.as_bytes())).boxed()
    }

    async fn read(blobs: &FolderBlobs, from: u64, to: u64) -> String {
        let bytes = blobs.get(ID, from..to).await.expect("bytes").try_fold(Vec::new(), |mut all, piece| async move {
            all.extend_from_slice(&piece);
            Ok(all)
        });
        String::from_utf8(bytes.await.expect("all of them")).expect("text")
    }

    fn files(folder: &Path) -> usize {
        let entries = folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
    }

    #[tokio::test]
    async fn what_is_kept_is_read_in_ranges_until_it_is_removed() {
        let root = tempfile::tempdir().expect("a folder");
        let blobs = open(root.path());
        assert_eq!(blobs.put(ID, pieces(vec![Ok("hello "), Ok(""), Ok("world")])).await.expect("kept"), 11);
        assert!(root.path().join("7/cd/0000000000000000000000000000abcd").is_file());
        assert_eq!(read(&open(root.path()), 0, 11).await, "hello world");
        assert_eq!((read(&blobs, 6, 9).await, read(&blobs, 10, 11).await), ("wor".to_owned(), "d".to_owned()));
        blobs.delete(ID).await.expect("removed");
        blobs.delete(ID).await.expect("nothing left");
        assert!(matches!(blobs.get(ID, 0..1).await, Err(BlobError::Missing)));
        assert_eq!(files(root.path()), 0);
    }

    #[tokio::test]
    async fn of_what_breaks_off_nothing_is_kept() {
        let root = tempfile::tempdir().expect("a folder");
        let blobs = open(root.path());
        let kept = blobs.put(ID, pieces(vec![Ok("hello"), Err(BlobError::BrokeOff)])).await;
        assert!(matches!(kept, Err(BlobError::BrokeOff)));
        assert_eq!(files(root.path()), 0);
        // Nor is anything of what nobody waits for any more.
        let mut waiting = Box::pin(blobs.put(ID, pieces(vec![Ok("hello")]).chain(stream::pending()).boxed()));
        let polled = futures_util::poll!(&mut waiting);
        assert!(polled.is_pending());
        drop(waiting);
        assert!(matches!(blobs.get(ID, 0..1).await, Err(BlobError::Missing)));
    }

    #[test]
    fn what_a_server_left_over_is_removed_a_day_later() {
        let root = tempfile::tempdir().expect("a folder");
        open(root.path());
        std::fs::write(root.path().join("arriving/x"), "half").expect("a file");
        open(root.path());
        assert_eq!(files(root.path()), 1);
        let later = root.path().join("arriving/x").metadata().expect("a file").modified().expect("a time") + Duration::from_secs(90_000);
        FolderBlobs::open(root.path(), later).expect("a folder");
        assert_eq!(files(root.path()), 0);
    }
}
