//! Attempts as spans, in the trace of the request that made the event.

use http::{HeaderMap, HeaderValue};
use switchroom_domain::subscription::Subscription;
use switchroom_engine::trace::{TARGET, context_of, continue_from};
use tracing::field::Empty;
use tracing::{Span, info_span};

use crate::messenger::Attempting;
use crate::sender::Sent;

/// An attempt that begins. An event that was read back, e.g. after a restart or on another node than it was committed on, has no trace
/// any more: its attempts begin traces of their own.
pub(crate) fn attempt(subscription: &Subscription, what: Attempting<'_>) -> Span {
    let span = info_span!(
        target: TARGET,
        parent: None,
        "attempt",
        otel.name = "POST webhook",
        otel.kind = "client",
        http.request.method = "POST",
        http.response.status_code = Empty,
        otel.status_code = Empty,
        error.message = Empty,
        switchroom.organization = subscription.org.0,
        switchroom.subscription = %subscription.id,
        switchroom.dialect = subscription.dialect.as_str(),
        switchroom.seq = what.event.seq,
        switchroom.attempt = what.number,
    );
    if let Some(trace) = what.trace {
        continue_from(&span, trace);
    }
    span
}

/// Tells the endpoint which trace the delivery belongs to, if there is one.
pub(crate) fn tell(attempt: &Span, headers: &mut HeaderMap) {
    if let Some(trace) = context_of(attempt)
        && let Ok(value) = HeaderValue::try_from(trace.to_string())
    {
        headers.insert("traceparent", value);
    }
}

/// What came of the attempt.
pub(crate) fn ended(attempt: &Span, sent: &Sent) {
    if let Some(status) = sent.status {
        attempt.record("http.response.status_code", status.as_u16());
    }
    if !sent.accepted {
        attempt.record("otel.status_code", "ERROR");
    }
    if let Some(error) = &sent.error {
        attempt.record("error.message", error.as_str());
    }
}
