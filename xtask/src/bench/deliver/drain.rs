//! A committed backlog, told to some endpoints as fast as they take it.

use anyhow::Context;
use tokio::time::Instant;

use crate::bench::figures::Figure;
use crate::bench::load::Target;
use crate::bench::setup::{Client, Organization};
use crate::bench::sink::Sink;
use crate::bench::webhook::Webhook;

/// Tells each of so many endpoints the last `events` events before `head`, and what has happened since.
pub(super) async fn drain(target: &Target, head: i64, events: u64, endpoints: usize) -> anyhow::Result<Figure> {
    eprintln!("telling {endpoints} endpoints {events} events");
    let organization = Organization::first(target.first());
    let mut client = Client::open(&organization).await?;
    let after = head - i64::try_from(events)?;
    let (start, cpu_before) = (Instant::now(), target.processes.cpu()?);
    let mut webhooks = Vec::with_capacity(endpoints);
    for _ in 0..endpoints {
        webhooks.push(Webhook::subscribe(&organization, Sink::start()?, "*", Some(after)).await?);
    }
    let until = end_of_log(&mut client, head).await?;
    let each = u64::try_from(until - after)?;
    for webhook in &webhooks {
        webhook.sink.drained(each).await?;
    }
    let seconds = start.elapsed().as_secs_f64();
    let cpu_after = target.processes.cpu()?;
    let memory_mb = Some(target.processes.memory()?.highest_resident);
    let database_memory_mb = target.processes.database_memory()?;
    for webhook in webhooks {
        eprintln!("{}", webhook.sink.verdict_on_log(after, until)?);
        webhook.delete().await?;
    }
    eprintln!("{}", attempts(&mut client).await?);
    let scenario = if endpoints == 1 { format!("drain-{events}") } else { format!("drain-{events}-to-{endpoints}") };
    Ok(Figure {
        scenario,
        rate: Some(each as f64 * endpoints as f64 / seconds),
        cpu_cores: Some((cpu_after.nodes - cpu_before.nodes) / seconds),
        memory_mb,
        database_cpu_cores: cpu_after.database.zip(cpu_before.database).map(|(after, before)| (after - before) / seconds),
        database_memory_mb,
        ..Figure::default()
    })
}

/// The log's last sequence number; `known` is not after it.
async fn end_of_log(client: &mut Client, known: i64) -> anyhow::Result<i64> {
    let mut end = known;
    loop {
        let page = client.get(&format!("/v1/events?after={end}&limit=1000")).await?;
        let next = page["next"].as_i64().context("a page without `next`")?;
        if next == end {
            return Ok(end);
        }
        end = next;
    }
}

/// What the server says of its attempts.
async fn attempts(client: &mut Client) -> anyhow::Result<String> {
    let metrics = client.text("/metrics").await?;
    let sum = |name: &str| -> f64 {
        let samples = metrics.lines().filter(|line| line.starts_with(name));
        samples.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
    };
    let (made, unrecorded) = (sum("switchroom_delivery_attempts_total"), sum("switchroom_delivery_attempts_unrecorded_total"));
    Ok(format!("attempts: {made} made, {unrecorded} of them not recorded"))
}
