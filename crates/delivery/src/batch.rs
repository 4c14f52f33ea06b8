//! Telling a subscription of several events in one request.

use std::sync::Arc;

use bytes::Bytes;
use switchroom_domain::Committed;
use switchroom_engine::EngineError;
use switchroom_followers::{BatchHandler, Handled, Try};

use crate::headers::Label;
use crate::messenger::{Attempting, Messenger, Outcome};
use crate::sender::Sender;

/// Tells a subscription of several events at a time: `{"type":"batch","events":[…]}`, with the events as they are told one by one.
pub(crate) struct Batch {
    messenger: Messenger,
}

impl Batch {
    pub(crate) fn new(messenger: Messenger) -> Self {
        Self { messenger }
    }

    /// One body for all of them. `None`: there is nothing to say of any.
    async fn render(&self, sender: &Sender, batch: &[Arc<Committed>]) -> Result<Option<Bytes>, EngineError> {
        let mut body = br#"{"type":"batch","events":["#.to_vec();
        let empty = body.len();
        for committed in batch {
            for event in sender.voice.render(committed, &self.messenger.subscription).await? {
                if body.len() > empty {
                    body.push(b',');
                }
                body.extend(event);
            }
        }
        let says_something = body.len() > empty;
        body.extend(b"]}");
        Ok(says_something.then(|| body.into()))
    }

    async fn send(&self, sender: &Sender, what: Attempting<'_>, label: &Label, body: &Bytes) -> Outcome {
        match sender.voice.headers(None, &self.messenger.subscription).await {
            Ok(vendors) => self.messenger.send(sender, what, label, vendors, body).await,
            Err(error) => self.messenger.unmade(what, &error),
        }
    }
}

impl BatchHandler for Batch {
    fn wants(&self, committed: &Committed) -> bool {
        self.messenger.wants(committed)
    }

    async fn handle(&self, batch: &[Arc<Committed>], attempt: Try) -> Handled {
        let (Some(first), Some(last)) = (batch.first(), batch.last()) else { return Handled::Done };
        let Try { number, bodies, accepted, deadline } = attempt;
        let messenger = &self.messenger;
        // The attempt is recorded once, for the first of them.
        let what = Attempting { event: &first.event, number, deadline, trace: first.trace };
        let sender = match &messenger.sender {
            Ok(sender) => sender,
            Err(unsendable) => return messenger.unsent(what, unsendable.to_string()).handled(bodies, accepted),
        };
        let body = match bodies.first() {
            Some(kept) => kept.clone(),
            None => match self.render(sender, batch).await {
                Ok(Some(body)) => body,
                Ok(None) => return Handled::Nothing,
                Err(error) => return messenger.unmade(what, &error).handled(bodies, accepted),
            },
        };
        let label = Label::of_batch(&first.event, &last.event, batch.len());
        self.send(sender, what, &label, &body).await.handled(vec![body], 0)
    }
}
