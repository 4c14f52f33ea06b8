//! How long the server takes from its start to its first answer.

use std::path::Path;

use super::figures::Figure;
use super::subject::Subject;

const TIMES: usize = 5;

/// With a new, empty database each time.
pub(crate) fn empty(subject: &Subject) -> anyhow::Result<Figure> {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let folder = subject.new_folder()?;
        times.push(start_and_stop(subject, folder.path())?);
    }
    Ok(figure("start-empty", times))
}

/// With the database in a folder.
pub(crate) fn filled(subject: &Subject, folder: &Path) -> anyhow::Result<Figure> {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        times.push(start_and_stop(subject, folder)?);
    }
    Ok(figure("start-filled", times))
}

fn start_and_stop(subject: &Subject, folder: &Path) -> anyhow::Result<f64> {
    let server = subject.start(folder)?;
    let milliseconds = server.started_in.as_secs_f64() * 1000.0;
    server.stop()?;
    Ok(milliseconds)
}

/// The median of the times.
fn figure(scenario: &str, mut times: Vec<f64>) -> Figure {
    times.sort_by(f64::total_cmp);
    Figure { scenario: scenario.to_owned(), p50_ms: times.get(times.len() / 2).copied(), ..Figure::default() }
}
