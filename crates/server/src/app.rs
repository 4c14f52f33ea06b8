//! Wiring: the only place that names adapters and the store.

mod folder;
mod forget;
mod key;
mod mail;
mod node;
mod presence;
mod store;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use switchroom_adapters::{KeySecrets, SystemClock, SystemIds};
use switchroom_api::{ApiConfig, ApiState, NativeVoice, StreamLimits};
use switchroom_delivery::{Courier, Delivery, DeliveryConfig, Dialable};
use switchroom_domain::OrgId;
use switchroom_egress::{Egress, EgressConfig};
use switchroom_engine::access::AccessCache;
use switchroom_engine::organizations::{self, NewAdmin};
use switchroom_engine::ports::{Clock, CommitListener, Ids, Voice};
use switchroom_engine::{Engine, EntityCache, timers};
use switchroom_followers::{LogReader, Tail};
use switchroom_http::{HttpConfig, RateLimits, Shared};
use switchroom_realtime::{Feeds, Hub};
use switchroom_store::postgres::Listeners;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::{AdminConfig, Config, Switch};
use crate::{listen, operations, telemetry};
use node::Node;

pub use folder::hold_database;

/// What a test may replace.
#[derive(Clone)]
pub struct Parts {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where ids and secrets come from.
    pub ids: Arc<dyn Ids>,
}

impl Default for Parts {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), ids: Arc::new(SystemIds) }
    }
}

/// A running server.
pub struct App {
    address: SocketAddr,
    feeds: Feeds,
    draining: CancellationToken,
    drain: Duration,
    stopping: CancellationToken,
    serving: JoinHandle<()>,
    forgetting: JoinHandle<()>,
    keeping_up: JoinHandle<()>,
    seeing: JoinHandle<()>,
    telling: JoinHandle<()>,
    waking: JoinHandle<()>,
    stop_hearing: oneshot::Sender<()>,
    hearing: JoinHandle<Delivery>,
    engine: Arc<Engine>,
}

