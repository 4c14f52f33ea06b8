//! Mail, handed over to a mail server by SMTP.

use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use lettre::address::AddressError;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use switchroom_engine::ports::{Mail, MailError, Mailer};
use url::Url;

/// How long handing a mail over may take. The client itself bounds nothing but connecting.
const PATIENCE: Duration = Duration::from_secs(30);

/// Mail cannot be sent with these settings. None of them repeats the url: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The url is none, or of another scheme.
    #[error("the mail server must be given as smtp://USER:PASSWORD@HOST:PORT or smtps://USER:PASSWORD@HOST:PORT")]
    Url,
    /// The host's certificates could not be checked, or the credentials are not UTF-8.
    #[error("the mail server cannot be used")]
    Server(#[from] lettre::transport::smtp::Error),
    /// The sender is not `ADDRESS` or `NAME <ADDRESS>`.
    #[error("the sender of mail must be an address such as \"Switchroom <switchroom@example.com>\"")]
    From(#[from] AddressError),
}

/// Sends mail through one mail server. Each mail has a connection of its own: there are few.
pub struct SmtpMailer {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// A mailer that hands mail over to the server at `url`, sent by `from`. `smtps://` is TLS from the start (port 465); `smtp://` begins
    /// in the clear (port 587 with a password, else 25) and goes over to TLS where the server offers it. Without TLS a password is shown
    /// to a server on this machine only.
    pub fn new(url: &str, from: &str) -> Result<Self, SmtpError> {
        let url = Url::parse(url).map_err(|_| SmtpError::Url)?;
        let host = url.host_str().filter(|_| url.query().is_none()).ok_or(SmtpError::Url)?;
        let has_password = url.password().is_some();
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| SmtpError::Url)?;
        if url.scheme() == "smtp" {
            let parameters = TlsParameters::new(host.to_owned())?;
            let must = has_password && !is_this_machine(host);
            server = server.tls(if must { Tls::Required(parameters) } else { Tls::Opportunistic(parameters) });
            if has_password && url.port().is_none() {
                server = server.port(lettre::transport::smtp::SUBMISSION_PORT);
            }
        }
        Ok(Self { server: server.build(), from: from.parse()? })
    }

    async fn hand_over(&self, Mail { to, subject, text }: Mail) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let message = Message::builder().from(self.from.clone()).to(to.parse()?).subject(subject).message_id(None);
        let message = message.header(ContentType::TEXT_PLAIN).body(text)?;
        tokio::time::timeout(PATIENCE, self.server.send(message)).await??;
        Ok(())
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        self.hand_over(mail).await.map_err(MailError)
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|address: IpAddr| address.is_loopback())
}
