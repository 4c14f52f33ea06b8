//! Log lines.

use anyhow::Context;
use switchroom_engine::trace;
use tracing::Subscriber;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::{Config, LogFormat};

/// A library that tells of every try to connect: what matters of it is told elsewhere. Another that tells of its beginning and end.
/// Whoever names them in the setting hears them.
const QUIET: &str = "async_nats=off,opentelemetry=warn,opentelemetry_sdk=warn,opentelemetry-otlp=warn";

/// What writes log lines to standard error.
pub(super) fn layer<S>(config: &Config) -> anyhow::Result<Box<dyn Layer<S> + Send + Sync>>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let filter = EnvFilter::try_new(format!("{QUIET},{},{}=off", config.log, trace::TARGET))
        .with_context(|| format!("the setting log is not valid: {:?}", config.log))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    Ok(match config.log_format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).with_filter(filter).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_filter(filter).boxed(),
    })
}
