//! Settings: flags win over the environment, that over the file, that over the defaults.

mod environment;
mod layer;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ipnet::IpNet;
use serde::Deserialize;

pub use environment::environment;
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

/// Every setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The SQLite file.
    pub database: PathBuf,
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
    /// Seconds that a webhook has to answer.
    pub webhook_timeout_seconds: u64,
    /// Days for which attempts are kept.
    pub attempts_kept_days: u32,
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

/// The file that `sqlite:PATH` names.
fn sqlite_path(database: &str) -> anyhow::Result<PathBuf> {
    match database.split_once(':') {
        Some(("sqlite", path)) if !path.is_empty() => Ok(PathBuf::from(path)),
        Some(("postgres" | "postgresql", _)) => bail!("PostgreSQL is not supported yet: use sqlite:PATH"),
        _ => bail!("the database must be given as sqlite:PATH, not {database:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Layer, LogFormat, Switch, environment};

    fn from_environment(set: &[(&str, &str)]) -> anyhow::Result<Config> {
        let get = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Config::from_layers([environment(get)?])
    }

    #[test]
    fn the_annotated_file_holds_every_default() {
        let config = Config::from_layers([]).expect("defaults");
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.database.to_str(), Some("data/switchroom.db"));
        assert_eq!(config.rate_limit, Switch::On);
        assert_eq!(config.log_format, LogFormat::Text);
        assert_eq!(config.admin.username, "admin");
        assert_eq!(config.admin.password, None);
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
    fn what_cannot_be_is_refused() {
        for set in [
            ("SWITCHROOM_LISTEN", "nowhere"),
            ("SWITCHROOM_DATABASE", "postgres://localhost/x"),
            ("SWITCHROOM_DATABASE", "data/x.db"),
            ("SWITCHROOM_RATE_LIMIT", "maybe"),
            ("SWITCHROOM_TRUSTED_PROXIES", "10.0.0.0/99"),
            ("SWITCHROOM_MAX_BODY_BYTES", "much"),
            ("SWITCHROOM_BUS", "nats://127.0.0.1:4222"),
        ] {
            assert!(from_environment(&[set]).is_err(), "{set:?}");
        }
        assert!(toml::from_str::<Layer>("listne = \"127.0.0.1:3\"").is_err());
    }
}
