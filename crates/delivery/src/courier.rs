//! Samples: one body, sent at once and outside the log.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use switchroom_domain::subscription::Subscription;
use switchroom_egress::Egress;
use switchroom_engine::Engine;
use switchroom_engine::ports::{Courier as CourierPort, SampleSent, Voice};
use tokio::time::Instant;

use crate::DeliveryConfig;
use crate::headers::Label;
use crate::outbox::Outbox;
use crate::sender::Sent;

/// Sends samples just as deliveries are sent: the same way out, signature and headers. They say `switchroom-test: true`.
pub struct Courier {
    outbox: Outbox,
}

impl Courier {
    /// A courier with these voices.
    #[must_use]
    pub fn new(engine: Arc<Engine>, egress: Egress, voices: Vec<Arc<dyn Voice>>, config: DeliveryConfig) -> Self {
        Self { outbox: Outbox::new(engine, egress, voices, config) }
    }
}

#[async_trait]
impl CourierPort for Courier {
    async fn send_sample(&self, subscription: &Subscription, body: Vec<u8>) -> SampleSent {
        let engine = &self.outbox.engine;
        let id = format!("evt_test_{}", engine.ids.uuid(engine.now()));
        let (body, began) = (Bytes::from(body), Instant::now());
        let sent = match self.outbox.sender(subscription) {
            Ok(sender) => match sender.voice.headers(None, subscription).await {
                Ok(vendors) => sender.send(&Label::of_sample(id.clone()), vendors, body.clone()).await,
                Err(error) => Sent::nothing(format!("the headers could not be made: {error}")),
            },
            Err(unsendable) => Sent::nothing(unsendable.to_string()),
        };
        SampleSent {
            id,
            accepted: sent.accepted,
            status: sent.status.map(|status| status.as_u16()),
            micros: i64::try_from(began.elapsed().as_micros()).unwrap_or(i64::MAX),
            exchange: sent.exchange(&body),
            error: sent.error,
        }
    }
}
