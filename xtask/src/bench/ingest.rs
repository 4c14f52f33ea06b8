//! `cargo xtask bench ingest`: durable messages over HTTP.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::LocalSet;

use super::figures::{Figure, Limit};
use super::load::Target;
use super::messages::Messages;
use super::noop::Noop;
use super::process::Process;
use super::sink::Sink;
use super::subject::Subject;
use super::{setup, startup};
use crate::server::Server;

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
}

/// Runs the scenario.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Vec<Figure>> {
    let subject = Subject::build()?;
    let mut figures = vec![startup::empty(&subject)?];
    let folder = subject.new_folder()?;
    figures.extend(loads(&subject, folder.path(), arguments)?);
    figures.push(startup::filled(&subject, folder.path())?);
    Ok(figures)
}

fn loads(subject: &Subject, folder: &Path, arguments: &Arguments) -> anyhow::Result<Vec<Figure>> {
    let server = subject.start(folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let figures = LocalSet::new().block_on(&runtime, measure(&server, arguments));
    let figures = figures.map_err(|error| error.context(format!("the server's last words:\n{}", server.last_words())))?;
    server.stop()?;
    Ok(figures)
}

async fn measure(server: &Server, arguments: &Arguments) -> anyhow::Result<Vec<Figure>> {
    let seconds = Duration::from_secs(arguments.seconds);
    let process = Process(server.pid());
    let target = Target { address: server.address, process };
    tokio::time::sleep(IDLE).await;
    let mut figures = vec![Figure { scenario: "idle".to_owned(), memory_mb: Some(process.memory()?.resident), ..Figure::default() }];

    let noop = Rc::new(RefCell::new(Noop::new(server.address)));
    let mut noop_rates = Vec::new();
    for &connections in &arguments.connections {
        let outcome = target.closed_loop(connections, seconds / 3, &noop).await?;
        noop_rates.push(outcome.rate);
        figures.push(outcome.figure(format!("noop-{connections}")));
    }

    eprintln!("opening {} rooms", arguments.rooms);
    let rooms = setup::open_rooms(server.address, usize::try_from(arguments.rooms)?).await?;
    let sink = Sink::start()?;
    setup::subscribe(server.address, &sink).await?;
    let messages = Rc::new(RefCell::new(Messages::new(server.address, rooms)));

    let mut first_rate = None;
    for (&connections, &noop_rate) in arguments.connections.iter().zip(&noop_rates) {
        eprintln!("posting over {connections} connections");
        let outcome = target.closed_loop(connections, seconds, &messages).await?;
        first_rate.get_or_insert(outcome.rate);
        let limit = Some(Limit { scenario: format!("noop-{connections}"), rate: noop_rate });
        let memory_mb = Some(process.memory()?.highest_resident);
        figures.push(Figure { limit, memory_mb, ..outcome.figure(format!("ingest-{connections}")) });
        figures.push(drained(&sink, &messages, &format!("drain-{connections}")).await?);
    }
    if let (Some(rate), Some(&connections)) = (first_rate, arguments.connections.first()) {
        let rate = rate * OPEN_LOOP_LOAD;
        eprintln!("posting {rate:.0} messages a second");
        let outcome = target.open_loop(connections, rate, seconds, &messages).await?;
        figures.push(outcome.figure(format!("ingest-open-{connections}")));
        figures.push(drained(&sink, &messages, "drain-open").await?);
    }
    eprintln!("{}", sink.verdict(&messages.borrow())?);
    Ok(figures)
}

/// Waits until the webhook has been told of everything: how long that took after the load.
async fn drained(sink: &Sink, messages: &Rc<RefCell<Messages>>, scenario: &str) -> anyhow::Result<Figure> {
    let accepted = messages.borrow().accepted_in_all();
    let milliseconds = sink.drained(accepted).await?.as_secs_f64() * 1000.0;
    Ok(Figure { scenario: scenario.to_owned(), p50_ms: Some(milliseconds), ..Figure::default() })
}
