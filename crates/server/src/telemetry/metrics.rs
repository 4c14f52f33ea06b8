//! Figures, as Prometheus text.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
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
        // Without a bound there is no bucket to refuse.
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

fn describe() {
    describe_counter!("switchroom_http_answers_total", "Answers to HTTP requests, by the kind of their status.");
    describe_histogram!("switchroom_http_request_seconds", Unit::Seconds, "How long HTTP requests took until their answer began, by API.");
    describe_histogram!("switchroom_command_seconds", Unit::Seconds, "How long commands took from being given to being durable.");
    describe_histogram!("switchroom_commit_seconds", Unit::Seconds, "How long batches of commands took to be decided and committed.");
    describe_counter!("switchroom_commits_total", "Transactions that were committed.");
    describe_counter!("switchroom_writes_total", "Commands and other writes in those transactions.");
    describe_counter!("switchroom_delivery_attempts_total", "Attempts to deliver to webhooks, by outcome: delivered, failed (to be tried again), dead.");
    describe_histogram!("switchroom_delivery_attempt_seconds", Unit::Seconds, "How long attempts to deliver took, by outcome.");
    describe_counter!("switchroom_delivery_attempts_unrecorded_total", "Attempts that were made, but are missing from the list of attempts.");
    describe_gauge!("switchroom_follower_lag_events", "Events that a webhook has not been told of yet.");
    describe_gauge!("switchroom_follower_lag_seconds", Unit::Seconds, "How long ago the oldest of those was committed.");
    describe_gauge!("switchroom_follower_parked_rooms", "Rooms of a webhook that wait alone, because telling of them failed or is slow.");
    describe_gauge!("switchroom_follower_breaker_open", "1 while a webhook fails for every room, so that only probes are sent; else 0.");
    describe_gauge!("switchroom_follower_concurrency", "Attempts that may be made to a webhook at one time, just now.");
    describe_gauge!("switchroom_leases_held", "Webhooks that this node serves.");
    describe_gauge!("switchroom_nodes", "Nodes that are alive, as this one sees it.");
    describe_gauge!("switchroom_ready", "1 while this node should get traffic, as /readyz says; else 0.");
    describe_counter!("switchroom_notices_lost_total", "Notices to or from other nodes that were lost; what they told is looked up later.");
}
