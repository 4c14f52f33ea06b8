//! A server in the test's process.

use std::sync::Arc;

use switchroom_engine::ports::{Clock, Ids};
use switchroom_server::app::{App, Parts};
use switchroom_server::config::{AdminLayer, Config, Layer, Switch};
use tempfile::TempDir;

use crate::engine::drop_database_of;
use crate::{Client, CountedIds, Engine, TestClock, database_of, watchdog};

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

/// A folder and the database that belongs to it, which goes with it.
struct Home(TempDir);

impl Drop for Home {
    fn drop(&mut self) {
        drop_database_of(self.0.path());
    }
}

/// A server in the test's process, with a folder and a database of its own that go with it.
pub struct Server {
    /// A client with the admin's token.
    pub admin: Client,
    app: App,
    home: Home,
    options: ServerOptions,
}

impl Server {
    /// A fresh server.
    pub async fn start() -> Self {
        Self::with(ServerOptions::default()).await
    }

    /// A fresh server whose times and ids are the same in every run.
    pub async fn foretold() -> Self {
        Self::foretold_with(Layer::default()).await
    }

    /// A fresh server whose times and ids are the same in every run, with settings that differ from the usual ones.
    pub async fn foretold_with(settings: Layer) -> Self {
        Self::with(ServerOptions { clock: Some(Arc::default()), settings }).await
    }

    /// A fresh server with settings that differ from the usual ones.
    pub async fn with_settings(settings: Layer) -> Self {
        Self::with(ServerOptions { clock: None, settings }).await
    }

    async fn with(options: ServerOptions) -> Self {
        let home = Home(tempfile::tempdir().expect("a folder"));
        Self::at(home, options).await
    }

    async fn at(home: Home, options: ServerOptions) -> Self {
        watchdog::watch();
        let database = options.settings.database.clone().unwrap_or_else(|| database_of(home.0.path()));
        let engine = Engine::of(&database);
        let usual = Layer {
            listen: Some("127.0.0.1:0".to_owned()),
            database: Some(database),
            key: engine.key(),
            webhook_allow_networks: Some(vec!["127.0.0.0/8".to_owned()]),
            files: Some(format!("folder:{}", home.0.path().join("files").display())),
            rate_limit: Some(Switch::Off),
            admin: AdminLayer { password: Some("admin-password".to_owned()), token: Some(ADMIN_TOKEN.to_owned()), ..AdminLayer::default() },
            ..Layer::default()
        };
        let config = Config::from_layers([options.settings.clone(), usual]).expect("settings");
        let parts = match &options.clock {
            Some(clock) => Parts { clock: Arc::clone(clock) as Arc<dyn Clock>, ids: foretold_ids(engine) },
            None => Parts::default(),
        };
        let app = App::start(&config, parts).await.expect("a server");
        let admin = Client::new(app.address()).with_token(ADMIN_TOKEN);
        Self { admin, app, home, options }
    }

    /// The clock of a server that was started with one. Panics if it goes by the real time.
    #[must_use]
    pub fn clock(&self) -> &TestClock {
        self.options.clock.as_ref().expect("a clock that is set")
    }

    /// The server's engine: for commands that no call gives.
    #[must_use]
    pub fn engine(&self) -> &switchroom_engine::Engine {
        self.app.engine()
    }

    /// The folder of what it keeps beside the database.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.home.0.path()
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

    /// Stops the server as an operator would, and starts it again on the same database.
    pub async fn restart(self) -> Self {
        let Self { app, home, options, .. } = self;
        app.stop().await;
        Self::at(home, options).await
    }
}

/// Ids that are the same in every run and on every engine. A server that has to make a key begins with that.
fn foretold_ids(engine: Engine) -> Arc<dyn Ids> {
    let ids = CountedIds::default();
    if engine.key().is_some() {
        ids.secret(&mut []);
    }
    Arc::new(ids)
}
