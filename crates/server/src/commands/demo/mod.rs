//! `switchroom demo`: an organization with a team at work and customers who keep writing, to look around in.

mod clock;
mod conversation;
mod pace;
mod play;
mod stage;
mod story;

use std::sync::Arc;

use anyhow::ensure;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use switchroom_adapters::SystemIds;
use switchroom_domain::{Ids as _, OrgId};
use switchroom_engine::ports::Clock as _;
use tokio::signal::unix::{SignalKind, signal};

use self::clock::DemoClock;
use self::pace::Pace;
use self::play::Play;
use self::stage::Stage;
use self::story::Story;
use crate::app::{self, App, Parts, random_password};
use crate::config::{AdminConfig, Config, Database};
use crate::telemetry::Telemetry;

/// Who tries it out.
const USERNAME: &str = "demo";
/// Rooms that are given to whoever tries it out, at the most.
const HANDED_OVER: usize = 3;
/// For how long customers come more often before one looks, in seconds.
const LATELY_SECONDS: i64 = 60 * 60;
/// How far back the conversations go, in seconds.
const PAST_SECONDS: i64 = 9 * 24 * 60 * 60;

/// Serves the demonstration until it is told to stop.
pub(super) fn run(mut config: Config, keeps: bool) -> anyhow::Result<()> {
    // Held until the end: then the folder goes.
    let folder = tempfile::Builder::new().prefix("switchroom-demo-").tempdir()?;
    if !keeps {
        config.database = Database::Sqlite(folder.path().join("switchroom.db"));
    }
    let password = config.admin.password.clone().unwrap_or_else(|| random_password(&SystemIds));
    let admin = AdminConfig { username: USERNAME.to_owned(), password: Some(password.clone()), ..config.admin };
    let config = Config { admin, ..config };
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(&config, &password))
}

async fn serve(config: &Config, password: &str) -> anyhow::Result<()> {
    let telemetry = Telemetry::start(config)?;
    let _alone = app::hold_database(&config.database)?;
    check_empty(config).await?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let clock = Arc::new(DemoClock::default());
    let now = clock.now();
    let begin = now.plus_seconds(-PAST_SECONDS);
    clock.set(begin);
    let app = App::start(config, Parts { clock: Arc::clone(&clock) as _, ids: Arc::new(SystemIds) }).await?;
    let story = Story::read()?;
    let stage = Stage::set_up(Arc::clone(app.engine()), app.hub(), &story, password).await?;
    let mut seed = <StdRng as rand::SeedableRng>::Seed::default();
    SystemIds.secret(&mut seed);
    let mut play = Play::new(&story, stage, StdRng::from_seed(seed), begin);
    let lately = now.plus_seconds(-LATELY_SECONDS);
    play.past(&clock, lately, &Pace::PAST).await;
    play.hurry(lately);
    play.past(&clock, now, &Pace::LATELY).await;
    clock.go();
    play.stage().hand_over(HANDED_OVER).await?;
    play.hurry(clock.now());
    welcome(&app, &story, password);
    tokio::select! {
        () = play.live() => {}
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    app.stop().await;
    telemetry.stop().await;
    Ok(())
}

/// Refuses a database that somebody uses.
async fn check_empty(config: &Config) -> anyhow::Result<()> {
    let engine = app::engine(config, Vec::new()).await?;
    let organization = engine.store.organization(OrgId::FIRST).await?;
    app::close(&engine).await;
    ensure!(organization.is_none(), "the demonstration needs an empty database, and this one is in use");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is what one needs to know to look around")]
fn welcome(app: &App, story: &Story, password: &str) {
    println!("Open http://{}/app/ and log in as {USERNAME}, the password: {password}", app.address());
    for colleague in story.users.iter().filter(|user| user.password) {
        println!("A second person to try it with: {}, the same password", colleague.username);
    }
}
