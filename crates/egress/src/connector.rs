//! Making connections: resolve, check every address, connect to exactly one that was checked.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::Service;

use crate::{Guard, Resolve};

/// How long one address of several is tried before the next.
const ADDRESS_TIMEOUT: Duration = Duration::from_secs(4);

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectError {
    #[error("{address} is not a public address")]
    Refused { address: IpAddr },
    #[error("the name cannot be resolved")]
    Resolve(#[source] io::Error),
    #[error("the name has no address")]
    NoAddress,
    #[error("cannot connect to {address}")]
    Connect { address: SocketAddr, source: io::Error },
}

/// Dials what the guard lets through.
#[derive(Clone)]
pub(crate) struct Connector {
    guard: Guard,
    resolver: Arc<dyn Resolve>,
}

impl Connector {
    pub(crate) fn new(guard: Guard, resolver: Arc<dyn Resolve>) -> Self {
        Self { guard, resolver }
    }

    async fn connect(self, uri: Uri) -> Result<TokioIo<TcpStream>, ConnectError> {
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let addresses = self.checked(uri.host().unwrap_or_default()).await?;
        let mut failed = ConnectError::NoAddress;
        for address in addresses {
            let address = SocketAddr::new(address, port);
            match dial(address).await {
                Ok(stream) => return Ok(TokioIo::new(stream)),
                Err(source) => failed = ConnectError::Connect { address, source },
            }
        }
        Err(failed)
    }

    /// The addresses of `host`, all of which pass: one that does not is a reason to distrust the name altogether.
    async fn checked(&self, host: &str) -> Result<Vec<IpAddr>, ConnectError> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let addresses = match bare.parse() {
            Ok(literal) => vec![literal],
            Err(_) => self.resolver.resolve(bare).await.map_err(ConnectError::Resolve)?,
        };
        match addresses.iter().find(|address| !self.guard.passes(**address)) {
            Some(address) => Err(ConnectError::Refused { address: *address }),
            None => Ok(addresses),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the place that dials out: the guard has checked the address")]
async fn dial(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = tokio::time::timeout(ADDRESS_TIMEOUT, TcpStream::connect(address)).await??;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(self.clone().connect(uri))
    }
}
