//! Traces, as a collector of OpenTelemetry's gets them.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use prost::Message as _;
use serde_json::json;
use switchroom_testkit::{Process, ProcessOptions, Sink};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use crate::scene::{channel, id, open_room};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
const CALLER: &str = "00ad6b7169203331";

/// A collector that keeps every span it is sent.
struct Collector {
    url: String,
    spans: Arc<Mutex<Vec<Span>>>,
}

impl Collector {
    async fn start() -> Self {
        let spans: Arc<Mutex<Vec<Span>>> = Arc::default();
        let router = Router::new().route("/v1/traces", post(keep)).with_state(Arc::clone(&spans));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, spans }
    }

    /// The spans of one trace.
    async fn trace(&self, trace: &str) -> Vec<Span> {
        self.spans.lock().await.iter().filter(|span| hex(&span.trace_id) == trace).cloned().collect()
    }
}

async fn keep(State(spans): State<Arc<Mutex<Vec<Span>>>>, body: Bytes) {
    let sent = ExportTraceServiceRequest::decode(body).expect("what OTLP says");
    let resources = sent.resource_spans.into_iter().flat_map(|resource| resource.scope_spans);
    spans.lock().await.extend(resources.flat_map(|scope| scope.spans));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn attribute(span: &Span, key: &str) -> String {
    let value = span.attributes.iter().find(|attribute| attribute.key == key).and_then(|attribute| attribute.value.clone()?.value);
    match value {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn named<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    let mut found = spans.iter().filter(|span| span.name == name);
    match (found.next(), found.next()) {
        (Some(span), None) => span,
        _ => panic!("not one {name}: {spans:#?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_leads_from_the_request_to_the_delivery() {
    let (collector, sink) = (Collector::start().await, Sink::start().await);
    let folder = tempfile::tempdir().expect("a folder");
    let environment = vec![("SWITCHROOM_OTLP_ENDPOINT".to_owned(), collector.url.clone())];
    let server = Process::start(BINARY, folder.path(), &ProcessOptions { environment, ..ProcessOptions::default() }).await;
    let admin = server.admin();
    let webhook = json!({"url": sink.url(), "dialect": "native", "events": ["message.created"]});
    let subscription = admin.post("/v1/webhooks", webhook).send().await.expect(201)["id"].clone();
    let channel = channel(&admin, "api").await;
    let room = id(&open_room(&admin, &channel, "ann").await);
    let path = format!("/v1/rooms/{room}/messages");
    let (traced, untraced) = ("0af7651916cd43dd8448eb211c80319c", "0af7651916cd43dd8448eb211c80319d");
    for (trace, flags) in [(traced, "01"), (untraced, "00")] {
        let parent = format!("00-{trace}-{CALLER}-{flags}");
        admin.post(&path, json!({"text": "hello"})).header("traceparent", &parent).send().await.expect(201);
    }
    let received = sink.wait_for(2).await;
    // What is left is sent when the server stops.
    server.stop_without_faults().await;

    let spans = collector.trace(traced).await;
    let request = named(&spans, "POST /v1/rooms/{id}/messages");
    assert_eq!((hex(&request.parent_span_id).as_str(), request.kind()), (CALLER, SpanKind::Server));
    assert_eq!(
        (attribute(request, "http.response.status_code").as_str(), attribute(request, "switchroom.organization").as_str()),
        ("201", "1")
    );
    let command = named(&spans, "post_message");
    assert_eq!(command.parent_span_id, request.span_id);
    for stage in ["queue", "commit"] {
        let stage = named(&spans, stage);
        assert_eq!(stage.parent_span_id, command.span_id);
        assert!(command.start_time_unix_nano <= stage.start_time_unix_nano && stage.end_time_unix_nano <= command.end_time_unix_nano);
    }
    let attempt = named(&spans, "POST webhook");
    assert_eq!((&attempt.parent_span_id, attempt.kind()), (&command.span_id, SpanKind::Client));
    let told = received[0].json();
    for (key, value) in [
        ("switchroom.subscription", subscription.as_str().unwrap_or_default()),
        ("switchroom.dialect", "native"),
        ("switchroom.seq", &told["seq"].to_string()),
        ("switchroom.attempt", "1"),
        ("http.response.status_code", "200"),
    ] {
        assert_eq!(attribute(attempt, key), value, "{key}");
    }
    assert_eq!(received[0].header("traceparent"), format!("00-{traced}-{}-01", hex(&attempt.span_id)));

    // Whoever calls decides what is kept; what is not kept is told on as that.
    assert_eq!(collector.trace(untraced).await, []);
    let passed_on = received[1].header("traceparent");
    assert!(passed_on.starts_with(&format!("00-{untraced}-")) && passed_on.ends_with("-00"), "{passed_on}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_is_told_of_and_holds_nothing_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = [("SWITCHROOM_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("SWITCHROOM_TRACE_SAMPLE_RATIO", "1")];
    let environment = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let server = Process::start(BINARY, folder.path(), &ProcessOptions { environment, ..ProcessOptions::default() }).await;
    channel(&server.admin(), "api").await;
    let lines = server.stop().await;
    assert!(lines.iter().any(|line| line.contains("opentelemetry") && line.contains("ERROR")), "{lines:#?}");
}
