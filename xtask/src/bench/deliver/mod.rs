//! `cargo xtask bench deliver`: what webhooks carry.
//!
//! Every attempt is recorded, as always. The endpoints verify every signature, and that of every room the events come in order and none is
//! missing. They and the load share the machine with the server.

mod bare;
mod drain;
mod live;
mod neighbour;

use std::time::Duration;

use anyhow::Context;
use clap::ValueEnum;

use super::Engine;
use super::figures::{Figure, Limit};
use super::full::{Filled, fill, make_index};
use super::subject::{Database, Subject};

/// How many endpoints share a backlog.
const ENDPOINTS: [usize; 2] = [1, 5];
/// The smaller backlogs have this part of the largest one's events.
const PART: u64 = 10;
/// Messages that a room of a backlog has, on the average.
const MESSAGES_A_ROOM: u64 = 25;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only these
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Scenario>,
    /// How many events the largest backlog has; the others have a tenth of it
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(10_000..))]
    backlog: u64,
    /// How long each load is measured
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// Events a second of the live load
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    rate: u32,
    /// How often the times to arrive are measured with a slow neighbour and without it
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// A short run: a backlog of 10,000 events, 3 seconds, one round
    #[arg(long, conflicts_with_all = ["backlog", "seconds", "rounds"])]
    quick: bool,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scenario {
    /// The same bodies, signed and posted in a loop by an HTTP client that does nothing else
    Bare,
    /// A tenth of the backlog, told to one endpoint and to five
    Drain,
    /// The time from commit to arrival at a fixed rate
    Live,
    /// The same, while another organization's endpoint takes ten seconds to answer
    Neighbour,
    /// The largest backlog, told to one endpoint
    Backlog,
}

impl Arguments {
    fn wants(&self, scenario: Scenario) -> bool {
        self.only.is_empty() || self.only.contains(&scenario)
    }

    fn backlog(&self) -> u64 {
        if self.quick { 10_000 } else { self.backlog }
    }

    fn seconds(&self) -> Duration {
        Duration::from_secs(if self.quick { 3 } else { self.seconds })
    }

    fn rounds(&self) -> u8 {
        if self.quick { 1 } else { self.rounds }
    }
}

/// Runs the scenarios.
pub(crate) fn run(arguments: &Arguments, engine: Engine) -> anyhow::Result<Vec<Figure>> {
    let subject = Subject::build(engine)?;
    let mut figures = Vec::new();
    if [Scenario::Bare, Scenario::Drain, Scenario::Backlog].into_iter().any(|scenario| arguments.wants(scenario)) {
        let database = subject.new_database()?;
        let rooms = usize::try_from(arguments.backlog() / MESSAGES_A_ROOM)?;
        let filled = fill(&subject, engine, &database, rooms, arguments.backlog())?;
        make_index(&subject, &database)?;
        figures.extend(backlogs(arguments, &subject, &database, &filled)?);
    }
    let (rate, seconds) = (f64::from(arguments.rate), arguments.seconds());
    if arguments.wants(Scenario::Live) {
        let database = subject.new_database()?;
        figures.extend(subject.measure(&database, 1, async |target| live::live(target, rate, seconds).await)?);
    }
    if arguments.wants(Scenario::Neighbour) {
        let database = subject.new_database()?;
        let rounds = arguments.rounds();
        figures.extend(subject.measure(&database, 1, async |target| neighbour::neighbour(target, rate, seconds, rounds).await)?);
    }
    Ok(figures)
}

/// What is done with events that were committed before.
fn backlogs(arguments: &Arguments, subject: &Subject, database: &Database, filled: &Filled) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut limit = None;
    if arguments.wants(Scenario::Bare) {
        let mut bodies = Vec::new();
        subject.measure(database, 1, async |target| {
            bodies = bare::bodies(target.first(), filled.head).await?;
            Ok(Vec::new())
        })?;
        let figure = bare::post_in_a_loop(bodies, arguments.seconds())?;
        limit = Some(Limit { scenario: figure.scenario.clone(), rate: figure.rate.context("a limit without a rate")? });
        figures.push(figure);
    }
    let mut drain = |events: u64, endpoints: usize| -> anyhow::Result<()> {
        // A server of its own each, so that its memory is its own.
        let drained =
            subject.measure(database, 1, async |target| Ok(vec![drain::drain(&target, filled.head, events, endpoints).await?]))?;
        figures.extend(drained.into_iter().map(|figure| Figure { limit: limit.clone(), ..figure }));
        Ok(())
    };
    if arguments.wants(Scenario::Drain) {
        ENDPOINTS.into_iter().try_for_each(|endpoints| drain(arguments.backlog() / PART, endpoints))?;
    }
    if arguments.wants(Scenario::Backlog) {
        drain(arguments.backlog(), 1)?;
    }
    Ok(figures)
}
