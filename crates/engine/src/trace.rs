//! Traces, from a request to what is delivered because of it. While nobody collects them, a span costs a branch.

use std::fmt::Display;

use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState};
use switchroom_domain::{Command, OrgId, TraceContext};
use tracing::field::{Empty, display};
use tracing::{Span, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The target of spans. Nothing else has it, so that log lines do not come with them, and they go nowhere but into traces.
pub const TARGET: &str = "switchroom::trace";

/// What others know a span by; none if nobody collects it.
#[must_use]
pub fn context_of(span: &Span) -> Option<TraceContext> {
    if span.is_disabled() {
        return None;
    }
    let context = span.context();
    let span = context.span();
    let known = span.span_context();
    known.is_valid().then(|| TraceContext {
        trace: u128::from_be_bytes(known.trace_id().to_bytes()),
        span: u64::from_be_bytes(known.span_id().to_bytes()),
        sampled: known.is_sampled(),
    })
}

/// Makes a span that has just begun part of a trace that began elsewhere.
pub fn continue_from(span: &Span, TraceContext { trace, span: parent, sampled }: TraceContext) {
    let (trace, parent) = (TraceId::from_bytes(trace.to_be_bytes()), SpanId::from_bytes(parent.to_be_bytes()));
    let flags = TraceFlags::default().with_sampled(sampled);
    let parent = SpanContext::new(trace, parent, flags, true, TraceState::default());
    // If nobody collects it, it needs no parent.
    let _ = span.set_parent(Context::new().with_remote_span_context(parent));
}

/// The request that is being answered is of this organization.
pub fn belongs_to(org: OrgId) {
    Span::current().record("switchroom.organization", org.0);
}

/// Carrying a command out, as part of the request that gave it if there is one.
pub(crate) fn command(org: OrgId, command: &Command) -> Span {
    let name: &'static str = command.into();
    info_span!(target: TARGET, "command", otel.name = name, switchroom.organization = org.0, switchroom.refused = Empty)
}

/// The command changes nothing, and why.
pub(crate) fn refused(command: &Span, why: &dyn Display) {
    command.record("switchroom.refused", display(why));
}
