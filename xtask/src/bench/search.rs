//! `cargo xtask bench search`: how long searches take with millions of messages, and how long the index takes to be made.

use std::cell::RefCell;
use std::io::Write as _;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Engine;
use super::figures::Figure;
use super::full::{Filled, Kept, WORDS, fill, index, word};
use super::load::{Requests, Target};
use super::posting::Posting;
use super::setup::{Client, Organization};
use super::sink::Sink;
use super::subject::TOKEN;

const SEED: u64 = 5;
/// Searches asked for before any is measured.
const DIFFERENT: usize = 500;
/// How many connections search.
const SEARCHING: [usize; 2] = [1, 8];
/// How many connections post.
const POSTING: usize = 64;
/// The most rooms that are posted to.
const MOST_OPEN: usize = 10_000;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many messages the database has
    #[arg(long, default_value_t = 5_000_000, value_parser = clap::value_parser!(u64).range(50_000..))]
    messages: u64,
    /// In how many rooms they are
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(1_000..))]
    rooms: u64,
    /// How long each kind of search is measured
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Fill a new database even where there is one of an earlier run
    #[arg(long)]
    fresh: bool,
    /// Take the index as it is, instead of making it anew and measuring that
    #[arg(long)]
    keep_index: bool,
}

/// Runs the scenario.
pub(crate) fn run(arguments: &Arguments, engine: Engine) -> anyhow::Result<Vec<Figure>> {
    let seconds = Duration::from_secs(arguments.seconds);
    let rooms = usize::try_from(arguments.rooms)?;
    let kept = Kept::at(engine, rooms, arguments.messages, arguments.fresh)?;
    let subject = kept.subject(engine)?;
    let (database, filled) = kept.database(&subject, |database| fill(&subject, engine, database, rooms, arguments.messages))?;
    if !arguments.keep_index {
        index::forget(engine, &database)?;
    }
    subject.settle()?;
    subject.warm(&database)?;
    let mut figures = subject.measure(&database, 1, async |target| indexing(target, arguments.messages).await)?;
    if arguments.keep_index {
        // The rest of an index is no figure.
        figures.clear();
    }
    subject.settle()?;
    figures.extend(subject.measure(&database, 1, async |target| searching(target, &filled, seconds).await)?);
    figures.extend(subject.measure(&database, 1, async |target| posting(target, &filled, seconds).await)?);
    Ok(figures)
}

/// Makes the index anew.
async fn indexing(target: Target, messages: u64) -> anyhow::Result<Vec<Figure>> {
    let mut client = Client::open(&Organization::first(target.first())).await?;
    let took = index::complete(&mut client).await?;
    let rate = Some(messages as f64 / took.as_secs_f64());
    let memory_mb = Some(target.processes.memory()?.highest_resident);
    Ok(vec![Figure {
        scenario: "index-anew".to_owned(),
        rate,
        p50_ms: Some(took.as_secs_f64() * 1000.0),
        memory_mb,
        database_memory_mb: target.processes.database_memory()?,
        ..Figure::default()
    }])
}

/// Posts as fast as the server takes it; then how long until everything is found.
async fn posting(target: Target, filled: &Filled, seconds: Duration) -> anyhow::Result<Vec<Figure>> {
    let organization = Organization::first(target.first());
    let open = filled.open[..filled.open.len().min(MOST_OPEN)].to_vec();
    let posting = Posting::begin(target.clone(), &organization, open, Sink::start()?).await?;
    let outcome = posting.closed_loop(POSTING, seconds).await?;
    let behind = index::complete(&mut Client::open(&organization).await?).await?;
    posting.drained("drain").await?;
    posting.end().await?;
    let behind = Figure { scenario: "index-behind".to_owned(), p50_ms: Some(behind.as_secs_f64() * 1000.0), ..Figure::default() };
    Ok(vec![outcome.figure(format!("ingest-{POSTING}")), behind])
}

