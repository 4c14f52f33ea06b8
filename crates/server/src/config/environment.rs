//! Settings from the environment: the file's names in capitals, with `SWITCHROOM_` before them.

use anyhow::{Context, bail};

use super::layer::AdminLayer;
use super::{Layer, LogFormat, Switch};

/// What the environment says. `get` looks a variable up; an empty one counts as unset.
pub fn environment(get: impl Fn(&str) -> Option<String>) -> anyhow::Result<Layer> {
    let text = |name: &str| get(&format!("SWITCHROOM_{name}")).filter(|value| !value.is_empty());
    Ok(Layer {
        listen: text("LISTEN"),
        database: text("DATABASE"),
        database_session: text("DATABASE_SESSION"),
        database_connections: number(text("DATABASE_CONNECTIONS"), "DATABASE_CONNECTIONS")?,
        bus: text("BUS"),
        public_url: text("PUBLIC_URL"),
        key: text("KEY"),
        webhook_allow_networks: text("WEBHOOK_ALLOW_NETWORKS").map(list),
        trusted_proxies: text("TRUSTED_PROXIES").map(list),
        rate_limit: choice(text("RATE_LIMIT"), "RATE_LIMIT", &[("on", Switch::On), ("off", Switch::Off)])?,
        log_format: choice(text("LOG_FORMAT"), "LOG_FORMAT", &[("text", LogFormat::Text), ("json", LogFormat::Json)])?,
        log: text("LOG"),
        max_body_bytes: number(text("MAX_BODY_BYTES"), "MAX_BODY_BYTES")?,
        max_connections: number(text("MAX_CONNECTIONS"), "MAX_CONNECTIONS")?,
        max_sockets: number(text("MAX_SOCKETS"), "MAX_SOCKETS")?,
        max_sockets_per_token: number(text("MAX_SOCKETS_PER_TOKEN"), "MAX_SOCKETS_PER_TOKEN")?,
        files: text("FILES"),
        files_s3_endpoint: text("FILES_S3_ENDPOINT"),
        files_s3_region: text("FILES_S3_REGION"),
        files_s3_access_key: text("FILES_S3_ACCESS_KEY"),
        files_s3_secret_key: text("FILES_S3_SECRET_KEY"),
        files_s3_path_style: choice(text("FILES_S3_PATH_STYLE"), "FILES_S3_PATH_STYLE", &[("on", Switch::On), ("off", Switch::Off)])?,
        files_max_bytes: number(text("FILES_MAX_BYTES"), "FILES_MAX_BYTES")?,
        webhook_timeout_seconds: number(text("WEBHOOK_TIMEOUT_SECONDS"), "WEBHOOK_TIMEOUT_SECONDS")?,
        attempts_kept_days: number(text("ATTEMPTS_KEPT_DAYS"), "ATTEMPTS_KEPT_DAYS")?,
        attempts_kept_bytes: number(text("ATTEMPTS_KEPT_BYTES"), "ATTEMPTS_KEPT_BYTES")?,
        smtp_url: text("SMTP_URL"),
        mail_from: text("MAIL_FROM"),
        otlp_endpoint: text("OTLP_ENDPOINT"),
        trace_sample_ratio: number(text("TRACE_SAMPLE_RATIO"), "TRACE_SAMPLE_RATIO")?,
        drain_seconds: number(text("DRAIN_SECONDS"), "DRAIN_SECONDS")?,
        shutdown_seconds: number(text("SHUTDOWN_SECONDS"), "SHUTDOWN_SECONDS")?,
        admin: AdminLayer {
            username: text("ADMIN_USERNAME"),
            password: text("ADMIN_PASSWORD"),
            email: text("ADMIN_EMAIL"),
            token: text("ADMIN_TOKEN"),
        },
    })
}

fn list(value: String) -> Vec<String> {
    value.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

fn choice<T: Copy>(value: Option<String>, name: &str, choices: &[(&str, T)]) -> anyhow::Result<Option<T>> {
    let Some(value) = value else { return Ok(None) };
    match choices.iter().find(|(choice, _)| *choice == value) {
        Some((_, chosen)) => Ok(Some(*chosen)),
        None => bail!("SWITCHROOM_{name} must be one of {}", choices.iter().map(|(choice, _)| *choice).collect::<Vec<_>>().join(", ")),
    }
}

fn number<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    value: Option<String>,
    name: &str,
) -> anyhow::Result<Option<T>> {
    value.map(|value| value.parse().with_context(|| format!("SWITCHROOM_{name} must be a number, not {value:?}"))).transpose()
}
