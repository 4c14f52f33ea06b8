//! What sending takes: the engine, the way out, and every dialect's voice.

use std::collections::HashMap;
use std::sync::Arc;

use switchroom_domain::subscription::{Dialect, Subscription};
use switchroom_egress::Egress;
use switchroom_engine::Engine;
use switchroom_engine::ports::Voice;

use crate::DeliveryConfig;
use crate::sender::{Sender, Unsendable};

/// What sending takes. A clone shares it.
#[derive(Clone)]
pub(crate) struct Outbox {
    pub(crate) engine: Arc<Engine>,
    egress: Egress,
    voices: Arc<HashMap<Dialect, Arc<dyn Voice>>>,
    pub(crate) config: Arc<DeliveryConfig>,
}

impl Outbox {
    pub(crate) fn new(engine: Arc<Engine>, egress: Egress, voices: Vec<Arc<dyn Voice>>, config: DeliveryConfig) -> Self {
        let voices = voices.into_iter().map(|voice| (voice.dialect(), voice)).collect();
        Self { engine, egress, voices: Arc::new(voices), config: Arc::new(config) }
    }

    /// A sender to one subscription's endpoint.
    pub(crate) fn sender(&self, subscription: &Subscription) -> Result<Sender, Unsendable> {
        let dialect = subscription.dialect;
        let voice = self.voices.get(&dialect).ok_or(Unsendable::Dialect(dialect.as_str()))?;
        Sender::new(&self.engine, self.egress.clone(), Arc::clone(voice), subscription, self.config.timeout)
    }
}
