//! Sending one body to one endpoint.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use switchroom_domain::subscription::Subscription;
use switchroom_egress::{Answer, Egress, EgressError, Request, Target};
use switchroom_engine::ports::{Clock, Exchange, Voice};
use switchroom_engine::{Engine, EngineError, subscriptions};

use crate::headers::{Label, headers, template};
use crate::patience;
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
    template: HeaderMap,
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
    /// Whether there was no answer in time.
    pub(crate) timed_out: bool,
    /// How long the endpoint asks to be left alone.
    pub(crate) no_sooner: Duration,
    pub(crate) request: HeaderMap,
    pub(crate) answer: HeaderMap,
    pub(crate) answer_body: Bytes,
}

impl Sender {
    /// `timeout` is for subscriptions that have none of their own.
    pub(crate) fn new(
        engine: &Engine,
        egress: Egress,
        voice: Arc<dyn Voice>,
        subscription: &Subscription,
        timeout: Duration,
    ) -> Result<Self, Unsendable> {
        let secrets = subscriptions::signing_secrets(engine, subscription)?;
        Ok(Self {
            voice,
            target: Target::parse(&subscription.url)?,
            template: template(subscriptions::headers(engine, subscription)?),
            signer: Signer::new(&secrets).ok_or(Unsendable::SecretForm)?,
            egress,
            clock: Arc::clone(&engine.clock),
            timeout: subscription.options.timeout_ms.map_or(timeout, Duration::from_millis),
        })
    }

    /// Sends a body. `vendors` are headers of the vendor's own.
    pub(crate) async fn send(&self, label: &Label, vendors: HeaderMap, body: Bytes) -> Sent {
        let mut headers = headers(&self.template, label, &body, &self.signer, self.clock.now());
        headers.extend(vendors);
        let request = Request { target: self.target.clone(), headers: headers.clone(), body, timeout: self.timeout };
        match self.egress.post(request).await {
            Ok(answer) => self.answered(headers, answer),
            Err(error) => {
                let timed_out = matches!(error, EgressError::Timeout { .. });
                Sent { timed_out, request: headers, ..Sent::nothing(error.in_full()) }
            }
        }
    }

    fn answered(&self, request: HeaderMap, Answer { status, headers, body }: Answer) -> Sent {
        Sent {
            accepted: self.voice.accepts(status.as_u16()),
            status: Some(status),
            error: None,
            timed_out: false,
            no_sooner: patience::asked_for(status, &headers, self.clock.now()),
            request,
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
            timed_out: false,
            no_sooner: Duration::ZERO,
            request: HeaderMap::new(),
            answer: HeaderMap::new(),
            answer_body: Bytes::new(),
        }
    }

    /// What was sent and answered. Secrets are left out.
    pub(crate) fn exchange(&self, body: &Bytes) -> Exchange {
        Exchange {
            request_headers: shown(&self.request),
            request_body: String::from_utf8_lossy(body).into_owned(),
            response_headers: shown(&self.answer),
            response_body: String::from_utf8_lossy(&self.answer_body).into_owned(),
        }
    }
}

fn shown(headers: &HeaderMap) -> Vec<(String, String)> {
    let value = |value: &http::HeaderValue| match value.is_sensitive() {
        true => "…".to_owned(),
        false => String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    headers.iter().map(|(name, shown)| (name.as_str().to_owned(), value(shown))).collect()
}
