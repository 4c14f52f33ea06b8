//! Figures, as Prometheus text.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Bounds of the buckets of durations, in seconds: from a commit's to a slow endpoint's.
const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0, 30.0, 60.0];
/// How often what was measured is put into its buckets: until then each value takes memory.
const PUT_EVERY: Duration = Duration::from_secs(5);

/// One recorder a process, however many servers run in it.
fn recorder() -> &'static PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS);
        // Only an empty list of bounds would be refused.
        let recorder = builder.unwrap_or_default().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("figures are recorded elsewhere already");
        }
        describe();
        handle
    })
}

/// Figures are recorded from now on. What was registered before is not seen.
pub(crate) fn record_figures() {
    recorder();
}

/// Keeps the memory of figures bounded, for ever.
pub(crate) async fn keep_up() {
    loop {
        tokio::time::sleep(PUT_EVERY).await;
        recorder().run_upkeep();
    }
}

/// The figures.
pub(crate) fn text() -> String {
    let handle = recorder();
    handle.run_upkeep();
    handle.render()
}

/// What each figure is. Those that are seldom counted are shown from the start: 0 tells something too.
fn describe() {
    let counters = [
        ("switchroom_http_answers_total", "Answers to HTTP requests, by the kind of their status."),
        ("switchroom_commits_total", "Transactions that were committed."),
        ("switchroom_writes_total", "Commands and other writes in those transactions."),
        ("switchroom_delivery_attempts_total", "Attempts to deliver to webhooks, by outcome: delivered, failed (to be tried again), dead."),
        ("switchroom_delivery_attempts_unrecorded_total", "Attempts that were made, but are missing from the list of attempts."),
        ("switchroom_delivery_answers_total", "Answers of webhooks, by the kind of their status; none: there was no answer."),
        ("switchroom_notices_lost_total", "Notices to or from other nodes that were lost; what they told is looked up later."),
    ];
    let gauges = [
        ("switchroom_follower_lag_events", "Events that a webhook has not been told of yet."),
        ("switchroom_follower_lag_seconds", "How long ago the oldest of those was committed, parked rooms aside."),
        ("switchroom_follower_parked_rooms", "Rooms of a webhook that wait alone, because telling of them failed or is slow."),
        ("switchroom_follower_breaker_open", "1 while a webhook fails for every room, so that only probes are sent; else 0."),
        ("switchroom_follower_concurrency", "Attempts that may be made to a webhook at one time, just now."),
        ("switchroom_leases_held", "Webhooks that this node serves."),
        ("switchroom_search_lag_events", "Events of an organization that are not in the search index yet, where this node writes it."),
        ("switchroom_nodes", "Nodes that are alive, as this one sees it."),
        ("switchroom_ready", "1 while this node should get traffic, as /readyz says; else 0."),
    ];
    let durations = [
        ("switchroom_http_request_seconds", "How long HTTP requests took until their answer began, by API."),
        ("switchroom_command_seconds", "How long commands took from being given to being durable."),
        ("switchroom_commit_seconds", "How long batches of commands took to be decided and committed."),
        ("switchroom_delivery_attempt_seconds", "How long attempts to deliver took."),
    ];
    counters.into_iter().for_each(|(name, what)| describe_counter!(name, what));
    gauges.into_iter().for_each(|(name, what)| describe_gauge!(name, what));
    durations.into_iter().for_each(|(name, what)| describe_histogram!(name, Unit::Seconds, what));
    for counted in ["switchroom_commits_total", "switchroom_writes_total", "switchroom_notices_lost_total"] {
        counter!(counted).increment(0);
    }
}
