//! What a command goes through in the store, as spans of its trace.

use switchroom_domain::Envelope;
use switchroom_engine::trace::{TARGET, continue_from};
use tracing::{Span, info_span};

/// It waits for a batch.
pub(crate) fn queue(envelope: &Envelope) -> Span {
    of(envelope, || info_span!(target: TARGET, parent: None, "queue"))
}

/// It is decided, written and made durable, together with others of its batch.
pub(crate) fn commit(envelope: &Envelope) -> Span {
    of(envelope, || info_span!(target: TARGET, parent: None, "commit"))
}

fn of(envelope: &Envelope, stage: impl FnOnce() -> Span) -> Span {
    let Some(trace) = envelope.trace else { return Span::none() };
    let span = stage();
    continue_from(&span, trace);
    span
}
