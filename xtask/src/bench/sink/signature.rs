//! Signatures by Standard Webhooks 1.0, with a key that is hashed once: the standard's own library hashes it anew for every delivery, which
//! costs as much as everything else an endpoint does.

use anyhow::{Context, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderValue};
use sha2::Sha256;
use standardwebhooks::Webhook;

/// The headers that a signature is made of, and itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Signed {
    pub(crate) id: String,
    pub(crate) timestamp: String,
    pub(crate) signature: String,
}

/// A webhook's secret.
pub(crate) struct Secret {
    keyed: Hmac<Sha256>,
    /// Of the standard's own library.
    reference: Webhook,
    /// Whether that has agreed once.
    agreed: bool,
}

impl Secret {
    /// The secret of `whsec_` and base64.
    pub(crate) fn new(secret: &str) -> anyhow::Result<Self> {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").context("a secret without whsec_")?).context("a secret's base64")?;
        Ok(Self { keyed: Hmac::new_from_slice(&key)?, reference: Webhook::new(secret)?, agreed: false })
    }

    /// Signs a body.
    pub(crate) fn sign(&self, id: &str, timestamp: &str, body: &[u8]) -> String {
        format!("v1,{}", STANDARD.encode(self.mac(id, timestamp, body).finalize().into_bytes()))
    }

    /// Fails unless one of the signatures is this secret's. Of the first delivery the standard's own library is asked too.
    pub(crate) fn verify(&mut self, signed: &Signed, body: &[u8]) -> anyhow::Result<()> {
        if !self.agreed {
            self.reference.verify(body, &headers(signed)?).context("a signature, to the standard's own library")?;
            self.agreed = true;
        }
        let of_ours = |signature: &str| {
            let bytes = signature.strip_prefix("v1,").and_then(|base64| STANDARD.decode(base64).ok());
            bytes.is_some_and(|bytes| self.mac(&signed.id, &signed.timestamp, body).verify_slice(&bytes).is_ok())
        };
        ensure!(signed.signature.split(' ').any(of_ours), "{} is not well signed", signed.id);
        Ok(())
    }

    fn mac(&self, id: &str, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.keyed.clone();
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        mac
    }
}

fn headers(signed: &Signed) -> anyhow::Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert("webhook-id", HeaderValue::try_from(&signed.id)?);
    headers.insert("webhook-timestamp", HeaderValue::try_from(&signed.timestamp)?);
    headers.insert("webhook-signature", HeaderValue::try_from(&signed.signature)?);
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::{Secret, Signed};

    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const OTHER: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    #[test]
    fn only_what_is_signed_with_the_secret_is_verified() {
        let mut secret = Secret::new(SECRET).unwrap();
        // As if the standard's own library, which goes by the real time, had agreed already.
        secret.agreed = true;
        let ours = secret.sign("evt_1", "1649367553", b"{}");
        let others = Secret::new(OTHER).unwrap().sign("evt_1", "1649367553", b"{}");
        let signed =
            |signature: &str| Signed { id: "evt_1".to_owned(), timestamp: "1649367553".to_owned(), signature: signature.to_owned() };
        secret.verify(&signed(&ours), b"{}").unwrap();
        secret.verify(&signed(&format!("{others} {ours}")), b"{}").unwrap();
        for (signature, body) in [(&ours, b"{ "), (&others, b"{}")] {
            secret.verify(&signed(signature), body).unwrap_err();
        }
        assert_eq!(ours, standardwebhooks::Webhook::new(SECRET).unwrap().sign("evt_1", 1_649_367_553, b"{}").unwrap());
    }
}
