//! Settings: flags win over the environment, that over the file, that over the defaults.

mod database;
mod environment;
mod files;
mod layer;

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context;
use ipnet::IpNet;
use serde::Deserialize;

pub use database::Database;
pub use environment::environment;
pub use files::Files;
pub use layer::{AdminLayer, Layer};

/// The annotated file of defaults.
pub const DEFAULT_FILE: &str = include_str!("default.toml");
/// The file that is read when none is named, if it is there.
const USUAL_FILE: &str = "switchroom.toml";

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// The first admin, for an empty database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminConfig {
    /// The name to log in with.
    pub username: String,
    /// The password; none: a random one, printed once.
    pub password: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The secret of a token that may operate.
    pub token: Option<String>,
}

/// The mail server, and who sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailConfig {
    /// Its address, with name and password where it wants them.
    pub smtp_url: String,
    /// The sender: an address, or a name and an address.
    pub from: String,
}

/// Traces of what is done.
#[derive(Debug, Clone, PartialEq)]
pub struct TracingConfig {
    /// The collector that takes them, by OTLP over HTTP.
    pub otlp_endpoint: String,
    /// The part of requests that is traced, where the caller has not decided it.
    pub sample_ratio: f64,
}

/// Every setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where everything is kept.
    pub database: Database,
    /// PostgreSQL itself, for the one connection that needs a session; none: it is reached as the database is.
    pub database_session: Option<String>,
    /// Connections to PostgreSQL that read, at the same time at the most.
    pub database_connections: usize,
    /// The NATS servers that carry notices between nodes; none: PostgreSQL does.
    pub bus: Option<String>,
    /// How the outside reaches the server.
    pub public_url: Option<String>,
    /// What encrypts stored secrets; none: the key kept in the data folder.
    pub key: Option<String>,
    /// The first admin.
    pub admin: AdminConfig,
    /// Addresses that webhooks may reach although they are private.
    pub webhook_allow_networks: Vec<IpNet>,
    /// Proxies whose X-Forwarded-* count.
    pub trusted_proxies: Vec<IpNet>,
    /// Request limits.
    pub rate_limit: Switch,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Which log lines.
    pub log: String,
    /// Bytes in a request's body, at the most.
    pub max_body_bytes: usize,
    /// Connections at one time, at the most.
    pub max_connections: usize,
    /// WebSockets at one time, at the most.
    pub max_sockets: u32,
    /// WebSockets of one token at one time, at the most.
    pub max_sockets_per_token: u32,
    /// Where the bytes of files are kept.
    pub files: Files,
    /// Bytes in a file, at the most.
    pub files_max_bytes: u64,
    /// Seconds that a webhook has to answer.
    pub webhook_timeout_seconds: u64,
    /// Days for which attempts are kept.
    pub attempts_kept_days: u32,
    /// Bytes that all attempts may take, about.
    pub attempts_kept_bytes: u64,
    /// What sends mail; none: log lines say what was not sent.
    pub mail: Option<MailConfig>,
    /// Where traces go; none: nothing is traced.
    pub tracing: Option<TracingConfig>,
    /// Seconds for which the server goes on serving when it is to stop, so that whoever balances loads learns of it.
    pub drain_seconds: u64,
    /// Seconds that requests have to finish when the server stops.
    pub shutdown_seconds: u64,
}

impl Config {
    /// The settings from flags, the environment, the file and the defaults.
    pub fn load(flags: Layer, file: Option<&Path>) -> anyhow::Result<Self> {
        let environment = environment(|name| std::env::var(name).ok())?;
        let file = read_file(file)?;
        Self::from_layers([flags, environment, file])
    }

    /// The settings from layers, of which earlier ones win, over the defaults.
    pub fn from_layers(layers: impl IntoIterator<Item = Layer>) -> anyhow::Result<Self> {
        let mut settings = Layer::default();
        for layer in layers {
            settings = settings.over(layer);
        }
        settings.over(toml::from_str(DEFAULT_FILE).context("the file of defaults")?).finish()
    }
}

