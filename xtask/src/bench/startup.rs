//! How long the server takes from its start to its first answer.

use super::figures::Figure;
use super::subject::{Database, Subject};

const TIMES: usize = 5;

/// With a new, empty database each time.
pub(crate) fn empty(subject: &Subject) -> anyhow::Result<Figure> {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        times.push(start_and_stop(subject, &subject.new_database()?)?);
    }
    Ok(figure("start-empty", times))
}

/// With a database that is there already.
pub(crate) fn again(subject: &Subject, database: &Database, scenario: &str) -> anyhow::Result<Figure> {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        times.push(start_and_stop(subject, database)?);
    }
    Ok(figure(scenario, times))
}

fn start_and_stop(subject: &Subject, database: &Database) -> anyhow::Result<f64> {
    let server = subject.start(database)?;
    let milliseconds = server.started_in.as_secs_f64() * 1000.0;
    server.stop()?;
    Ok(milliseconds)
}

/// The median of the times.
fn figure(scenario: &str, mut times: Vec<f64>) -> Figure {
    times.sort_by(f64::total_cmp);
    Figure { scenario: scenario.to_owned(), p50_ms: times.get(times.len() / 2).copied(), ..Figure::default() }
}