impl App {
    /// Opens the store, creates the first admin if there is none, and serves.
    pub async fn start(config: &Config, parts: Parts) -> anyhow::Result<Self> {
        telemetry::record_figures();
        let tail = Arc::new(Tail::default());
        let hub = Arc::new(Hub::new());
        let (changes, change_listener) = switchroom_delivery::changes();
        let bell = Arc::new(timers::Bell::default());
        let listeners: Vec<Arc<dyn CommitListener>> =
            vec![Arc::clone(&tail) as _, Arc::clone(&hub) as _, change_listener, Arc::clone(&bell) as _];
        let egress = egress(config);
        let engine = engine_with(config, parts, listeners, egress.clone()).await?;
        // What is told from now on is kept until there is somebody to hand it on to.
        let notices = engine.bus.notices();
        let setup = first_admin(&engine, &config.admin).await?;

        let reader = LogReader::new(tail, Arc::clone(&engine.store));
        let (voices, sending) = (voices(&engine, config), delivery_config(config));
        let courier = Courier::new(Arc::clone(&engine), egress.clone(), voices.clone(), sending.clone());
        let delivery = Delivery::start(Arc::clone(&engine), reader.clone(), egress, voices.clone(), sending, changes).await?;
        let feeds = Feeds::new(Arc::clone(&hub), reader);
        let listener = TcpListener::bind(config.listen).await.with_context(|| format!("cannot listen on {}", config.listen))?;
        let address = listener.local_addr()?;
        if let Some(secret) = setup {
            tell_setup(config, address, &secret);
        }
        let shared = Shared::new(Arc::clone(&engine), feeds.clone(), http_config(config));
        let node = Node { engine: Arc::clone(&engine), hub, shared: shared.clone(), delivery };
        let (stop_hearing, stopped) = oneshot::channel();
        let hearing = tokio::spawn(node.run(notices, stopped));
        let (draining, stopping) = (CancellationToken::new(), CancellationToken::new());
        let api = ApiState::new(shared.clone(), voices, Arc::new(courier), api_config(config));
        let router = router(&shared, api, config, &draining);
        let drain = Duration::from_secs(config.drain_seconds);
        let patience = Duration::from_secs(config.shutdown_seconds);
        let serving = tokio::spawn(listen::serve(listener, router, config.max_connections, stopping.clone(), patience));
        let forgetting = tokio::spawn(forget::run(Arc::clone(&engine), config.attempts_kept_days, config.attempts_kept_bytes));
        let seeing = tokio::spawn(presence::run(Arc::clone(&engine)));
        let waking = tokio::spawn(timers::run(Arc::clone(&engine), bell));
        let keeping_up = tokio::spawn(telemetry::keep_up());
        let telling = tokio::spawn(async move { shared.limits().tell_others().await });
        Ok(Self {
            address,
            feeds,
            draining,
            drain,
            stopping,
            serving,
            forgetting,
            keeping_up,
            seeing,
            telling,
            waking,
            stop_hearing,
            hearing,
            engine,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it runs on.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Who listens to it just now.
    #[must_use]
    pub fn hub(&self) -> Arc<Hub> {
        Arc::clone(self.feeds.hub())
    }

    /// Goes on serving, but tells whoever balances loads that it will stop, for as long as it is configured.
    pub async fn drain(&self) {
        self.draining.cancel();
        tokio::time::sleep(self.drain).await;
    }

    /// Answers the requests in progress, lets the writer finish, keeps every position, and stops.
    pub async fn stop(self) {
        self.draining.cancel();
        self.stopping.cancel();
        self.feeds.stop();
        self.forgetting.abort();
        self.keeping_up.abort();
        self.seeing.abort();
        self.telling.abort();
        self.waking.abort();
        if let Err(error) = self.serving.await {
            tracing::error!(error = %error, "serving ended badly");
        }
        // What is answered still needs what other nodes tell.
        let _ = self.stop_hearing.send(());
        match self.hearing.await {
            Ok(delivery) => delivery.stop().await,
            Err(error) => tracing::error!(error = %error, "listening to other nodes ended badly"),
        }
        self.engine.tell_presence();
        presence::keep(&self.engine).await;
        close(&self.engine).await;
    }
}

/// An engine on the configured store, for the command line. [`close`] ends it.
pub async fn engine(config: &Config, listeners: Vec<Arc<dyn CommitListener>>) -> anyhow::Result<Arc<Engine>> {
    engine_with(config, Parts::default(), listeners, egress(config)).await
}

/// Lets the writer finish, and other nodes hear of it.
pub async fn close(engine: &Engine) {
    engine.store.close().await;
    engine.bus.close().await;
}

/// The only way out for webhooks.
fn egress(config: &Config) -> Egress {
    Egress::new(EgressConfig { allow: config.webhook_allow_networks.clone(), ..EgressConfig::default() })
}

async fn engine_with(config: &Config, parts: Parts, in_order: Vec<Arc<dyn CommitListener>>, egress: Egress) -> anyhow::Result<Arc<Engine>> {
    let key = key::of(config, &*parts.ids)?;
    let secrets = KeySecrets::new(&key.text, Arc::clone(&parts.ids)).context("SWITCHROOM_KEY")?;
    let access = Arc::new(AccessCache::default());
    let entities = Arc::new(EntityCache::default());
    // What is remembered is forgotten before anything else hears of a change of it.
    let listeners = Listeners { at_once: vec![Arc::clone(&access) as _, Arc::clone(&entities) as _], in_order };
    let (store, bus) = store::open(config, &parts, listeners).await?;
    key.agree(&secrets, &*store).await?;
    let engine = Engine {
        store,
        bus,
        clock: parts.clock,
        ids: parts.ids,
        secrets: Arc::new(secrets),
        reach: Arc::new(Dialable(egress)),
        mailer: mail::mailer(config)?,
        access,
        lockout: Arc::default(),
        entities,
        presence: Arc::default(),
    };
    Ok(Arc::new(engine))
}

fn delivery_config(config: &Config) -> DeliveryConfig {
    DeliveryConfig { timeout: Duration::from_secs(config.webhook_timeout_seconds), ..DeliveryConfig::default() }
}

/// Every dialect in which webhooks are told something.
fn voices(engine: &Arc<Engine>, config: &Config) -> Vec<Arc<dyn Voice>> {
    let qontak = switchroom_qontak::QontakVoice::new(Arc::clone(engine), config.public_url.as_deref());
    let rocketchat = switchroom_rocketchat::RocketChatVoice::new(Arc::clone(engine));
    vec![Arc::new(NativeVoice) as _, Arc::new(qontak) as _, Arc::new(rocketchat) as _]
}

fn http_config(config: &Config) -> HttpConfig {
    HttpConfig {
        max_body_bytes: config.max_body_bytes,
        rate_limits: (config.rate_limit == Switch::On).then(RateLimits::default),
        trusted_proxies: config.trusted_proxies.clone(),
        public_url: config.public_url.clone(),
    }
}

fn api_config(config: &Config) -> ApiConfig {
    let streams = StreamLimits { per_token: config.max_sockets_per_token, total: config.max_sockets };
    ApiConfig { streams, ..ApiConfig::default() }
}

fn router(shared: &Shared, api: ApiState, config: &Config, draining: &CancellationToken) -> Router {
    let operations = operations::router(Arc::clone(&shared.engine().store), draining.clone());
    let dialects = switchroom_popsell::router(shared.clone()).merge(switchroom_qontak::router(shared.clone()));
    let dialects = dialects.merge(switchroom_rocketchat::router(shared.clone()));
    let mut apis = switchroom_api::router(api).merge(dialects);
    if config.tracing.is_some() {
        apis = apis.layer(axum::middleware::from_fn(telemetry::trace_requests));
    }
    let all = operations.merge(apis).merge(switchroom_console::router(shared.clone()));
    let all = all.layer(axum::middleware::from_fn_with_state(draining.clone(), operations::close_when_draining));
    all.layer(axum::middleware::from_fn(telemetry::count_answers))
}

/// A random password that can be read and typed.
#[must_use]
pub fn random_password(ids: &dyn Ids) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = [0; 20];
    ids.secret(&mut random);
    random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// Tells the link with which somebody claims the first admin. Where it listens everywhere, it is told as this machine's.
#[expect(clippy::print_stdout, reason = "the link must be told once, and only here")]
fn tell_setup(config: &Config, address: SocketAddr, secret: &str) {
    let home = match &config.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None if address.ip().is_unspecified() => format!("http://localhost:{}", address.port()),
        None => format!("http://{address}"),
    };
    println!("Or choose a name and a password of your own, within seven days: {home}/app/setup#{secret}");
}

#[expect(clippy::print_stdout, reason = "the password must be told once, and only here")]
async fn first_admin(engine: &Engine, admin: &AdminConfig) -> anyhow::Result<Option<String>> {
    let mut made = None;
    let new = || {
        let password = admin.password.clone().unwrap_or_else(|| made.insert(random_password(&*engine.ids)).clone());
        let new = NewAdmin { username: admin.username.clone(), password: Some(password), email: admin.email.clone() };
        (new, admin.token.clone())
    };
    let first = organizations::first_run(engine, new).await.context("cannot create the first admin")?;
    // Of several nodes that start together, it is the one that made the admin.
    let (Some(first), Some(password)) = (first, made) else { return Ok(None) };
    println!("The first admin is {}, the password: {password}", admin.username);
    println!("It is shown this once. `switchroom user reset-password {}` makes a new one.", admin.username);
    let secret = organizations::begin_setup(engine, OrgId::FIRST, first.admin).await.context("cannot make the link for the first admin")?;
    Ok(Some(secret))
}
