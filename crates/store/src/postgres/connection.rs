//! Connecting. The address is the operator's own, so that no guard stands before it.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use tokio_postgres::config::SslMode;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls::{self, Trust};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(5);
/// After how long of silence the other side is asked whether it is there, and how long it may leave what it is sent
/// unacknowledged: a server whose machine is gone is given up then.
const SILENCE: Duration = Duration::from_secs(15);
/// Said once on every connection. A pooler that shares connections between transactions may lose it: whatever must hold is said in
/// the transaction too.
const SESSION: &str = "SET statement_timeout = '60s'; SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '30s';
    SET jit = off";

/// Why a database's address cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// It is no address of a PostgreSQL server's.
    #[error("not an address such as postgres://user:password@host:5432/database")]
    Invalid(#[from] tokio_postgres::Error),
    /// Its `sslmode` is none that there is.
    #[error("sslmode must be disable, prefer, require, verify-ca or verify-full, not {0:?}")]
    SslMode(String),
    /// The certificates that it names cannot be used.
    #[error("the certificates in {0} cannot be used")]
    Certificates(PathBuf, #[source] Box<dyn std::error::Error + Send + Sync>),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
}

/// A database's address, and how its server is trusted.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) tls: MakeRustlsConnect,
}

impl Address {
    /// Of `postgres://user:password@host:port/database?…`. `sslmode` and `sslrootcert` mean what they mean to PostgreSQL's own
    /// clients (its manual, "SSL Support").
    pub(super) fn of(url: &str) -> Result<Self, AddressError> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut certificates) = ("prefer".to_owned(), None);
        let mut rest = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "sslmode" => mode = value.into_owned(),
                "sslrootcert" => certificates = Some(value.into_owned()),
                _ => drop(rest.append_pair(&name, &value)),
            }
        }
        // In this place a plus is a plus.
        let rest = rest.finish().replace('+', "%20");
        let mut config = Config::from_str(&if rest.is_empty() { base.to_owned() } else { format!("{base}?{rest}") })?;
        let trust = match (mode.as_str(), certificates) {
            ("disable" | "allow" | "prefer", _) | ("require", None) => Trust::Anybody,
            ("require" | "verify-ca", Some(file)) => Trust::SignedBy(file.into()),
            ("verify-full", Some(file)) if file != "system" => Trust::NamedAndSignedBy(file.into()),
            ("verify-ca" | "verify-full", _) => Trust::NamedAndKnown,
            _ => return Err(AddressError::SslMode(mode)),
        };
        config.ssl_mode(match mode.as_str() {
            "disable" => SslMode::Disable,
            "allow" | "prefer" => SslMode::Prefer,
            _ => SslMode::Require,
        });
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_application_name().is_none() {
            config.application_name("switchroom");
        }
        config.keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        Ok(Self { config, tls: tls::connector(&trust)? })
    }

    /// A connection, and what must be polled for it to work.
    pub(super) async fn connect(&self) -> Result<(Client, Connection), tokio_postgres::Error> {
        self.config.connect(self.tls.clone()).await
    }
}

/// What must be polled for a connection to work.
pub(super) type Connection = tokio_postgres::Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// Says on a new connection what holds for all its statements.
pub(super) async fn prepare(client: &Client) -> Result<(), tokio_postgres::Error> {
    client.batch_execute(SESSION).await
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tokio_postgres::config::SslMode;

    use super::{Address, AddressError};

    #[test]
    fn an_address_may_say_how_its_server_is_trusted() {
        let plain = Address::of("postgres://ann:a+b%20c@db:5433/rooms?sslmode=disable&application_name=my%20node").expect("an address");
        assert_eq!(plain.config.get_password(), Some(&b"a+b c"[..]));
        assert_eq!((plain.config.get_ssl_mode(), plain.config.get_application_name()), (SslMode::Disable, Some("my node")));
        let usual = Address::of("postgres://db/rooms").expect("an address");
        assert_eq!((usual.config.get_ssl_mode(), usual.config.get_application_name()), (SslMode::Prefer, Some("switchroom")));
        let unknown = Address::of("postgres://db/rooms?sslmode=maybe");
        assert!(matches!(unknown, Err(AddressError::SslMode(mode)) if mode == "maybe"));
        let absent = Address::of("postgres://db/rooms?sslmode=verify-full&sslrootcert=/nowhere/ca.pem");
        assert!(matches!(absent, Err(AddressError::Certificates(path, _)) if path == Path::new("/nowhere/ca.pem")));
        assert!(matches!(Address::of("not an address"), Err(AddressError::Invalid(_))));
    }
}
