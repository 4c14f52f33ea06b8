//! Mails to users about their own accounts.

use std::sync::Arc;

use switchroom_domain::user::User;

use crate::Engine;
use crate::ports::Mail;

/// Writes to a user, if he has an address and there is a mail server. Nobody waits for it; what fails is logged.
fn write(engine: &Engine, user: &User, subject: String, text: String) {
    let Some(to) = user.email.clone().filter(|_| engine.mailer.is_configured()) else { return };
    let mailer = Arc::clone(&engine.mailer);
    tokio::spawn(async move {
        if let Err(error) = mailer.send(Mail { to, subject, text }).await {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(%error, cause, "a mail about an account was not sent");
        }
    });
}

/// That the user's password was changed.
pub(super) fn password_changed(engine: &Engine, user: &User) {
    let text = format!(
        "Hello {},\n\n\
         the password of your account \"{}\" was changed at {}. Wherever else you were signed in, you are not any more.\n\n\
         If that was not you, ask whoever manages the users to set another one.\n",
        user.name,
        user.username,
        engine.now().to_rfc3339_millis()
    );
    write(engine, user, "Your password was changed".to_owned(), text);
}
