//! Why a request had no answer.

use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;

use hyper_util::client::legacy::Error as ClientError;

use crate::connector::ConnectError;

/// Why a request had no answer.
#[derive(Debug, thiserror::Error)]
pub enum EgressError {
    /// The url cannot be dialled.
    #[error("{url} cannot be dialled: {why}")]
    Url {
        /// The url.
        url: String,
        /// Why not.
        why: String,
    },
    /// An address of the host is private or special, and not on the allow-list: nothing was sent.
    #[error("{host} leads to {address}, which is not a public address (SWITCHROOM_WEBHOOK_ALLOW_NETWORKS can allow it)")]
    Refused {
        /// The host.
        host: String,
        /// The first address that did not pass.
        address: IpAddr,
    },
    /// The host's name could not be resolved: nothing was sent.
    #[error("the name {host} cannot be resolved")]
    Resolve {
        /// The host.
        host: String,
        /// What went wrong.
        source: ClientError,
    },
    /// No address of the host could be connected to: nothing was sent.
    #[error("cannot connect to {host}")]
    Connect {
        /// The host.
        host: String,
        /// What went wrong.
        source: ClientError,
    },
    /// The connection was made, but not secured: nothing was sent.
    #[error("no secure connection to {host}")]
    Tls {
        /// The host.
        host: String,
        /// What went wrong.
        source: ClientError,
    },
    /// The connection broke, or the answer was not HTTP.
    #[error("{host} did not answer properly")]
    Exchange {
        /// The host.
        host: String,
        /// What went wrong.
        source: Box<dyn Error + Send + Sync>,
    },
    /// There was no complete answer in time.
    #[error("{host} did not answer within {} ms", after.as_millis())]
    Timeout {
        /// The host.
        host: String,
        /// How long it was waited for.
        after: Duration,
    },
}

impl EgressError {
    /// Tells the client's errors apart by what the connector gave as their cause.
    pub(crate) fn of_client(host: String, error: ClientError) -> Self {
        if !error.is_connect() {
            return Self::Exchange { host, source: Box::new(error) };
        }
        let cause = causes(&error).find_map(|cause| cause.downcast_ref::<ConnectError>());
        let of: fn(String, ClientError) -> Self = match cause {
            Some(ConnectError::Refused { address }) => return Self::Refused { host, address: *address },
            Some(ConnectError::Resolve(_) | ConnectError::NoAddress) => |host, source| Self::Resolve { host, source },
            Some(ConnectError::Connect { .. }) => |host, source| Self::Connect { host, source },
            None => |host, source| Self::Tls { host, source },
        };
        of(host, error)
    }

    /// The error and what is at its bottom, in one line.
    #[must_use]
    pub fn in_full(&self) -> String {
        match causes(self).last() {
            Some(root) => format!("{self}: {root}"),
            None => self.to_string(),
        }
    }
}

/// The chain of causes under `error`, the nearest first.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}
