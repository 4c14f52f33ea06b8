//! Passwords: argon2id over the lower-case hex SHA-256 of the password, because Rocket.Chat's clients send only that
//! digest.

use std::fmt::Write as _;
use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::EngineError;

/// Passwords hashed at one time: each takes 19 MiB and one core.
static PLACES: Semaphore = Semaphore::const_new(2);

/// What an unknown user's password is compared with.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_now("nobody has this password").ok());

/// What somebody shows to prove that he knows a password.
#[derive(Clone)]
pub enum Password {
    /// The password.
    Plain(String),
    /// Its SHA-256 in lower-case hex: all that Rocket.Chat's clients send.
    Digest(String),
}

impl Password {
    fn into_digest(self) -> String {
        match self {
            Self::Plain(password) => digest(&password),
            Self::Digest(digest) => digest,
        }
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

/// The hash to keep of a password, as a PHC string.
pub async fn hash(password: String) -> Result<String, EngineError> {
    in_place(move || hash_now(&digest(&password))).await?
}

/// Whether `password` is the one of which `kept` was made. Without `kept` it takes as long and is not.
pub async fn verify(password: Password, kept: Option<String>) -> Result<bool, EngineError> {
    in_place(move || {
        let known = kept.is_some();
        let Some(kept) = kept.or_else(|| NOBODY.clone()) else { return Ok(false) };
        let kept = PasswordHash::new(&kept).map_err(|error| EngineError::Password(error.to_string()))?;
        Ok(Argon2::default().verify_password(password.into_digest().as_bytes(), &kept).is_ok() && known)
    })
    .await?
}

async fn in_place<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, EngineError> {
    let _place = PLACES.acquire().await.map_err(|_| EngineError::Unavailable("the server is stopping"))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| EngineError::Password(error.to_string()))
}

fn hash_now(digest: &str) -> Result<String, EngineError> {
    let hash = Argon2::default().hash_password(digest.as_bytes()).map_err(|error| EngineError::Password(error.to_string()))?;
    Ok(hash.to_string())
}

fn digest(password: &str) -> String {
    Sha256::digest(password).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::{Password, digest, hash, verify};

    #[tokio::test]
    async fn only_the_right_password_is_taken() {
        let kept = hash("correct horse".to_owned()).await.expect("hash");
        assert!(kept.starts_with("$argon2id$"));
        let plain = |password: &str| Password::Plain(password.to_owned());
        assert!(verify(plain("correct horse"), Some(kept.clone())).await.expect("verify"));
        assert!(verify(Password::Digest(digest("correct horse")), Some(kept.clone())).await.expect("verify"));
        assert!(!verify(plain("battery staple"), Some(kept)).await.expect("verify"));
        assert!(!verify(plain("nobody has this password"), None).await.expect("verify"));
    }
}
