//! The time from commit to arrival, at a fixed rate.

use std::time::Duration;

use crate::bench::figures::Figure;
use crate::bench::load::{Target, WARM_UP};
use crate::bench::posting::Posting;
use crate::bench::setup::{self, Organization};
use crate::bench::sink::Sink;

/// How many rooms are posted to.
pub(super) const ROOMS: usize = 1_000;
/// How many connections post.
const CONNECTIONS: usize = 32;

/// One organization with one endpoint.
pub(super) async fn live(target: Target, rate: f64, seconds: Duration) -> anyhow::Result<Vec<Figure>> {
    let organization = Organization::first(target.first());
    let rooms = setup::open_rooms(&organization, ROOMS).await?;
    let posting = Posting::begin(target.clone(), &organization, rooms, Sink::start()?).await?;
    eprintln!("posting {rate:.0} messages a second");
    let figure = arrivals(&posting, rate, seconds).await?;
    posting.end().await?;
    let memory_mb = Some(target.processes.memory()?.highest_resident);
    let database_memory_mb = target.processes.database_memory()?;
    Ok(vec![Figure { scenario: format!("live-{rate:.0}"), memory_mb, database_memory_mb, ..figure }])
}

/// Posts at a rate, whether or not earlier posts were answered; the times are those from an event's commit to its arrival.
pub(super) async fn arrivals(posting: &Posting, rate: f64, seconds: Duration) -> anyhow::Result<Figure> {
    posting.sink().measure_in(WARM_UP);
    let outcome = posting.open_loop(CONNECTIONS, rate, seconds).await?;
    posting.drained("").await?;
    let micros = posting.sink().micros();
    let milliseconds = |quantile: f64| Some(micros.value_at_quantile(quantile) as f64 / 1000.0);
    Ok(Figure { p50_ms: milliseconds(0.5), p99_ms: milliseconds(0.99), ..outcome.figure(String::new()) })
}
