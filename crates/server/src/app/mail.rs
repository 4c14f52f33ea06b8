//! What sends mail.

use std::sync::Arc;

use anyhow::Context;
use switchroom_adapters::SmtpMailer;
use switchroom_engine::ports::{Mailer, NoMail};

use crate::config::{Config, MailConfig};

/// The configured mail server's; without one, nothing is sent.
pub(super) fn mailer(config: &Config) -> anyhow::Result<Arc<dyn Mailer>> {
    Ok(match &config.mail {
        Some(MailConfig { smtp_url, from }) => Arc::new(SmtpMailer::new(smtp_url, from).context("mail cannot be sent")?),
        None => Arc::new(NoMail),
    })
}
