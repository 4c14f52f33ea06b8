//! The bare limit: what an HTTP client carries to the same endpoint that does nothing but sign and post.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::bench::figures::Figure;
use crate::bench::setup::{Client, Organization};
use crate::bench::sink::{Secret, Sink, now};

/// Posts at a time.
const AT_ONCE: usize = 64;
/// How many different bodies are posted.
const BODIES: i64 = 1_000;
/// Any secret.
const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// An event's id and body, as a webhook is told of it.
pub(super) struct Body {
    id: String,
    bytes: Bytes,
}

/// The log's last events before `head`.
pub(super) async fn bodies(address: SocketAddr, head: i64) -> anyhow::Result<Vec<Body>> {
    let mut client = Client::open(&Organization::first(address)).await?;
    let page = client.get(&format!("/v1/events?after={}&limit={BODIES}", (head - BODIES).max(0))).await?;
    let events = page["events"].as_array().filter(|events| !events.is_empty()).context("the log is empty")?;
    let body = |event: &serde_json::Value| {
        let id = event["id"].as_str().context("an event without an id")?;
        Ok(Body { id: format!("evt_{id}"), bytes: event.to_string().into() })
    };
    events.iter().map(body).collect()
}

/// Posts the bodies again and again.
pub(super) fn post_in_a_loop(bodies: Vec<Body>, measured: Duration) -> anyhow::Result<Figure> {
    let sink = Sink::start_unordered()?;
    sink.expect_secret(SECRET)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let posted = runtime.block_on(post(Arc::new(bodies), sink.address, measured))?;
    eprintln!("bare: {}", sink.told()?);
    let rate = Some(posted as f64 / measured.as_secs_f64());
    Ok(Figure { scenario: format!("bare-{AT_ONCE}"), rate, ..Figure::default() })
}

/// Posts for so long; answers how many were accepted in time.
async fn post(bodies: Arc<Vec<Body>>, address: SocketAddr, measured: Duration) -> anyhow::Result<u64> {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let pool: Pool<HttpConnector, Full<Bytes>> = Pool::builder(TokioExecutor::new()).build(connector);
    let secret = Arc::new(Secret::new(SECRET)?);
    let (next, posted) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let until = Instant::now() + measured;
    let mut workers = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (bodies, pool, secret, next, posted) = (bodies.clone(), pool.clone(), secret.clone(), next.clone(), posted.clone());
        workers.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed) as usize;
                let answer = pool.request(request(&bodies[number % bodies.len()], address, &secret)?).await?;
                ensure!(answer.status().is_success(), "the endpoint answered {}", answer.status());
                answer.into_body().collect().await?;
                if Instant::now() >= until {
                    return anyhow::Ok(());
                }
                posted.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    while let Some(ended) = workers.join_next().await {
        ended??;
    }
    Ok(posted.load(Ordering::Relaxed))
}

/// With the headers that a delivery has.
fn request(body: &Body, address: SocketAddr, secret: &Secret) -> anyhow::Result<http::Request<Full<Bytes>>> {
    let timestamp = (now().0 / 1_000_000).to_string();
    let signature = secret.sign(&body.id, &timestamp, &body.bytes);
    Ok(http::Request::post(format!("http://{address}/"))
        .header("content-type", "application/json")
        .header("user-agent", "Switchroom")
        .header("webhook-id", &body.id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signature)
        .header("switchroom-sequence", "1")
        .body(Full::new(body.bytes.clone()))?)
}
