//! `switchroom serve`.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use crate::app::{self, App, Parts};
use crate::config::Config;
use crate::telemetry::Telemetry;

/// How long a thread for blocking work is kept for more: its memory, such as a password's hash took, is free after that.
const KEEP_ALIVE: Duration = Duration::from_secs(1);

pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_keep_alive(KEEP_ALIVE).build()?;
    runtime.block_on(async {
        let telemetry = Telemetry::start(config)?;
        let _alone = app::hold_database(&config.database)?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let app = App::start(config, Parts::default()).await?;
        tracing::info!(address = %app.address(), "serving");
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        // Whoever asks twice does not want to wait.
        tokio::select! {
            () = app.drain() => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.stop().await;
        telemetry.stop().await;
        tracing::info!("stopped");
        Ok(())
    })
}
