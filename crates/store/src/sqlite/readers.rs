//! The connections that read.

use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use switchroom_engine::ports::StoreError;
use tokio::sync::Semaphore;

use super::{connection, failed};

/// A pool of connections that read.
#[derive(Clone)]
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(path: &Path, count: usize) -> rusqlite::Result<Self> {
        let idle: Vec<Connection> = (0..count.max(1)).map(|_| connection::reading(path)).collect::<Result<_, _>>()?;
        let places = Arc::new(Semaphore::new(idle.len()));
        Ok(Self { idle: Arc::new(Mutex::new(idle)), places })
    }

    /// Runs `read` on a connection, in one transaction: all it reads is of one moment.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(failed)?;
        let idle = Arc::clone(&self.idle);
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            let Some(connection) = idle.lock().pop() else { return Err(rusqlite::Error::InvalidQuery) };
            let result = in_transaction(&connection, read);
            idle.lock().push(connection);
            result
        });
        done.await.map_err(failed)?.map_err(failed)
    }
}

fn in_transaction<T>(connection: &Connection, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let transaction = connection.unchecked_transaction()?;
    let result = read(&transaction)?;
    transaction.commit()?;
    Ok(result)
}
