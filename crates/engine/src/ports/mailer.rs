//! Sending mail to users, and to those who run the server.

use async_trait::async_trait;

/// A mail in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// What it is about: one line.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
#[error("the mail could not be sent")]
pub struct MailError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Sends mail.
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Hands a mail over to a mail server. Tried once.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;

    /// Whether there is a mail server at all.
    fn is_configured(&self) -> bool {
        true
    }
}

/// Sends nothing, but tells the operator: no mail server is configured.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMail;

#[async_trait]
impl Mailer for NoMail {
    async fn send(&self, Mail { to, subject, .. }: Mail) -> Result<(), MailError> {
        tracing::info!(to, subject, "a mail was not sent: no mail server is configured");
        Ok(())
    }

    fn is_configured(&self) -> bool {
        false
    }
}
