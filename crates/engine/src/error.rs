//! Why the engine could not do something.

use switchroom_domain::Refusal;

use crate::ports::{SecretsError, StoreError};

/// Why the engine could not do something.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The request is refused; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The user name or the password is wrong, or the user is not active.
    #[error("wrong user name or password")]
    WrongCredentials,
    /// The password is right; the user must show a code too.
    #[error("a code is needed besides the password")]
    TotpRequired,
    /// The password is right; the code is not, or was used.
    #[error("the code is wrong, or was used before")]
    WrongTotp,
    /// Too many passwords were wrong: nobody can log in by this name for a while.
    #[error("too many wrong passwords; try again in {seconds} s")]
    TooManyLogins {
        /// After how many seconds it is looked at again.
        seconds: u64,
    },
    /// There is no mail server to send a mail by.
    #[error("no mail server is configured")]
    NoMailServer,
    /// Nothing says what a link in a mail must begin with.
    #[error("neither a public URL is configured, nor is this host the organization's")]
    NoPublicUrl,
    /// The program is not registered, or its secret is wrong.
    #[error("the client is not known")]
    UnknownClient,
    /// The token is unknown, expired or revoked, or its actor is not active.
    #[error("the token is not valid")]
    InvalidToken,
    /// The token belongs to another organization than the host.
    #[error("the token belongs to another organization than this host")]
    WrongHost,
    /// The signature does not vouch for the visitor.
    #[error("the signature does not vouch for this id")]
    WrongSignature,
    /// The channel takes only visitors who are vouched for.
    #[error("this channel takes only visitors whose identity is signed")]
    IdentityRequired,
    /// Too many requests wait to be written, the disk is full, the database is away, or the server is stopping.
    #[error("{0}")]
    Unavailable(&'static str),
    /// The store failed; nothing was changed.
    #[error("the store failed")]
    Store(#[source] StoreError),
    /// A secret could not be encrypted or read back.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// A password could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Password(String),
    /// A command answered with something else than it must: a fault of ours.
    #[error("a command answered with something else than it must")]
    UnexpectedAnswer,
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refusal) => Self::Refused(refusal),
            StoreError::Full => Self::Unavailable("the disk is full"),
            StoreError::Unavailable => Self::Unavailable("the database cannot be reached"),
            StoreError::Overloaded => Self::Unavailable("too many requests wait to be written"),
            StoreError::Stopping => Self::Unavailable("the server is stopping"),
            failed @ StoreError::Failed(_) => Self::Store(failed),
        }
    }
}
