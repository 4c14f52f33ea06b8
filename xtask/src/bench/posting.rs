//! Posting to rooms while a webhook endpoint takes and checks what is told of it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::figures::Figure;
use super::load::{Outcome, Target};
use super::messages::Messages;
use super::setup::Organization;
use super::sink::Sink;
use super::webhook::Webhook;

/// Rooms that are posted to, and a live subscription.
pub(crate) struct Posting {
    target: Target,
    webhook: Webhook,
    messages: Rc<RefCell<Messages>>,
}

impl Posting {
    /// Subscribes a sink to what is posted to an organization's rooms.
    pub(crate) async fn begin(target: Target, organization: &Organization, rooms: Vec<String>, sink: Sink) -> anyhow::Result<Self> {
        let webhook = Webhook::subscribe(organization, sink, "message.*", None).await?;
        let messages = Rc::new(RefCell::new(Messages::new(organization, rooms, webhook.id.clone())));
        Ok(Self { target, webhook, messages })
    }

    /// Every connection posts as fast as it is answered.
    pub(crate) async fn closed_loop(&self, connections: usize, seconds: Duration) -> anyhow::Result<Outcome> {
        self.target.closed_loop(connections, seconds, &self.messages).await
    }

    /// So many posts a second.
    pub(crate) async fn open_loop(&self, connections: usize, rate: f64, seconds: Duration) -> anyhow::Result<Outcome> {
        self.target.open_loop(connections, rate, seconds, &self.messages).await
    }

    /// Where what is posted is told.
    pub(crate) fn sink(&self) -> &Sink {
        &self.webhook.sink
    }

    /// Waits until the webhook has been told of everything: how long that took after the load.
    pub(crate) async fn drained(&self, scenario: &str) -> anyhow::Result<Figure> {
        let accepted = self.messages.borrow().accepted_in_all();
        let milliseconds = self.sink().drained(accepted).await?.as_secs_f64() * 1000.0;
        Ok(Figure { scenario: scenario.to_owned(), p50_ms: Some(milliseconds), ..Figure::default() })
    }

    /// Fails if anything was lost or out of order; takes the subscription away.
    pub(crate) async fn end(self) -> anyhow::Result<()> {
        eprintln!("{}", self.sink().verdict(&self.messages.borrow())?);
        self.abandon().await
    }

    /// Takes the subscription away, whatever it has not told yet.
    pub(crate) async fn abandon(self) -> anyhow::Result<()> {
        self.webhook.delete().await
    }
}
