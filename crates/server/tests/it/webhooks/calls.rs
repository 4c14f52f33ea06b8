//! Every call about webhooks, with its answer and its refusals.

use serde_json::json;
use switchroom_testkit::Server;

use crate::scene::{channel, id, open_room, post};
use crate::transcript::Transcript;

const SECRET: &str = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[tokio::test(flavor = "multi_thread")]
async fn every_call_and_refusal() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let team = id(&admin.post("/v1/teams", json!({"name": "Sales"})).send().await.expect(201));
    let room = id(&open_room(admin, &channel, "ann").await);
    post(admin, &room, "hello").await;
    let mut t = Transcript::default();

    // It is disabled: nothing is sent, and so every answer is foretold.
    let plain = json!({"url": "http://127.0.0.1:9/plain", "secret": SECRET, "enabled": false});
    let plain = format!("/v1/webhooks/{}", id(&t.ask(admin, "POST", "/v1/webhooks", Some(plain)).await));
    let options = json!({
        "url": "http://127.0.0.1:9/full",
        "secret": SECRET,
        "enabled": false,
        "rooms": {"channels": [channel], "teams": [team], "tags": ["vip"], "custom_fields": {"tier": "gold"}},
        "skip_own": true,
        "max_per_second": 50,
        "batching": {"max_events": 100, "max_wait_ms": 1000},
        "timeout_ms": 2000,
        "headers": {"X-Api-Key": "hunter2"},
        "capture": true,
    });
    let full = format!("/v1/webhooks/{}", id(&t.ask(admin, "POST", "/v1/webhooks", Some(options)).await));
    t.ask(admin, "GET", &full, None).await;
    t.ask(admin, "PATCH", &full, Some(json!({"ordering": "none", "batching": null, "rooms": {"tags": ["new"]}}))).await;
    let none = json!({
        "rooms": null,
        "skip_own": false,
        "ordering": "room",
        "max_per_second": null,
        "timeout_ms": null,
        "headers": null,
        "capture": false,
    });
    t.ask(admin, "PATCH", &full, Some(none)).await;

    t.note("A secret that is replaced signs on for a while.");
    t.ask(admin, "POST", &format!("{plain}/secret"), Some(json!({}))).await;
    t.ask(admin, "POST", &format!("{plain}/secret"), Some(json!({"secret": SECRET, "overlap_seconds": 0}))).await;

    t.note("Replays.");
    let started = t.ask(admin, "POST", &format!("{plain}/replay"), Some(json!({"after": 2, "until": 4}))).await;
    let job = started["job"].as_str().expect("a job").to_owned();
    t.ask(admin, "POST", &format!("{plain}/replay"), Some(json!({"since": "2026-01-01T00:00:00Z"}))).await;
    t.ask(admin, "POST", &format!("{plain}/replay"), Some(json!({"since": "2027-01-01T00:00:00Z"}))).await;
    t.ask(admin, "POST", &format!("{plain}/replay"), Some(json!({"dead": true}))).await;
    t.ask(admin, "POST", &format!("{plain}/resend"), Some(json!({"seq": 3}))).await;
    let events = admin.get("/v1/events?after=3&limit=1").send().await.expect(200);
    t.ask(admin, "POST", &format!("{plain}/resend"), Some(json!({"event_id": events["events"][0]["id"]}))).await;
    t.ask(admin, "POST", &format!("{plain}/replays/{job}/cancel"), Some(json!({}))).await;
    t.ask(admin, "GET", &format!("{plain}/replays?limit=1"), None).await;

    t.note("What waits, and what was given up.");
    t.ask(admin, "GET", &format!("{plain}/parked"), None).await;
    t.ask(admin, "GET", &format!("{plain}/dead-letters"), None).await;
    t.ask(admin, "GET", &format!("{plain}/attempts?status=500&seq=3"), None).await;

    t.note("Refusals.");
    for options in [
        json!({"rooms": {"channels": [team]}}),
        json!({"rooms": {"teams": [channel]}}),
        json!({"rooms": {"tags": [" vip"]}}),
        json!({"ordering": "log"}),
        json!({"max_per_second": 0}),
        json!({"batching": {"max_events": 1, "max_wait_ms": 1000}}),
        json!({"batching": {"max_events": 2, "max_wait_ms": 1000}, "ordering": "none"}),
        json!({"timeout_ms": 99}),
        json!({"headers": {"Host": "example.com"}}),
        json!({"missed": "skip"}),
    ] {
        t.ask(admin, "PATCH", &full, Some(options)).await;
    }
    for (verb, body) in [
        ("secret", json!({"secret": "short"})),
        ("secret", json!({"overlap_seconds": 2_592_001})),
        ("replay", json!({})),
        ("replay", json!({"after": 0, "since": "2026-01-01T00:00:00Z"})),
        ("replay", json!({"after": 100_000})),
        ("replay", json!({"after": 4, "until": 3})),
        ("resend", json!({})),
        ("resend", json!({"seq": 0})),
        ("resend", json!({"seq": 1, "event_id": job})),
        ("resend", json!({"event_id": job})),
    ] {
        t.ask(admin, "POST", &format!("{plain}/{verb}"), Some(body)).await;
    }
    t.ask(admin, "POST", &format!("{full}/replays/{job}/cancel"), Some(json!({}))).await;
    t.ask(admin, "GET", &format!("{full}/replays/{job}"), None).await;
    t.ask(admin, "GET", &format!("{plain}/attempts?status=99"), None).await;
    t.ask(admin, "GET", &format!("{plain}/attempts?seq=1&event_id={job}"), None).await;
    t.ask(admin, "GET", &format!("{plain}/attempts?event_id={job}"), None).await;
    // What is made beside makes ids too, and not the same number on every store.
    let filters =
        vec![("[0-9a-f]{8}-[0-9a-f-]{27}", "<uuid>"), ("whsec_[A-Za-z0-9+/=]+", "<secret>"), ("AZt2[A-Za-z0-9_-]{18}", "<cursor>")];
    insta::with_settings!({filters => filters}, { insta::assert_snapshot!(t.text()) });

    // The values of headers are told nowhere.
    let log = admin.get("/v1/events?after=0&limit=1000").send().await;
    assert!(t.text().lines().all(|line| line.starts_with("> ") || !line.contains("hunter2")), "{}", t.text());
    assert!(!String::from_utf8_lossy(&log.body).contains("hunter2"));
    server.stop().await;
}