fn read_file(named: Option<&Path>) -> anyhow::Result<Layer> {
    let path = named.unwrap_or(Path::new(USUAL_FILE));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => return Ok(Layer::default()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    toml::from_str(&text).with_context(|| format!("{} is not valid", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{Config, Database, Files, Layer, LogFormat, MailConfig, Switch, TracingConfig, environment};

    fn from_environment(set: &[(&str, &str)]) -> anyhow::Result<Config> {
        let get = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Config::from_layers([environment(get)?])
    }

    #[test]
    fn the_annotated_file_holds_every_default() {
        let config = Config::from_layers([]).expect("defaults");
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.database, Database::Sqlite("data/switchroom.db".into()));
        assert_eq!((config.bus, config.database_session, config.database_connections), (None, None, 8));
        assert_eq!((config.files, config.files_max_bytes), (Files::Folder("data/files".into()), 25 * 1024 * 1024));
        assert_eq!(config.drain_seconds, 0);
        assert_eq!(config.rate_limit, Switch::On);
        assert_eq!(config.log_format, LogFormat::Text);
        assert_eq!(config.admin.username, "admin");
        assert_eq!(config.admin.password, None);
        assert_eq!((config.mail, config.tracing), (None, None));
    }

    #[test]
    fn flags_win_over_the_environment_and_that_over_the_file() {
        let flags = Layer { listen: Some("127.0.0.1:1".to_owned()), ..Layer::default() };
        let environment = Layer { listen: Some("127.0.0.1:2".to_owned()), log: Some("debug".to_owned()), ..Layer::default() };
        let file: Layer = toml::from_str("listen = \"127.0.0.1:3\"\nlog = \"warn\"\nrate_limit = \"off\"").expect("file");
        let config = Config::from_layers([flags, environment, file]).expect("config");
        assert_eq!((config.listen.port(), config.log.as_str(), config.rate_limit), (1, "debug", Switch::Off));
    }

    #[test]
    fn the_environment_gives_lists_with_commas() {
        let config = from_environment(&[("SWITCHROOM_WEBHOOK_ALLOW_NETWORKS", "127.0.0.0/8, ::1/128"), ("SWITCHROOM_RATE_LIMIT", "off")]);
        let config = config.expect("config");
        assert_eq!(config.webhook_allow_networks.len(), 2);
        assert_eq!(config.rate_limit, Switch::Off);
    }

    #[test]
    fn nodes_share_a_database_and_a_bus() {
        let postgres = ("SWITCHROOM_DATABASE", "postgres://db/x");
        let config = from_environment(&[postgres, ("SWITCHROOM_BUS", "nats://one:4222, tls://two")]).expect("config");
        assert_eq!(config.database, Database::Postgres("postgres://db/x".to_owned()));
        assert_eq!(config.bus.as_deref(), Some("nats://one:4222, tls://two"));
        let alone = from_environment(&[("SWITCHROOM_BUS", "nats://one:4222")]).expect_err("SQLite has one node");
        assert!(alone.to_string().contains("several nodes"), "{alone}");
        for bus in ["one:4222", "http://one", "nats://one,two", ","] {
            assert!(from_environment(&[postgres, ("SWITCHROOM_BUS", bus)]).is_err(), "{bus}");
        }
    }

    #[test]
    fn mail_has_a_sender_and_traces_have_a_collector() {
        let server = ("SWITCHROOM_SMTP_URL", "smtp://ann:secret@mail.example.com");
        let config = from_environment(&[server, ("SWITCHROOM_MAIL_FROM", "ann@example.com")]).expect("config");
        assert_eq!(config.mail, Some(MailConfig { smtp_url: server.1.to_owned(), from: "ann@example.com".to_owned() }));
        let error = from_environment(&[server]).expect_err("nobody sends");
        assert!(format!("{error:#}").contains("mail_from") && !format!("{error:#}").contains("secret"), "{error:#}");

        let collector = ("SWITCHROOM_OTLP_ENDPOINT", "http://collector:4318");
        let config = from_environment(&[collector]).expect("config");
        assert_eq!(config.tracing, Some(TracingConfig { otlp_endpoint: collector.1.to_owned(), sample_ratio: 0.1 }));
        for ratio in ["1.5", "-0.1", "NaN"] {
            assert!(from_environment(&[collector, ("SWITCHROOM_TRACE_SAMPLE_RATIO", ratio)]).is_err(), "{ratio}");
        }
        for endpoint in ["collector:4318", "grpc://collector:4317", "/v1/traces"] {
            assert!(from_environment(&[("SWITCHROOM_OTLP_ENDPOINT", endpoint)]).is_err(), "{endpoint}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for set in [
            ("SWITCHROOM_LISTEN", "nowhere"),
            ("SWITCHROOM_RATE_LIMIT", "maybe"),
            ("SWITCHROOM_TRUSTED_PROXIES", "10.0.0.0/99"),
            ("SWITCHROOM_MAX_BODY_BYTES", "much"),
        ] {
            assert!(from_environment(&[set]).is_err(), "{set:?}");
        }
        assert!(toml::from_str::<Layer>("listne = \"127.0.0.1:3\"").is_err());
    }
}