async fn searching(target: Target, filled: &Filled, seconds: Duration) -> anyhow::Result<Vec<Figure>> {
    let mut client = Client::open(&Organization::first(target.first())).await?;
    let channels = client.get("/v1/channels").await?;
    let channel = channels["channels"][0]["id"].as_str().context("there is no channel")?.to_owned();
    let mut figures = Vec::new();
    for (name, paths) in kinds(filled, &channel) {
        let answer = client.get(&paths[0]).await?;
        eprintln!("{name}: {} finds {}, next {}", paths[0], answer["messages"].as_array().map_or(0, Vec::len), answer["next"]);
        for connections in SEARCHING {
            let requests = Rc::new(RefCell::new(Searches::new(target.first(), paths.clone())));
            figures.push(target.closed_loop(connections, seconds, &requests).await?.figure(format!("{name}-{connections}")));
        }
    }
    Ok(figures)
}

/// What is searched for: many different searches of each kind.
fn kinds(filled: &Filled, channel: &str) -> Vec<(&'static str, Vec<String>)> {
    let random = RefCell::new(StdRng::seed_from_u64(SEED));
    let among = |from: usize, to: usize| word(random.borrow_mut().random_range(from..to));
    // Quotation marks keep the last word from going on.
    let exactly = |word: String| format!("%22{word}%22");
    let many = |search: &dyn Fn() -> String| (0..DIFFERENT).map(|_| format!("/v1/search/messages?q={}", search())).collect::<Vec<_>>();
    let room = || filled.rooms[random.borrow_mut().random_range(0..filled.rooms.len())].clone();
    let short = |word: String, letters: usize| word.chars().take(letters).collect::<String>();
    vec![
        ("rare", many(&|| exactly(among(20_000, WORDS)))),
        ("nowhere", many(&|| exactly(format!("x{}", among(0, WORDS))))),
        ("common", many(&|| exactly(among(0, 50)))),
        ("two-common", many(&|| format!("{}%20{}", among(0, 50), exactly(among(0, 50))))),
        ("two-middling", many(&|| format!("{}%20{}", among(100, 2_000), exactly(among(100, 2_000))))),
        ("two-rare", many(&|| format!("{}%20{}", among(5_000, WORDS), exactly(among(5_000, WORDS))))),
        ("phrase", many(&|| format!("%22{}%20{}%22", among(0, 50), among(0, 50)))),
        ("prefix-1", many(&|| short(among(0, WORDS), 1))),
        ("prefix-3", many(&|| short(among(200, WORDS), 3))),
        ("prefix-5", many(&|| short(among(200, WORDS), 5))),
        ("word-prefix-1", many(&|| format!("{}%20{}", among(1_000, 10_000), short(among(0, WORDS), 1)))),
        ("word-prefix-3", many(&|| format!("{}%20{}", among(1_000, 10_000), short(among(0, WORDS), 3)))),
        ("channel", many(&|| format!("{}&channel_id={channel}", exactly(among(100, 2_000))))),
        ("room", many(&|| format!("{}&room_id={}", exactly(among(0, 200)), room()))),
        ("status", many(&|| format!("{}&status=queued", exactly(among(100, 2_000))))),
        ("assignee", many(&|| format!("{}&assignee={}", exactly(among(0, 50)), filled.agents[0]))),
        ("tag", many(&|| format!("{}&tag=vip", exactly(among(0, 50))))),
    ]
}

/// One search after the other.
struct Searches {
    paths: Vec<String>,
    next: usize,
    end: String,
}

impl Searches {
    fn new(address: SocketAddr, paths: Vec<String>) -> Self {
        let end = format!(" HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {TOKEN}\r\n\r\n");
        Self { paths, next: 0, end }
    }
}

impl Requests for Searches {
    fn write_next(&mut self, into: &mut Vec<u8>) -> usize {
        let at = self.next % self.paths.len();
        self.next += 1;
        // Writing to memory does not fail.
        let _ = write!(into, "GET {}{}", self.paths[at], self.end);
        at
    }

    fn accepted(&mut self, _mark: usize, _body: &[u8]) {}
}
