//! Signing secrets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use switchroom_domain::subscription::{Sealed, Subscription};
use switchroom_domain::{Refusal, Timestamp};

use crate::{Engine, EngineError};

/// What signing secrets are encrypted for.
const PURPOSE: &str = "webhook";
/// How Standard Webhooks marks a secret.
const PREFIX: &str = "whsec_";
/// Bytes in a secret (Standard Webhooks 1.0).
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// A secret that signs deliveries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningSecret {
    /// `whsec_` and base64.
    pub secret: String,
    /// It signs until then; none: it is the present one.
    pub until: Option<Timestamp>,
}

/// The present signing secret of a subscription: `whsec_` and base64.
pub fn signing_secret(engine: &Engine, subscription: &Subscription) -> Result<String, EngineError> {
    open(engine, &subscription.secret)
}

/// Every secret that a subscription's deliveries are signed with, the present one first. One that was replaced signs until its time is
/// over: whoever signs looks at that.
pub fn signing_secrets(engine: &Engine, subscription: &Subscription) -> Result<Vec<SigningSecret>, EngineError> {
    let present = SigningSecret { secret: signing_secret(engine, subscription)?, until: None };
    let retired = subscription.retired_secrets.iter().map(|retired| {
        let secret = open(engine, &retired.secret)?;
        Ok(SigningSecret { secret, until: Some(retired.until) })
    });
    std::iter::once(Ok(present)).chain(retired).collect()
}

fn open(engine: &Engine, sealed: &Sealed) -> Result<String, EngineError> {
    String::from_utf8(engine.secrets.open(PURPOSE, sealed)?).map_err(|_| EngineError::UnexpectedAnswer)
}

/// Encrypts a signing secret: the given one, or a new random one.
pub(super) fn seal(engine: &Engine, given: Option<&str>) -> Result<Sealed, EngineError> {
    let secret = match given {
        Some(given) => check(given)?,
        None => {
            let mut random = [0; 32];
            engine.ids.secret(&mut random);
            format!("{PREFIX}{}", STANDARD.encode(random))
        }
    };
    Ok(engine.secrets.seal(PURPOSE, secret.as_bytes())?)
}

fn check(given: &str) -> Result<String, Refusal> {
    let refusal = || Refusal::invalid("secret", "must be whsec_ and the base64 of 24 to 64 bytes");
    let encoded = given.strip_prefix(PREFIX).ok_or_else(refusal)?;
    let decoded = STANDARD.decode(encoded).map_err(|_| refusal())?;
    if BYTES.contains(&decoded.len()) { Ok(given.to_owned()) } else { Err(refusal()) }
}
