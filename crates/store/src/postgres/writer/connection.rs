//! A writer's connection, opened again whenever it is lost.

use tokio::task::JoinHandle;
use tokio_postgres::Client;

use crate::postgres::connection::{Address, prepare};
use crate::postgres::error::PgError;

/// A writer's connection.
pub(super) struct WriterConnection {
    address: Address,
    open: Option<(Client, JoinHandle<()>)>,
}

impl WriterConnection {
    pub(super) fn new(address: Address) -> Self {
        Self { address, open: None }
    }

    /// The connection that is open, or a new one.
    pub(super) async fn client(&mut self) -> Result<&Client, PgError> {
        if self.open.as_ref().is_none_or(|(client, _)| client.is_closed()) {
            let (client, connection) = self.address.connect().await?;
            let polling = tokio::spawn(async move {
                // Why it ended, the statement that it fails says.
                let _ = connection.await;
            });
            prepare(&client).await?;
            self.open = Some((client, polling));
        }
        let closed = || PgError::NoConnection("the connection was just closed".into());
        self.open.as_ref().map(|(client, _)| client).ok_or_else(closed)
    }

    /// Gives the connection up, whatever it is in the middle of.
    pub(super) fn drop_client(&mut self) {
        if let Some((_, polling)) = self.open.take() {
            polling.abort();
        }
    }
}
