//! `cargo xtask bench full`: what millions of messages in the database cost.
//!
//! Posting is compared with a new database, where as many rooms are posted to; lists, histories and the start with a database of the
//! same shape and a fiftieth of the size, so that pages are as long.

mod check;
mod fill;
pub(super) mod index;
mod kept;
mod pages;
mod past;
mod postgres;
mod rows;
mod script;
mod sqlite;
mod words;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

pub(super) use fill::{Filled, fill, make_index};
pub(super) use kept::Kept;
use pages::{Histories, Lists};
pub(super) use words::{WORDS, word};

use super::figures::{Figure, Limit};
use super::load::Target;
use super::posting::Posting;
use super::setup::Organization;
use super::sink::Sink;
use super::{Engine, setup, startup};

/// How many connections post, and how many ask for pages.
const POSTING: usize = 64;
const ASKING: usize = 32;
/// The full database has so many times as much in it as the small one.
const SMALLER: usize = 50;
/// The most rooms that are posted to: there may be any number of open ones.
const MOST_OPEN: usize = 10_000;
/// What lists are asked for by status.
const STATUSES: [&str; 3] = ["queued", "assigned", "resolved"];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many messages the full database has
    #[arg(long, default_value_t = 5_000_000, value_parser = clap::value_parser!(u64).range(50_000..))]
    messages: u64,
    /// In how many rooms they are
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(5_000..))]
    rooms: u64,
    /// How long each load is measured
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// Fill a new database even where there is one of an earlier run. That one has what was posted since
    #[arg(long)]
    fresh: bool,
}

/// Runs the scenario.
pub(crate) fn run(arguments: &Arguments, engine: Engine) -> anyhow::Result<Vec<Figure>> {
    let seconds = Duration::from_secs(arguments.seconds);
    let rooms = usize::try_from(arguments.rooms)?;
    let kept = Kept::at(engine, rooms, arguments.messages, arguments.fresh)?;
    let subject = kept.subject(engine)?;
    let (full, filled) = kept.database(&subject, |database| fill(&subject, engine, database, rooms, arguments.messages))?;
    make_index(&subject, &full)?;
    let small = subject.new_database()?;
    let little = fill(&subject, engine, &small, rooms / SMALLER, arguments.messages / SMALLER as u64)?;
    make_index(&subject, &small)?;
    let empty = subject.new_database()?;

    let mut few = vec![startup::again(&subject, &small, "start")?];
    few.extend(subject.measure(&small, 1, async |target| asking(target, &little, seconds).await)?);
    let open = filled.open.len().min(MOST_OPEN);
    few.extend(subject.measure(&empty, 1, async |target| {
        let rooms = setup::open_rooms(&Organization::first(target.first()), open).await?;
        posting(target, rooms, seconds).await
    })?);
    subject.settle()?;
    subject.warm(&full)?;
    let mut many = vec![startup::again(&subject, &full, "start")?];
    many.extend(subject.measure(&full, 1, async |target| asking(target, &filled, seconds).await)?);
    many.extend(subject.measure(&full, 1, async |target| posting(target, filled.open[..open].to_vec(), seconds).await)?);
    Ok(compared(few, many))
}

/// Lists and histories.
async fn asking(target: Target, filled: &Filled, seconds: Duration) -> anyhow::Result<Vec<Figure>> {
    let list = |filter: &str, values: &[String]| values.iter().map(|value| format!("/v1/rooms?limit=50&{filter}={value}")).collect();
    let statuses = STATUSES.map(str::to_owned);
    let lists: [(&str, Vec<String>); 3] = [
        ("inbox-activity", vec!["/v1/rooms?limit=50".to_owned()]),
        ("inbox-status", list("status", &statuses)),
        ("inbox-assignee", list("assignee", &filled.agents)),
    ];
    let mut figures = Vec::new();
    for (scenario, paths) in lists {
        let requests = Rc::new(RefCell::new(Lists::new(target.first(), paths)));
        figures.push(target.closed_loop(ASKING, seconds, &requests).await?.figure(format!("{scenario}-{ASKING}")));
    }
    let requests = Rc::new(RefCell::new(Histories::new(target.first(), filled.rooms.clone())));
    figures.push(target.closed_loop(ASKING, seconds, &requests).await?.figure(format!("history-{ASKING}")));
    Ok(figures)
}

async fn posting(target: Target, rooms: Vec<String>, seconds: Duration) -> anyhow::Result<Vec<Figure>> {
    let posting = Posting::begin(target.clone(), &Organization::first(target.first()), rooms, Sink::start()?).await?;
    let outcome = posting.closed_loop(POSTING, seconds).await?;
    let memory_mb = Some(target.processes.memory()?.highest_resident);
    let database_memory_mb = target.processes.database_memory()?;
    let figures = vec![
        Figure { memory_mb, database_memory_mb, ..outcome.figure(format!("ingest-{POSTING}")) },
        posting.drained(&format!("drain-{POSTING}")).await?,
    ];
    posting.end().await?;
    Ok(figures)
}

/// All figures, and how many times as long things take with much in the database: requests by their rate, the start by its time.
fn compared(few: Vec<Figure>, many: Vec<Figure>) -> Vec<Figure> {
    let mut figures = Vec::with_capacity(few.len() + many.len());
    for (few, many) in few.into_iter().zip(many) {
        let slower = match (few.rate, many.rate) {
            (Some(few), Some(many)) => Some(few / many),
            _ => few.p50_ms.zip(many.p50_ms).map(|(few, many)| many / few),
        };
        let scenario = format!("{}-few", few.scenario);
        let limit = few.rate.map(|rate| Limit { scenario: scenario.clone(), rate });
        figures.push(Figure { scenario, ..few });
        figures.push(Figure { scenario: format!("{}-full", many.scenario), slower, limit, ..many });
    }
    figures
}
