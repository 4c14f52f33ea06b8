//! `switchroom serve`.

use std::fs::File;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::signal::unix::{SignalKind, signal};

use crate::app::{App, Parts};
use crate::config::Config;
use crate::logs;

/// How long a thread for blocking work is kept for more: its memory, such as a password's hash took, is free after that.
const KEEP_ALIVE: Duration = Duration::from_secs(1);

pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    logs::start(config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_keep_alive(KEEP_ALIVE).build()?;
    runtime.block_on(async {
        let _alone = alone(config)?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let app = App::start(config, Parts::default()).await?;
        tracing::info!(address = %app.address(), "serving");
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        app.stop().await;
        tracing::info!("stopped");
        Ok(())
    })
}

/// Holds the data folder for this process: two servers on one file would both deliver every event.
fn alone(config: &Config) -> anyhow::Result<File> {
    let path = config.database.with_extension("lock");
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let file = File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
    if file.try_lock().is_err() {
        bail!("another server uses {}", config.database.display());
    }
    Ok(file)
}
