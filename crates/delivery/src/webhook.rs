//! Telling a subscription of events: what a follower's handler does.

use std::sync::Arc;

use bytes::Bytes;
use switchroom_domain::event::Cause;
use switchroom_domain::{Access, Committed};
use switchroom_egress::KEPT_BODY_BYTES;
use switchroom_engine::{Caller, EngineError};
use switchroom_followers::{Handled, Handler, Try};

use crate::headers::Label;
use crate::messenger::{Attempting, Messenger, Outcome};
use crate::sender::Sender;

/// Tells a subscription of events one by one.
pub(crate) struct Webhook {
    messenger: Messenger,
}

impl Webhook {
    pub(crate) fn new(messenger: Messenger) -> Self {
        Self { messenger }
    }

    async fn render(&self, sender: &Sender, committed: &Committed) -> Result<Vec<Bytes>, EngineError> {
        let bodies = sender.voice.render(committed, &self.messenger.subscription).await?;
        Ok(bodies.into_iter().map(Bytes::from).collect())
    }

    /// Does what the answer asks for. What fails of that does not make the delivery fail.
    async fn reply(&self, sender: &Sender, committed: &Committed, answer: &[u8]) {
        // Of a longer answer only the start was read.
        if answer.len() >= KEPT_BODY_BYTES {
            return;
        }
        let Some(command) = sender.voice.reply(committed, answer) else { return };
        let subscription = &self.messenger.subscription;
        let cause = Some(Cause::Delivery(subscription.id));
        let caller = Caller { org: subscription.org, access: Access::SYSTEM, cause, idempotency: None };
        if let Err(error) = self.messenger.engine.run(&caller, command).await {
            tracing::warn!(%error, seq = committed.event.seq, "what an endpoint answered could not be kept");
        }
    }
}

impl Handler for Webhook {
    fn wants(&self, committed: &Committed) -> bool {
        self.messenger.wants(committed)
    }

    async fn handle(&self, committed: &Arc<Committed>, attempt: Try) -> Handled {
        let Try { number, bodies, mut accepted, deadline } = attempt;
        let messenger = &self.messenger;
        let what = Attempting { event: &committed.event, number, deadline, trace: committed.trace };
        let sender = match &messenger.sender {
            Ok(sender) => sender,
            Err(unsendable) => return messenger.unsent(what, unsendable.to_string()).handled(bodies, accepted),
        };
        let bodies = match bodies {
            kept if !kept.is_empty() => kept,
            none => match self.render(sender, committed).await {
                Ok(bodies) if bodies.is_empty() => return Handled::Nothing,
                Ok(bodies) => bodies,
                Err(error) => return messenger.unmade(what, &error).handled(none, accepted),
            },
        };
        while let Some(body) = bodies.get(accepted as usize) {
            let index = accepted as usize;
            let vendors = match sender.voice.headers(Some((committed, index)), &messenger.subscription).await {
                Ok(vendors) => vendors,
                Err(error) => return messenger.unmade(what, &error).handled(bodies, accepted),
            };
            match messenger.send(sender, what, &Label::of_event(&committed.event, index), vendors, body).await {
                Outcome::Accepted(answer) => self.reply(sender, committed, &answer).await,
                other => return other.handled(bodies, accepted),
            }
            accepted += 1;
        }
        Handled::Done
    }
}
