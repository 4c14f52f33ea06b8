//! `cargo xtask bench ingest`: durable messages over HTTP.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;

use super::figures::{Figure, Limit};
use super::load::Target;
use super::noop::Noop;
use super::posting::Posting;
use super::setup::Organization;
use super::sink::Sink;
use super::subject::Subject;
use super::{Engine, setup, startup};

/// The open loop's rate, as a part of what the first closed loop reached.
const OPEN_LOOP_LOAD: f64 = 0.7;
/// How long the server is left alone before its idle memory is read.
const IDLE: Duration = Duration::from_secs(3);

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How long each load is measured
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// How many rooms messages are spread over
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    rooms: u64,
    /// How many connections post at one time: one closed loop for each number; the first one's rate sets the open loop's
    #[arg(long, value_delimiter = ',', default_values_t = [64, 256])]
    connections: Vec<usize>,
    /// How many servers share the database; several need PostgreSQL
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=16))]
    nodes: u8,
}

/// Runs the scenario.
pub(crate) fn run(arguments: &Arguments, engine: Engine) -> anyhow::Result<Vec<Figure>> {
    ensure!(arguments.nodes == 1 || engine == Engine::Postgres, "several nodes need --engine postgres");
    let subject = Subject::build(engine)?;
    let mut figures = vec![startup::empty(&subject)?];
    let database = subject.new_database()?;
    figures.extend(subject.measure(&database, arguments.nodes.into(), async |target| measure(target, arguments).await)?);
    figures.push(startup::again(&subject, &database, "start-filled")?);
    Ok(figures)
}

async fn measure(target: Target, arguments: &Arguments) -> anyhow::Result<Vec<Figure>> {
    let seconds = Duration::from_secs(arguments.seconds);
    tokio::time::sleep(IDLE).await;
    let memory_mb = Some(target.processes.memory()?.resident);
    let database_memory_mb = target.processes.database_memory()?;
    let mut figures = vec![Figure { scenario: "idle".to_owned(), memory_mb, database_memory_mb, ..Figure::default() }];

    let noop = Rc::new(RefCell::new(Noop::new(target.first())));
    let mut noop_rates = Vec::new();
    for &connections in &arguments.connections {
        let outcome = target.closed_loop(connections, seconds / 3, &noop).await?;
        noop_rates.push(outcome.rate);
        figures.push(outcome.figure(format!("noop-{connections}")));
    }

    let organization = Organization::first(target.first());
    eprintln!("opening {} rooms", arguments.rooms);
    let rooms = setup::open_rooms(&organization, usize::try_from(arguments.rooms)?).await?;
    let posting = Posting::begin(target.clone(), &organization, rooms, Sink::start()?).await?;
    let mut first_rate = None;
    for (&connections, &noop_rate) in arguments.connections.iter().zip(&noop_rates) {
        eprintln!("posting over {connections} connections");
        let outcome = posting.closed_loop(connections, seconds).await?;
        first_rate.get_or_insert(outcome.rate);
        let limit = Some(Limit { scenario: format!("noop-{connections}"), rate: noop_rate });
        let memory_mb = Some(target.processes.memory()?.highest_resident);
        let database_memory_mb = target.processes.database_memory()?;
        figures.push(Figure { limit, memory_mb, database_memory_mb, ..outcome.figure(format!("ingest-{connections}")) });
        figures.push(posting.drained(&format!("drain-{connections}")).await?);
    }
    if let (Some(rate), Some(&connections)) = (first_rate, arguments.connections.first()) {
        let rate = rate * OPEN_LOOP_LOAD;
        eprintln!("posting {rate:.0} messages a second");
        let outcome = posting.open_loop(connections, rate, seconds).await?;
        figures.push(outcome.figure(format!("ingest-open-{connections}")));
        figures.push(posting.drained("drain-open").await?);
    }
    posting.end().await?;
    Ok(figures)
}
