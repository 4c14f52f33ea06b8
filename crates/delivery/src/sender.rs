//! Sending one body to one endpoint.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use switchroom_domain::Event;
use switchroom_domain::subscription::Subscription;
use switchroom_egress::{Answer, Egress, EgressError, Request, Target};
use switchroom_engine::ports::{Clock, Voice};
use switchroom_engine::{EngineError, subscriptions};

use crate::headers::headers;
use crate::patience;
use crate::services::Services;
use crate::sign::Signer;

/// Why nothing can be sent to a subscription, whatever the event.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unsendable {
    #[error("this server does not speak the dialect {0}")]
    Dialect(&'static str),
    #[error(transparent)]
    Secret(#[from] EngineError),
    #[error("the signing secret is not whsec_ and base64")]
    SecretForm,
    #[error(transparent)]
    Url(#[from] EgressError),
}

/// Sends bodies to one endpoint: where to, in whose voice, with whose signature.
pub(crate) struct Sender {
    pub(crate) voice: Arc<dyn Voice>,
    target: Target,
    signer: Signer,
    egress: Egress,
    clock: Arc<dyn Clock>,
    timeout: Duration,
}

/// What came of one body.
pub(crate) struct Sent {
    pub(crate) accepted: bool,
    pub(crate) status: Option<StatusCode>,
    pub(crate) error: Option<String>,
    pub(crate) answer: HeaderMap,
    pub(crate) answer_body: Bytes,
    /// How long the endpoint asks to be left alone.
    pub(crate) no_sooner: Duration,
}

impl Sender {
    pub(crate) fn new(services: &Services, subscription: &Subscription) -> Result<Self, Unsendable> {
        let dialect = subscription.dialect;
        let voice = services.voices.get(&dialect).ok_or(Unsendable::Dialect(dialect.as_str()))?;
        let secret = subscriptions::signing_secret(&services.engine, subscription)?;
        Ok(Self {
            voice: Arc::clone(voice),
            target: Target::parse(&subscription.url)?,
            signer: Signer::new(&secret).ok_or(Unsendable::SecretForm)?,
            egress: services.egress.clone(),
            clock: Arc::clone(&services.engine.clock),
            timeout: services.config.timeout,
        })
    }

    /// Sends the body of `event` with that index. `vendors` are headers of the vendor's own.
    pub(crate) async fn send(&self, event: &Event, index: usize, vendors: &[(&'static str, String)], body: Bytes) -> Sent {
        let mut headers = headers(event, index, &body, &self.signer, self.clock.now());
        for (name, value) in vendors {
            // What can stand in no header is left out: the endpoint then refuses what it cannot trust.
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(*name, value);
            }
        }
        let request = Request { target: self.target.clone(), headers, body, timeout: self.timeout };
        match self.egress.post(request).await {
            Ok(answer) => self.answered(answer),
            Err(error) => Sent::nothing(error.in_full()),
        }
    }

    fn answered(&self, Answer { status, headers, body }: Answer) -> Sent {
        Sent {
            accepted: self.voice.accepts(status.as_u16()),
            status: Some(status),
            error: None,
            no_sooner: patience::asked_for(status, &headers, self.clock.now()),
            answer: headers,
            answer_body: body,
        }
    }
}

impl Sent {
    /// There was no answer.
    pub(crate) fn nothing(error: String) -> Self {
        Self {
            accepted: false,
            status: None,
            error: Some(error),
            answer: HeaderMap::new(),
            answer_body: Bytes::new(),
            no_sooner: Duration::ZERO,
        }
    }
}
