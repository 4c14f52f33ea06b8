//! Signatures by Standard Webhooks 1.0.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use switchroom_domain::Timestamp;

/// Signs with one subscription's secret.
#[derive(Clone)]
pub(crate) struct Signer {
    /// Holds the key already: a clone saves hashing it for every signature.
    keyed: Hmac<Sha256>,
}

impl Signer {
    /// A signer with the secret `whsec_` and base64. `None`: that is not what `secret` is.
    pub(crate) fn new(secret: &str) -> Option<Self> {
        let key = STANDARD.decode(secret.strip_prefix("whsec_")?).ok()?;
        Some(Self { keyed: Hmac::new_from_slice(&key).ok()? })
    }

    /// The header `webhook-signature` for a body with these other headers.
    pub(crate) fn sign(&self, id: &str, seconds: i64, body: &[u8]) -> String {
        let mut mac = self.keyed.clone();
        mac.update(format!("{id}.{seconds}.").as_bytes());
        mac.update(body);
        let mut header = String::from("v1,");
        STANDARD.encode_string(mac.finalize().into_bytes(), &mut header);
        header
    }
}

/// The header `webhook-timestamp`: whole seconds since 1970.
pub(crate) fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::Signer;

    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    #[test]
    fn signatures_are_those_of_the_standards_own_library() {
        let signer = Signer::new(SECRET).unwrap();
        let reference = standardwebhooks::Webhook::new(SECRET).unwrap();
        for (id, seconds, body) in [("evt_1", 0, "{}"), ("evt_1.2", 1_649_367_553, r#"{"text":"grüß dich"}"#), ("", -1, "")] {
            assert_eq!(signer.sign(id, seconds, body.as_bytes()), reference.sign(id, seconds, body.as_bytes()).unwrap());
        }
    }

    #[test]
    fn the_standards_example_holds() {
        let signature = Signer::new(SECRET).unwrap().sign(
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            br#"{"email":"test@example.com","username":"test_user"}"#,
        );
        assert_eq!(signature, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
    }

    #[test]
    fn what_is_no_secret_is_told() {
        for secret in ["", "whsec_", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_not base64"] {
            assert_eq!(Signer::new(secret).is_some(), secret == "whsec_", "{secret}");
        }
    }
}
