//! Making attempts for one follower, and recording them.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::{Committed, Event, FollowerId, Timestamp, TraceContext};
use switchroom_engine::ports::{Attempt, AttemptOutcome, Exchange};
use switchroom_engine::{Engine, EngineError};
use switchroom_followers::{Handled, RetrySchedule};
use tokio::time::Instant;

use crate::attempts::Recorder;
use crate::headers::Label;
use crate::health::{Failure, Health};
use crate::sender::{Sender, Sent, Unsendable};
use crate::services::Services;
use crate::share::{Share, Wanted};
use crate::trace;
use crate::verdict::{Verdict, verdict};

/// How often a body is sent that the endpoint does not want.
const UNWANTED_TRIES: u32 = 5;

/// Makes attempts for one follower, and records them. Knows which events it is told of.
pub(crate) struct Messenger {
    pub(crate) engine: Arc<Engine>,
    pub(crate) subscription: Subscription,
    /// What nothing can be sent without.
    pub(crate) sender: Result<Sender, Unsendable>,
    wanted: Wanted,
    follower: FollowerId,
    recorder: Recorder,
    health: Arc<Health>,
    /// Events older than this count as this old.
    since: Timestamp,
    /// For how long a body is sent, at the least, that the endpoint does not want.
    unwanted_for: Duration,
}

/// What is tried, and for which time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempting<'a> {
    /// The event, or the first one of several.
    pub(crate) event: &'a Event,
    /// Counts the tries, from 1.
    pub(crate) number: u32,
    /// A try that fails at this time or later is the last one.
    pub(crate) deadline: Timestamp,
    /// The span that made the event, if that is known.
    pub(crate) trace: Option<TraceContext>,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was accepted, with this answer.
    Accepted(Bytes),
    /// It is to be made again.
    Again { no_sooner: Duration, overloaded: bool },
    /// It was the last one.
    Dead,
    /// There is no endpoint any more.
    Gone,
}

impl Outcome {
    /// What a follower is told, if `accepted` of the bodies are accepted: the same are sent again.
    pub(crate) fn handled(self, bodies: Vec<Bytes>, accepted: u32) -> Handled {
        match self {
            Self::Accepted(_) => Handled::Done,
            Self::Again { no_sooner, overloaded } => Handled::Retry { bodies, accepted, no_sooner, overloaded },
            Self::Dead => Handled::Dead,
            Self::Gone => Handled::Gone,
        }
    }
}

impl Messenger {
    pub(crate) fn new(
        services: &Services,
        subscription: &Subscription,
        share: Share,
        follower: FollowerId,
        since: Timestamp,
        retry: &RetrySchedule,
        health: Arc<Health>,
    ) -> Self {
        let sender = services.outbox.sender(subscription);
        Self {
            engine: Arc::clone(&services.outbox.engine),
            subscription: subscription.clone(),
            wanted: Wanted::new(subscription, sender.as_ref().ok(), share),
            sender,
            follower,
            recorder: services.recorder.clone(),
            health,
            since,
            unwanted_for: retry.earliest(UNWANTED_TRIES),
        }
    }

    /// Whether the follower is told of this event.
    pub(crate) fn wants(&self, committed: &Committed) -> bool {
        self.wanted.covers(&self.subscription, committed)
    }

    /// Sends a body, and records the attempt.
    pub(crate) async fn send(&self, sender: &Sender, what: Attempting<'_>, label: &Label, mut vendors: HeaderMap, body: &Bytes) -> Outcome {
        let (at, began) = (self.engine.now(), Instant::now());
        let span = trace::attempt(&self.subscription, what);
        trace::tell(&span, &mut vendors);
        let sent = sender.send(label, vendors, body.clone()).await;
        trace::ended(&span, &sent);
        let took = began.elapsed();
        if !sent.accepted {
            return self.failed(what, at, took, body, sent);
        }
        self.health.accepted(self.engine.now());
        let answer = sent.answer_body.clone();
        let exchange = self.subscription.options.capture.then(|| sent.exchange(body));
        self.record(what, at, took, AttemptOutcome::Delivered, sent, exchange);
        Outcome::Accepted(answer)
    }

    /// Nothing could be sent: records that as an attempt.
    pub(crate) fn unsent(&self, what: Attempting<'_>, why: String) -> Outcome {
        self.failed(what, self.engine.now(), Duration::ZERO, &Bytes::new(), Sent::nothing(why))
    }

    /// The voice could not say what to send: records that as an attempt.
    pub(crate) fn unmade(&self, what: Attempting<'_>, error: &EngineError) -> Outcome {
        tracing::warn!(%error, seq = what.event.seq, "a body could not be made");
        self.unsent(what, format!("the body could not be made: {error}"))
    }

    fn failed(&self, what: Attempting<'_>, at: Timestamp, took: Duration, body: &Bytes, sent: Sent) -> Outcome {
        self.health.failed(Failure::new(sent.status, sent.error.clone()));
        let outcome = self.outcome(what, &sent);
        let recorded = if outcome == Outcome::Dead { AttemptOutcome::Dead } else { AttemptOutcome::Failed };
        let exchange = sent.exchange(body);
        self.record(what, at, took, recorded, sent, Some(exchange));
        outcome
    }

    fn outcome(&self, what: Attempting<'_>, sent: &Sent) -> Outcome {
        let now = self.engine.now();
        let overloaded = match verdict(sent) {
            // The event is told once there is an endpoint again.
            Verdict::Gone => return Outcome::Gone,
            Verdict::Unwanted if what.number >= UNWANTED_TRIES && now >= self.unwanted_until(what.event) => return Outcome::Dead,
            Verdict::Unwanted => false,
            Verdict::Again { overloaded } => overloaded,
        };
        if now >= what.deadline { Outcome::Dead } else { Outcome::Again { no_sooner: sent.no_sooner, overloaded } }
    }

    /// Probes of an endpoint that fails everywhere may come faster than the schedule: they alone make no event a dead letter.
    fn unwanted_until(&self, event: &Event) -> Timestamp {
        event.at.max(self.since).plus_micros(i64::try_from(self.unwanted_for.as_micros()).unwrap_or(i64::MAX))
    }

    fn record(&self, what: Attempting<'_>, at: Timestamp, took: Duration, outcome: AttemptOutcome, sent: Sent, exchange: Option<Exchange>) {
        self.recorder.record(Attempt {
            org: what.event.org,
            id: self.engine.ids.uuid(at),
            subscription: self.subscription.id,
            follower: self.follower,
            event: what.event.id,
            seq: what.event.seq,
            room: what.event.room,
            number: what.number,
            at,
            micros: i64::try_from(took.as_micros()).unwrap_or(i64::MAX),
            outcome,
            status: sent.status.map(|status| status.as_u16()),
            error: sent.error,
            exchange,
        });
    }
}
