//! A noisy neighbour: what another organization's slow endpoint does to the time to arrive.

use std::time::Duration;

use anyhow::Context;
use tokio::time::sleep;

use super::live::{ROOMS, arrivals};
use crate::bench::figures::Figure;
use crate::bench::load::Target;
use crate::bench::posting::Posting;
use crate::bench::setup::{self, Organization};
use crate::bench::sink::Sink;

/// How long the neighbour's endpoint takes to answer.
const ANSWERING: Duration = Duration::from_secs(10);
/// Events a second that it is fed.
const FED: f64 = 200.0;
const CONNECTIONS: usize = 8;
/// By then no attempt to reach a deleted endpoint is in flight any more.
const SETTLED: Duration = Duration::from_secs(6);

/// Measures the fast endpoint's times without the neighbour and with it, in turns; the figures are medians.
pub(super) async fn neighbour(target: Target, rate: f64, seconds: Duration, rounds: u8) -> anyhow::Result<Vec<Figure>> {
    let organization = Organization::first(target.first());
    let noisy = Organization::create(target.first(), "Noisy").await?;
    let rooms = setup::open_rooms(&organization, ROOMS).await?;
    let noisy_rooms = setup::open_rooms(&noisy, ROOMS).await?;
    let fast = Posting::begin(target.clone(), &organization, rooms, Sink::start()?).await?;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}: without the neighbour, then with it");
        without.push(arrivals(&fast, rate, seconds).await?);
        let slow = Posting::begin(target.clone(), &noisy, noisy_rooms.clone(), Sink::start_slow(ANSWERING)?).await?;
        let (figure, fed) = tokio::join!(arrivals(&fast, rate, seconds), slow.open_loop(CONNECTIONS, FED, seconds));
        fed?;
        with.push(figure?);
        slow.abandon().await?;
        sleep(SETTLED).await;
    }
    fast.end().await?;
    let without = Figure { scenario: "neighbour-without".to_owned(), ..median(&without)? };
    let with = median(&with)?;
    let slower = with.p99_ms.zip(without.p99_ms).map(|(with, without)| with / without);
    let memory_mb = Some(target.processes.memory()?.highest_resident);
    Ok(vec![without, Figure { scenario: "neighbour-with".to_owned(), slower, memory_mb, ..with }])
}

/// Of each figure the median.
fn median(figures: &[Figure]) -> anyhow::Result<Figure> {
    let of = |figure: fn(&Figure) -> Option<f64>| {
        let mut values: Vec<f64> = figures.iter().filter_map(figure).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let p99_ms = of(|figure| figure.p99_ms);
    p99_ms.context("no times were measured")?;
    Ok(Figure {
        rate: of(|figure| figure.rate),
        p50_ms: of(|figure| figure.p50_ms),
        p99_ms,
        cpu_cores: of(|figure| figure.cpu_cores),
        database_cpu_cores: of(|figure| figure.database_cpu_cores),
        ..Figure::default()
    })
}
