//! `switchroom serve`.

use std::fs::File;

use anyhow::{Context, bail};
use tokio::signal::unix::{SignalKind, signal};

use crate::app::{App, Parts};
use crate::config::Config;
use crate::logs;

pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    logs::start(config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
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
