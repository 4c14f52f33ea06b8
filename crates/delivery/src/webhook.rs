//! Telling a subscription of events: what a follower's handler does.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use switchroom_domain::subscription::Subscription;
use switchroom_domain::{Committed, EventKind, FollowerId, Ids, Timestamp};
use switchroom_engine::EngineError;
use switchroom_engine::ports::{Attempt, AttemptOutcome, Clock, Exchange};
use switchroom_followers::{Handled, Handler, Try};
use tokio::time::Instant;

use crate::attempts::Recorder;
use crate::sender::{Sender, Sent, Unsendable};
use crate::services::Services;

/// Tells a subscription of events, for its live run or a replay job.
pub(crate) struct Webhook {
    subscription: Subscription,
    follower: FollowerId,
    /// The kinds of event that the filter covers: matching patterns for each event would cost more.
    kinds: Vec<EventKind>,
    sender: Result<Sender, Unsendable>,
    recorder: Recorder,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl Webhook {
    pub(crate) fn new(services: &Services, subscription: Subscription, follower: FollowerId) -> Self {
        let sender = Sender::new(services, &subscription);
        Self {
            kinds: kinds(&subscription, sender.as_ref().ok()),
            sender,
            follower,
            subscription,
            recorder: services.recorder.clone(),
            clock: Arc::clone(&services.engine.clock),
            ids: Arc::clone(&services.engine.ids),
        }
    }

    async fn render(&self, sender: &Sender, committed: &Committed) -> Result<Vec<Bytes>, EngineError> {
        let bodies = sender.voice.render(committed, &self.subscription).await?;
        Ok(bodies.into_iter().map(Bytes::from).collect())
    }

    /// Nothing could be sent.
    fn unsent(&self, committed: &Committed, number: u32, deadline: Timestamp, why: String) -> bool {
        self.failed(committed, number, self.begin(), deadline, &Bytes::new(), Sent::nothing(why))
    }

    /// The voice could not say what to send. Answers whether the attempt was the last one.
    fn unmade(&self, committed: &Committed, number: u32, deadline: Timestamp, error: &EngineError) -> bool {
        tracing::warn!(%error, seq = committed.event.seq, "a body could not be made");
        self.unsent(committed, number, deadline, format!("the body could not be made: {error}"))
    }

    fn begin(&self) -> Begun {
        Begun { at: self.clock.now(), started: Instant::now() }
    }

    /// Records a failed attempt. Answers whether it was the last one.
    fn failed(&self, committed: &Committed, number: u32, begun: Begun, deadline: Timestamp, body: &Bytes, sent: Sent) -> bool {
        let dead = self.clock.now() >= deadline;
        let outcome = if dead { AttemptOutcome::Dead } else { AttemptOutcome::Failed };
        let exchange = exchange(body, &sent);
        self.record(committed, number, begun, outcome, sent, Some(exchange));
        dead
    }

    fn record(&self, committed: &Committed, number: u32, begun: Begun, outcome: AttemptOutcome, sent: Sent, exchange: Option<Exchange>) {
        self.recorder.record(Attempt {
            org: committed.event.org,
            id: self.ids.uuid(begun.at),
            subscription: self.subscription.id,
            follower: self.follower,
            event: committed.event.id,
            seq: committed.event.seq,
            room: committed.event.room,
            number,
            at: begun.at,
            micros: i64::try_from(begun.started.elapsed().as_micros()).unwrap_or(i64::MAX),
            outcome,
            status: sent.status.map(|status| status.as_u16()),
            error: sent.error,
            exchange,
        });
    }
}

/// When an attempt began: by the clock, and for its duration.
struct Begun {
    at: Timestamp,
    started: Instant,
}

impl Handler for Webhook {
    fn wants(&self, committed: &Committed) -> bool {
        self.kinds.contains(&committed.event.kind) && self.subscription.concerns(committed)
    }

    async fn handle(&self, committed: &Arc<Committed>, attempt: Try) -> Handled {
        let Try { number, bodies, mut accepted, deadline } = attempt;
        let sender = match &self.sender {
            Ok(sender) => sender,
            Err(unsendable) => {
                let dead = self.unsent(committed, number, deadline, unsendable.to_string());
                return ended(dead, bodies, accepted, Duration::ZERO);
            }
        };
        let bodies = match bodies {
            kept if !kept.is_empty() => kept,
            none => match self.render(sender, committed).await {
                Ok(bodies) => bodies,
                Err(error) => return ended(self.unmade(committed, number, deadline, &error), none, accepted, Duration::ZERO),
            },
        };
        while let Some(body) = bodies.get(accepted as usize) {
            let headers = match sender.voice.headers(committed, &self.subscription, accepted as usize).await {
                Ok(headers) => headers,
                Err(error) => return ended(self.unmade(committed, number, deadline, &error), bodies, accepted, Duration::ZERO),
            };
            let begun = self.begin();
            let sent = sender.send(&committed.event, accepted as usize, &headers, body.clone()).await;
            if !sent.accepted {
                let no_sooner = sent.no_sooner;
                return ended(self.failed(committed, number, begun, deadline, body, sent), bodies, accepted, no_sooner);
            }
            self.record(committed, number, begun, AttemptOutcome::Delivered, sent, None);
            accepted += 1;
        }
        Handled::Done
    }
}

/// What a failed attempt comes to: the last one, or one to be repeated with what is left.
fn ended(dead: bool, bodies: Vec<Bytes>, accepted: u32, no_sooner: Duration) -> Handled {
    if dead { Handled::Dead } else { Handled::Retry { bodies, accepted, no_sooner, overloaded: false } }
}

/// The kinds of event that the filter covers, by our patterns or by the dialect's topics.
fn kinds(subscription: &Subscription, sender: Option<&Sender>) -> Vec<EventKind> {
    let topics = subscription.dialect.topics().iter().filter(|topic| subscription.events.iter().any(|pattern| pattern == *topic));
    let of_topics: Vec<EventKind> = sender.map_or_else(Vec::new, |sender| topics.flat_map(|topic| sender.voice.kinds(topic)).collect());
    EventKind::EVERY.iter().copied().filter(|kind| subscription.covers(*kind) || of_topics.contains(kind)).collect()
}

fn exchange(body: &Bytes, sent: &Sent) -> Exchange {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Exchange {
        request_body: String::from_utf8_lossy(body).into_owned(),
        response_headers: sent.answer.iter().map(header).collect(),
        response_body: String::from_utf8_lossy(&sent.answer_body).into_owned(),
    }
}
