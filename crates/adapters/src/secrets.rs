//! Secrets encrypted with the server's key: XChaCha20-Poly1305, with the purpose as associated data.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use switchroom_domain::subscription::Sealed;
use switchroom_engine::ports::{Ids, Secrets, SecretsError};

/// Bytes in a key.
const KEY_BYTES: usize = 32;
/// Bytes in a nonce, which stands before the encrypted text.
const NONCE_BYTES: usize = 24;

/// What a key's check is made of.
const CHECKED: &[u8] = b"switchroom: the key that encrypts stored secrets";

/// A key that is none.
#[derive(Debug, thiserror::Error)]
#[error("the key must be 32 bytes in base64")]
pub struct KeyError;

/// Encrypts with one key.
pub struct KeySecrets {
    cipher: XChaCha20Poly1305,
    mac: Hmac<Sha256>,
    check: String,
    ids: Arc<dyn Ids>,
}

impl KeySecrets {
    /// With a key of 32 bytes in base64.
    pub fn new(key: &str, ids: Arc<dyn Ids>) -> Result<Self, KeyError> {
        let key: [u8; KEY_BYTES] = STANDARD.decode(key.trim()).ok().and_then(|key| key.try_into().ok()).ok_or(KeyError)?;
        let mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&key).map_err(|_| KeyError)?;
        let mut check = mac.clone();
        check.update(CHECKED);
        let check = STANDARD.encode(check.finalize().into_bytes());
        Ok(Self { cipher: XChaCha20Poly1305::new(&Key::from(key)), mac, check, ids })
    }

    /// Tells keys apart, and nothing about them.
    #[must_use]
    pub fn check(&self) -> String {
        self.check.clone()
    }

    /// What makes the code for `data`. The purpose is parted by what no purpose has, and begins as no check does.
    fn mac(&self, purpose: &str, data: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        for part in [b"code\0", purpose.as_bytes(), b"\0", data] {
            mac.update(part);
        }
        mac
    }

    /// A new random key, in base64.
    #[must_use]
    pub fn random_key(ids: &dyn Ids) -> String {
        let mut key = [0; KEY_BYTES];
        ids.secret(&mut key);
        STANDARD.encode(key)
    }
}

impl Secrets for KeySecrets {
    fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Sealed, SecretsError> {
        let mut nonce = [0; NONCE_BYTES];
        self.ids.secret(&mut nonce);
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        let encrypted = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SecretsError::Failed)?;
        Ok(Sealed(STANDARD.encode([nonce.as_slice(), &encrypted].concat())))
    }

    fn code(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        self.mac(purpose, data).finalize().into_bytes().into()
    }

    fn is_code(&self, purpose: &str, data: &[u8], code: &[u8]) -> bool {
        self.mac(purpose, data).verify_slice(code).is_ok()
    }

    fn open(&self, purpose: &str, sealed: &Sealed) -> Result<Vec<u8>, SecretsError> {
        let kept = STANDARD.decode(&sealed.0).map_err(|_| SecretsError::Unreadable)?;
        let (nonce, encrypted) = kept.split_first_chunk::<NONCE_BYTES>().ok_or(SecretsError::Unreadable)?;
        let payload = Payload { msg: encrypted, aad: purpose.as_bytes() };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| SecretsError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{KeySecrets, Secrets};
    use crate::SystemIds;

    fn secrets() -> KeySecrets {
        KeySecrets::new(&KeySecrets::random_key(&SystemIds), Arc::new(SystemIds)).expect("key")
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_key_only() {
        let secrets = secrets();
        let sealed = secrets.seal("webhook", b"whsec_x").expect("seal");
        assert_eq!(secrets.open("webhook", &sealed).expect("open"), b"whsec_x");
        assert!(secrets.open("token", &sealed).is_err());
        assert!(self::secrets().open("webhook", &sealed).is_err());
        assert_ne!(sealed, secrets.seal("webhook", b"whsec_x").expect("seal"));
    }

    #[test]
    fn a_code_is_for_its_purpose_data_and_key_only() {
        let secrets = secrets();
        let code = secrets.code("file", b"1");
        assert!(secrets.is_code("file", b"1", &code));
        assert!(!secrets.is_code("mail", b"1", &code) && !secrets.is_code("file", b"2", &code));
        assert!(!secrets.is_code("file", b"1", &code[..31]) && !secrets.is_code("file", b"1", b""));
        assert!(!self::secrets().is_code("file", b"1", &code));
    }

    #[test]
    fn keys_are_told_apart_by_their_check() {
        let key = KeySecrets::random_key(&SystemIds);
        let check = |key: &str| KeySecrets::new(key, Arc::new(SystemIds)).expect("key").check();
        assert_eq!(check(&key), check(&key));
        assert_ne!(check(&key), check(&KeySecrets::random_key(&SystemIds)));
        assert!(!check(&key).contains(&key));
    }

    #[test]
    fn a_key_must_be_32_bytes() {
        for key in ["", "short", "AAAA", "not base64!"] {
            assert!(KeySecrets::new(key, Arc::new(SystemIds)).is_err(), "{key}");
        }
    }
}
