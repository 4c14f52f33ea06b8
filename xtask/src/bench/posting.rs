//! Posting to rooms while a webhook endpoint takes and checks what is told of it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::figures::Figure;
use super::load::{Outcome, Target};
use super::messages::Messages;
use super::setup::{self, Client};
use super::sink::Sink;

/// Rooms that are posted to, and a live subscription.
pub(crate) struct Posting {
    target: Target,
    sink: Sink,
    webhook: String,
    messages: Rc<RefCell<Messages>>,
}

impl Posting {
    /// Subscribes a new endpoint.
    pub(crate) async fn begin(target: Target, rooms: Vec<String>) -> anyhow::Result<Self> {
        let sink = Sink::start()?;
        let webhook = setup::subscribe(target.first(), &sink).await?;
        let messages = Rc::new(RefCell::new(Messages::new(target.first(), rooms, webhook.clone())));
        Ok(Self { target, sink, webhook, messages })
    }

    /// Every connection posts as fast as it is answered.
    pub(crate) async fn closed_loop(&self, connections: usize, seconds: Duration) -> anyhow::Result<Outcome> {
        self.target.closed_loop(connections, seconds, &self.messages).await
    }

    /// So many posts a second.
    pub(crate) async fn open_loop(&self, connections: usize, rate: f64, seconds: Duration) -> anyhow::Result<Outcome> {
        self.target.open_loop(connections, rate, seconds, &self.messages).await
    }

    /// Waits until the webhook has been told of everything: how long that took after the load.
    pub(crate) async fn drained(&self, scenario: &str) -> anyhow::Result<Figure> {
        let accepted = self.messages.borrow().accepted_in_all();
        let milliseconds = self.sink.drained(accepted).await?.as_secs_f64() * 1000.0;
        Ok(Figure { scenario: scenario.to_owned(), p50_ms: Some(milliseconds), ..Figure::default() })
    }

    /// Fails if anything was lost or out of order; takes the subscription away, so that nobody posts to a dead endpoint later on.
    pub(crate) async fn end(self) -> anyhow::Result<()> {
        eprintln!("{}", self.sink.verdict(&self.messages.borrow())?);
        Client::open(self.target.first()).await?.delete(&format!("/v1/webhooks/{}", self.webhook)).await
    }
}
