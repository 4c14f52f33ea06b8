//! What the server tells of itself: log lines, traces, figures.

mod logs;
mod metrics;
mod requests;
mod traces;

use anyhow::Context;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::Config;

pub(crate) use metrics::{keep_up, record_figures, text};
pub(crate) use requests::{count_answers, trace_requests};

/// The log lines and traces of this process.
pub(crate) struct Telemetry {
    traces: Option<SdkTracerProvider>,
}

impl Telemetry {
    /// Starts writing log lines to standard error, and sending traces if a collector is configured. In the runtime that is to send them.
    pub(crate) fn start(config: &Config) -> anyhow::Result<Self> {
        let traces = config.tracing.as_ref().map(traces::to_collector).transpose().context("traces cannot be sent")?;
        let subscriber = tracing_subscriber::registry().with(logs::layer(config)?).with(traces.as_ref().map(traces::layer));
        subscriber.try_init().context("log lines cannot be written")?;
        Ok(Self { traces })
    }

    /// Sends what is not sent yet of traces.
    pub(crate) async fn stop(self) {
        if let Some(traces) = self.traces {
            traces::finish(traces).await;
        }
    }
}
