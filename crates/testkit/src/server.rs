//! A server in the test's process.

use std::sync::Arc;

use switchroom_engine::ports::{Clock, Ids};
use switchroom_server::app::{App, Parts};
use switchroom_server::config::{AdminLayer, Config, Layer, Switch};
use tempfile::TempDir;

use crate::{Client, CountedIds, TestClock};

/// The first admin's token: it may operate.
pub const ADMIN_TOKEN: &str = "admin-token";

/// How a test's server is to be.
#[derive(Default)]
struct ServerOptions {
    /// What time it is; the real time if none is given.
    clock: Option<Arc<TestClock>>,
    /// Settings that differ from the tests' usual ones.
    settings: Layer,
}

/// A server in the test's process, with a folder of its own that goes with it.
pub struct Server {
    /// A client with the admin's token.
    pub admin: Client,
    app: App,
    folder: TempDir,
    options: ServerOptions,
}

impl Server {
    /// A fresh server.
    pub async fn start() -> Self {
        Self::with(ServerOptions::default()).await
    }

    /// A fresh server whose times and ids are the same in every run.
    pub async fn foretold() -> Self {
        Self::with(ServerOptions { clock: Some(Arc::default()), settings: Layer::default() }).await
    }

    /// A fresh server with settings that differ from the usual ones.
    pub async fn with_settings(settings: Layer) -> Self {
        Self::with(ServerOptions { clock: None, settings }).await
    }

    async fn with(options: ServerOptions) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::in_folder(folder, options).await
    }

    async fn in_folder(folder: TempDir, options: ServerOptions) -> Self {
        let usual = Layer {
            listen: Some("127.0.0.1:0".to_owned()),
            database: Some(format!("sqlite:{}", folder.path().join("switchroom.db").display())),
            webhook_allow_networks: Some(vec!["127.0.0.0/8".to_owned()]),
            rate_limit: Some(Switch::Off),
            admin: AdminLayer { password: Some("admin-password".to_owned()), token: Some(ADMIN_TOKEN.to_owned()), ..AdminLayer::default() },
            ..Layer::default()
        };
        let config = Config::from_layers([options.settings.clone(), usual]).expect("settings");
        let parts = match &options.clock {
            Some(clock) => Parts { clock: Arc::clone(clock) as Arc<dyn Clock>, ids: Arc::new(CountedIds::default()) as Arc<dyn Ids> },
            None => Parts::default(),
        };
        let app = App::start(&config, parts).await.expect("a server");
        let admin = Client::new(app.address()).with_token(ADMIN_TOKEN);
        Self { admin, app, folder, options }
    }

    /// The clock of a server that was started with one. Panics if it goes by the real time.
    #[must_use]
    pub fn clock(&self) -> &TestClock {
        self.options.clock.as_ref().expect("a clock that is set")
    }

    /// A client without a token.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.app.address())
    }

    /// Stops the server as an operator would.
    pub async fn stop(self) {
        self.app.stop().await;
    }

    /// Stops the server as an operator would, and starts it again on the same folder.
    pub async fn restart(self) -> Self {
        let Self { app, folder, options, .. } = self;
        app.stop().await;
        Self::in_folder(folder, options).await
    }
}
