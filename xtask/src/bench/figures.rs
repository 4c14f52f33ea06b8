//! What was measured, for people and for programs.

use anyhow::Context;
use serde::Serialize;

/// One scenario's figures; absent is what the scenario does not measure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figure {
    /// What was done.
    pub(crate) scenario: String,
    /// How often, a second.
    pub(crate) rate: Option<f64>,
    /// Half took at most this long.
    pub(crate) p50_ms: Option<f64>,
    /// All but a hundredth took at most this long.
    pub(crate) p99_ms: Option<f64>,
    /// The scenario that does the same without the work: what the figure is to be compared with.
    pub(crate) limit: Option<Limit>,
    /// How many of the machine's cores the server took.
    pub(crate) cpu_cores: Option<f64>,
    /// How much memory the server took.
    pub(crate) memory_mb: Option<f64>,
    /// How many of the machine's cores the database took, where it is a program of its own.
    pub(crate) database_cpu_cores: Option<f64>,
    /// How much memory that took.
    pub(crate) database_memory_mb: Option<f64>,
    /// How many times as long the same takes as with little in the database.
    pub(crate) slower: Option<f64>,
}

/// What a figure is to be compared with.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    pub(crate) scenario: String,
    pub(crate) rate: f64,
}

#[derive(Serialize)]
struct Line<'a> {
    scenario: &'a str,
    engine: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p50_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p99_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_cores: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_mb: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    database_cpu_cores: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    database_memory_mb: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slower: Option<f64>,
}

/// Prints the figures: a table, or JSON with one object a line.
pub(crate) fn print(figures: &[Figure], engine: &str, json: bool) -> anyhow::Result<()> {
    if !json {
        println!(
            "{:<22} {:>9} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9} {:>7}  compare with",
            "scenario", "rate/s", "p50 ms", "p99 ms", "CPU cores", "memory MB", "DB cores", "DB MB", "slower"
        );
    }
    for figure in figures {
        if json {
            println!("{}", serde_json::to_string(&line_of(figure, engine)).context("figures as JSON")?);
        } else {
            println!("{}", row_of(figure));
        }
    }
    Ok(())
}

fn line_of<'a>(figure: &'a Figure, engine: &'a str) -> Line<'a> {
    let rounded = |figure: Option<f64>| figure.map(|figure| (figure * 100.0).round() / 100.0);
    Line {
        scenario: &figure.scenario,
        engine,
        rate: figure.rate.map(f64::round),
        p50_ms: rounded(figure.p50_ms),
        p99_ms: rounded(figure.p99_ms),
        limit: figure.limit.as_ref().map(|limit| limit.scenario.as_str()),
        limit_rate: figure.limit.as_ref().map(|limit| limit.rate.round()),
        cpu_cores: rounded(figure.cpu_cores),
        memory_mb: rounded(figure.memory_mb),
        database_cpu_cores: rounded(figure.database_cpu_cores),
        database_memory_mb: rounded(figure.database_memory_mb),
        slower: rounded(figure.slower),
    }
}

fn row_of(figure: &Figure) -> String {
    let cell = |figure: Option<f64>, decimals: usize| figure.map_or(String::new(), |figure| format!("{figure:.decimals$}"));
    let limit = figure.limit.as_ref().map_or(String::new(), |limit| format!("{}: {:.0}/s", limit.scenario, limit.rate));
    let row = format!(
        "{:<22} {:>9} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9} {:>7}  {limit}",
        figure.scenario,
        cell(figure.rate, 0),
        cell(figure.p50_ms, 2),
        cell(figure.p99_ms, 2),
        cell(figure.cpu_cores, 2),
        cell(figure.memory_mb, 1),
        cell(figure.database_cpu_cores, 2),
        cell(figure.database_memory_mb, 1),
        cell(figure.slower, 2),
    );
    row.trim_end().to_owned()
}
