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

/// Encrypts what must be read back.
pub trait Secrets: Send + Sync + 'static {
    /// Encrypts `plain` for `purpose`; it can be read back for the same purpose only.
    fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Sealed, SecretsError>;

    /// Reads back what was encrypted for `purpose`.
    fn open(&self, purpose: &str, sealed: &Sealed) -> Result<Vec<u8>, SecretsError>;
}
