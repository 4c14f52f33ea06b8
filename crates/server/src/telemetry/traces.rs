//! Traces, sent to a collector of OpenTelemetry's by OTLP over HTTP.

use std::time::Duration;

use async_trait::async_trait;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::hyper::HyperClient;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use rustls::crypto::ring;
use switchroom_engine::trace;
use tokio::runtime::Handle;
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

use crate::config::TracingConfig;

/// How long the collector may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long what is left may take to be sent when the server stops.
const FINISHED_WITHIN: Duration = Duration::from_secs(5);
const NAME: &str = "switchroom";

/// What gathers spans, and sends them to the configured collector every few seconds. What it cannot take is dropped.
pub(super) fn to_collector(config: &TracingConfig) -> anyhow::Result<SdkTracerProvider> {
    let https =
        HttpsConnectorBuilder::new().with_provider_and_native_roots(ring::default_provider())?.https_or_http().enable_http1().build();
    let client = Collector { client: HyperClient::new(https, PATIENCE, None), runtime: Handle::current() };
    let endpoint = format!("{}/v1/traces", config.otlp_endpoint.trim_end_matches('/'));
    let exporter = SpanExporter::builder().with_http().with_http_client(client).with_protocol(Protocol::HttpBinary);
    let exporter = exporter.with_endpoint(endpoint).with_timeout(PATIENCE).build()?;
    let resource = Resource::builder().with_service_name(NAME).with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(config.sample_ratio)));
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_sampler(sampler);
    Ok(provider.with_resource(resource.build()).build())
}

/// What makes traces of the spans that are meant for them.
pub(super) fn layer<S>(provider: &SdkTracerProvider) -> impl Layer<S> + use<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer(NAME));
    let layer = layer.with_location(false).with_threads(false).with_target(false).with_level(false).with_tracked_inactivity(false);
    layer.with_filter(Targets::new().with_target(trace::TARGET, LevelFilter::INFO))
}

/// Sends what is left.
pub(super) async fn finish(provider: SdkTracerProvider) {
    // It waits for the exporter's thread, which waits for this runtime.
    let finished = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(FINISHED_WITHIN)).await;
    match finished {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the last traces could not be sent"),
        Err(error) => tracing::error!(%error, "sending traces ended badly"),
    }
}

/// Reaches the collector on the server's runtime: the exporter has a thread of its own, without one.
#[derive(Debug)]
struct Collector {
    client: HyperClient<HttpsConnector<HttpConnector>>,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        self.runtime.spawn(async move { client.send_bytes(request).await }).await?
    }
}
