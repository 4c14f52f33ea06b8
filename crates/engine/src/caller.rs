//! Who calls.

use sha2::{Digest, Sha256};
use switchroom_domain::event::Cause;
use switchroom_domain::idempotency::IdempotencyKey;
use switchroom_domain::{Access, OrgId};

/// A request's origin: bound to one organization before anything is done.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The organization.
    pub org: OrgId,
    /// Who, and what they may.
    pub access: Access,
    /// What made them call, where that matters.
    pub cause: Option<Cause>,
    /// The request's key, when it carries one.
    pub idempotency: Option<IdempotencyKey>,
}

impl Caller {
    /// Switchroom itself.
    #[must_use]
    pub fn system(org: OrgId) -> Self {
        Self { org, access: Access::SYSTEM, cause: None, idempotency: None }
    }

    /// The same caller, whose request carries an `Idempotency-Key`. `route` is what is called, `body` what was asked:
    /// the same key with another body is refused.
    #[must_use]
    pub fn with_idempotency(self, route: &str, key: &str, body: &[u8]) -> Self {
        let mut hash = Sha256::new();
        if let Some(credential) = self.access.credential {
            hash.update(credential.0.as_bytes());
        }
        hash.update([0]);
        hash.update(route.as_bytes());
        hash.update([0]);
        hash.update(key.as_bytes());
        let key = IdempotencyKey { hash: hash.finalize().into(), fingerprint: Sha256::digest(body).into() };
        Self { idempotency: Some(key), ..self }
    }
}
