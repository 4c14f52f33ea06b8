//! One layer of settings: what a file, the environment or the flags say.

use anyhow::{Context, bail};
use ipnet::IpNet;
use serde::Deserialize;

use super::files::S3Layer;
use super::{AdminConfig, Config, Database, Files, LogFormat, MailConfig, Switch, TracingConfig};

/// The first admin, as far as a layer says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdminLayer {
    /// The name to log in with.
    pub username: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The secret of a token.
    pub token: Option<String>,
}

macro_rules! layer {
    ($($(#[$meta:meta])* $name:ident: $type:ty,)*) => {
        /// What one layer says; what it leaves out is for the layers below.
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Layer {
            $($(#[$meta])* pub $name: Option<$type>,)*
            /// The first admin.
            #[serde(default)]
            pub admin: AdminLayer,
        }

        impl Layer {
            /// This layer, and `below` where it says nothing.
            #[must_use]
            pub fn over(self, below: Self) -> Self {
                Self {
                    $($name: self.$name.or(below.$name),)*
                    admin: AdminLayer {
                        username: self.admin.username.or(below.admin.username),
                        password: self.admin.password.or(below.admin.password),
                        email: self.admin.email.or(below.admin.email),
                        token: self.admin.token.or(below.admin.token),
                    },
                }
            }
        }
    };
}

layer! {
    /// Where to listen.
    listen: String,
    /// Where everything is kept.
    database: String,
    /// PostgreSQL itself, if the database is reached by a pooler.
    database_session: String,
    /// Connections to PostgreSQL that read.
    database_connections: usize,
    /// What carries notices between nodes.
    bus: String,
    /// How the outside reaches the server.
    public_url: String,
    /// What encrypts stored secrets.
    key: String,
    /// Addresses that webhooks may reach although they are private.
    webhook_allow_networks: Vec<String>,
    /// Proxies whose X-Forwarded-* count.
    trusted_proxies: Vec<String>,
    /// Request limits.
    rate_limit: Switch,
    /// How log lines look.
    log_format: LogFormat,
    /// Which log lines.
    log: String,
    /// Bytes in a request's body, at the most.
    max_body_bytes: usize,
    /// Connections at one time, at the most.
    max_connections: usize,
    /// WebSockets at one time, at the most.
    max_sockets: u32,
    /// WebSockets of one token at one time, at the most.
    max_sockets_per_token: u32,
    /// Where the bytes of files are kept.
    files: String,
    /// The address of the server of S3's kind.
    files_s3_endpoint: String,
    /// The region of the bucket.
    files_s3_region: String,
    /// The id of the key to the bucket.
    files_s3_access_key: String,
    /// The key to the bucket.
    files_s3_secret_key: String,
    /// Whether the bucket is named in the path.
    files_s3_path_style: Switch,
    /// Bytes in a file, at the most.
    files_max_bytes: u64,
    /// Seconds that a webhook has to answer.
    webhook_timeout_seconds: u64,
    /// Days for which attempts are kept.
    attempts_kept_days: u32,
    /// Bytes that all attempts may take.
    attempts_kept_bytes: u64,
    /// The mail server.
    smtp_url: String,
    /// Who sends mail.
    mail_from: String,
    /// Where traces go.
    otlp_endpoint: String,
    /// The part of requests that is traced.
    trace_sample_ratio: f64,
    /// Seconds for which the server goes on serving when it is to stop.
    drain_seconds: u64,
    /// Seconds that requests have to finish when the server stops.
    shutdown_seconds: u64,
}

impl Layer {
    /// The settings, if nothing is left out any more.
    pub(super) fn finish(self) -> anyhow::Result<Config> {
        let listen = given(self.listen, "listen")?;
        let database = Database::named(&given(self.database, "database")?)?;
        let bus = self.bus.filter(|bus| !bus.is_empty());
        if let Some(bus) = &bus {
            check_bus(bus, &database)?;
        }
        let s3 = S3Layer {
            endpoint: self.files_s3_endpoint,
            region: self.files_s3_region,
            access_key: self.files_s3_access_key,
            secret_key: self.files_s3_secret_key,
            path_style: self.files_s3_path_style,
        };
        let files = Files::of(self.files.as_deref(), s3, &database)?;
        Ok(Config {
            listen: listen.parse().with_context(|| format!("listen must be ADDRESS:PORT, not {listen:?}"))?,
            database_session: self.database_session.filter(|url| !url.is_empty()),
            database_connections: given(self.database_connections, "database_connections")?,
            database,
            bus,
            public_url: self.public_url.filter(|url| !url.is_empty()),
            key: self.key.filter(|key| !key.is_empty()),
            admin: AdminConfig {
                username: given(self.admin.username, "admin.username")?,
                password: self.admin.password.filter(|password| !password.is_empty()),
                email: self.admin.email.filter(|email| !email.is_empty()),
                token: self.admin.token.filter(|token| !token.is_empty()),
            },
            webhook_allow_networks: networks(&given(self.webhook_allow_networks, "webhook_allow_networks")?)?,
            trusted_proxies: networks(&given(self.trusted_proxies, "trusted_proxies")?)?,
            rate_limit: given(self.rate_limit, "rate_limit")?,
            log_format: given(self.log_format, "log_format")?,
            log: given(self.log, "log")?,
            max_body_bytes: given(self.max_body_bytes, "max_body_bytes")?,
            max_connections: given(self.max_connections, "max_connections")?,
            max_sockets: given(self.max_sockets, "max_sockets")?,
            max_sockets_per_token: given(self.max_sockets_per_token, "max_sockets_per_token")?,
            files,
            files_max_bytes: given(self.files_max_bytes, "files_max_bytes")?,
            webhook_timeout_seconds: given(self.webhook_timeout_seconds, "webhook_timeout_seconds")?,
            attempts_kept_days: given(self.attempts_kept_days, "attempts_kept_days")?,
            attempts_kept_bytes: given(self.attempts_kept_bytes, "attempts_kept_bytes")?,
            mail: mail(self.smtp_url, self.mail_from)?,
            tracing: tracing(self.otlp_endpoint, given(self.trace_sample_ratio, "trace_sample_ratio")?)?,
            drain_seconds: given(self.drain_seconds, "drain_seconds")?,
            shutdown_seconds: given(self.shutdown_seconds, "shutdown_seconds")?,
        })
    }
}

fn given<T>(setting: Option<T>, name: &str) -> anyhow::Result<T> {
    setting.with_context(|| format!("the setting {name} is missing"))
}

fn check_bus(bus: &str, database: &Database) -> anyhow::Result<()> {
    if matches!(database, Database::Sqlite(_)) {
        bail!("a bus is for several nodes, and those need PostgreSQL, not SQLite: unset the bus, or set the database to postgres://…");
    }
    // The address may hold a password: it is not repeated.
    if !bus.split(',').all(|address| ["nats://", "tls://"].iter().any(|scheme| address.trim().starts_with(scheme))) {
        bail!("the bus must be given as nats://HOST:PORT or tls://HOST:PORT");
    }
    Ok(())
}

fn mail(smtp_url: Option<String>, from: Option<String>) -> anyhow::Result<Option<MailConfig>> {
    let Some(smtp_url) = smtp_url.filter(|url| !url.is_empty()) else { return Ok(None) };
    Ok(Some(MailConfig { smtp_url, from: given(from, "mail_from").context("with a mail server, it must be said who sends")? }))
}

fn tracing(otlp_endpoint: Option<String>, sample_ratio: f64) -> anyhow::Result<Option<TracingConfig>> {
    if !(0.0..=1.0).contains(&sample_ratio) {
        bail!("trace_sample_ratio must be from 0 to 1, not {sample_ratio}");
    }
    let Some(otlp_endpoint) = otlp_endpoint.filter(|url| !url.is_empty()) else { return Ok(None) };
    let is_url = otlp_endpoint.parse().is_ok_and(|uri: http::Uri| matches!(uri.scheme_str(), Some("http" | "https")));
    if !is_url {
        bail!("otlp_endpoint must be given as http://HOST:PORT or https://HOST:PORT");
    }
    Ok(Some(TracingConfig { otlp_endpoint, sample_ratio }))
}

fn networks(given: &[String]) -> anyhow::Result<Vec<IpNet>> {
    given.iter().map(|network| network.parse().with_context(|| format!("{network:?} is no network such as 10.0.0.0/8"))).collect()
}
