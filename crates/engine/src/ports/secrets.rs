//! Secrets that must be read back.

use switchroom_domain::subscription::Sealed;

/// A secret could not be encrypted or read back.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// It was encrypted with another key, for another purpose, or is damaged.
    #[error("a stored secret cannot be read: was SWITCHROOM_KEY changed?")]
    Unreadable,
    /// Encrypting failed.
    #[error("a secret could not be encrypted")]
    Failed,
}

/// Encrypts what must be read back, and vouches for what need not be kept.
pub trait Secrets: Send + Sync + 'static {
    /// Encrypts `plain` for `purpose`; it can be read back for the same purpose only.
    fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Sealed, SecretsError>;

    /// A code for `data` that only who has the key can make, for `purpose`: HMAC-SHA256.
    fn code(&self, purpose: &str, data: &[u8]) -> [u8; 32];

    /// Whether that is the code for `data`. How long it takes tells nothing.
    fn is_code(&self, purpose: &str, data: &[u8], code: &[u8]) -> bool;

    /// Reads back what was encrypted for `purpose`.
    fn open(&self, purpose: &str, sealed: &Sealed) -> Result<Vec<u8>, SecretsError>;
}
