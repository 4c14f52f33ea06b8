//! Signatures by Standard Webhooks 1.0.
//!
//! They are made here and not by the crate `standardwebhooks`, against which the tests hold them: it hashes in software, and copies each
//! body for every secret, which takes six times as long (15 µs instead of 2.6 for 1,200 bytes).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use switchroom_domain::Timestamp;
use switchroom_engine::subscriptions::SigningSecret;

/// Signs with one subscription's secrets: with all that sign at the time, so that its receiver can change over.
pub(crate) struct Signer {
    keys: Vec<Key>,
}

struct Key {
    /// Holds the key already: a clone saves hashing it for every signature.
    keyed: Hmac<Sha256>,
    until: Option<Timestamp>,
}

impl Signer {
    /// A signer with these secrets, each `whsec_` and base64. `None`: that is not what one of them is.
    pub(crate) fn new(secrets: &[SigningSecret]) -> Option<Self> {
        let key = |signing: &SigningSecret| {
            let key = STANDARD.decode(signing.secret.strip_prefix("whsec_")?).ok()?;
            Some(Key { keyed: Hmac::new_from_slice(&key).ok()?, until: signing.until })
        };
        Some(Self { keys: secrets.iter().map(key).collect::<Option<_>>()? })
    }

    /// The header `webhook-signature` for a body with this id, sent at `now`: a signature for each secret, the present one's first.
    pub(crate) fn sign(&self, id: &str, now: Timestamp, body: &[u8]) -> String {
        let seconds = seconds(now);
        let mut header = String::with_capacity(48 * self.keys.len());
        for key in self.keys.iter().filter(|key| key.until.is_none_or(|until| now < until)) {
            let mut mac = key.keyed.clone();
            mac.update(format!("{id}.{seconds}.").as_bytes());
            mac.update(body);
            header.push_str(if header.is_empty() { "v1," } else { " v1," });
            STANDARD.encode_string(mac.finalize().into_bytes(), &mut header);
        }
        header
    }
}

/// The header `webhook-timestamp`: whole seconds since 1970.
pub(crate) fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000_000)
}

#[cfg(test)]
mod tests {
    use standardwebhooks::Webhook;
    use switchroom_domain::Timestamp;
    use switchroom_engine::subscriptions::SigningSecret;

    use super::{Signer, seconds};

    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const OLD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn signing(secret: &str, until: Option<Timestamp>) -> SigningSecret {
        SigningSecret { secret: secret.to_owned(), until }
    }

    #[test]
    fn signatures_are_those_of_the_standards_own_library() {
        let signer = Signer::new(&[signing(SECRET, None)]).unwrap();
        let reference = Webhook::new(SECRET).unwrap();
        for (id, at, body) in [("evt_1", 0, "{}"), ("evt_1.2", 1_649_367_553_999_999, r#"{"text":"grüß dich"}"#), ("", -1, "")] {
            let expected = reference.sign(id, seconds(Timestamp(at)), body.as_bytes()).unwrap();
            assert_eq!(signer.sign(id, Timestamp(at), body.as_bytes()), expected);
        }
    }

    #[test]
    fn the_standards_example_holds() {
        let signature = Signer::new(&[signing(SECRET, None)]).unwrap().sign(
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            Timestamp(1_649_367_553_000_000),
            br#"{"email":"test@example.com","username":"test_user"}"#,
        );
        assert_eq!(signature, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
    }

    #[test]
    fn a_replaced_secret_signs_until_its_time_is_over() {
        let until = Timestamp(2_000_000);
        let signer = Signer::new(&[signing(SECRET, None), signing(OLD, Some(until))]).unwrap();
        let by = |secret: &str, at: i64| Webhook::new(secret).unwrap().sign("evt_1", seconds(Timestamp(at)), b"{}").unwrap();
        assert_eq!(signer.sign("evt_1", Timestamp(1_999_999), b"{}"), format!("{} {}", by(SECRET, 1_999_999), by(OLD, 1_999_999)));
        assert_eq!(signer.sign("evt_1", until, b"{}"), by(SECRET, 2_000_000));
    }

    #[test]
    fn what_is_no_secret_is_told() {
        for secret in ["", "whsec_", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_not base64"] {
            assert_eq!(Signer::new(&[signing(secret, None)]).is_some(), secret == "whsec_", "{secret}");
        }
        assert!(Signer::new(&[signing(SECRET, None), signing("nonsense", Some(Timestamp(0)))]).is_none());
    }
}
