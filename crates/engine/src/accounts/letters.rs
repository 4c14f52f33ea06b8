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

/// A link to set another password with.
pub(super) fn reset(engine: &Engine, user: &User, link: &str) {
    let text = format!(
        "Hello {},\n\n\
         somebody asked to set another password for your account \"{}\". If that was you, do so here, within an hour:\n\n\
         {link}\n\n\
         If it was not, there is nothing to do: your password stays.\n",
        user.name, user.username
    );
    write(engine, user, "Set another password".to_owned(), text);
}

/// A link to set the first password with.
pub(super) fn invitation(engine: &Engine, user: &User, link: &str) {
    let text = format!(
        "Hello {},\n\n\
         you were given an account. Your user name is \"{}\". Choose a password here, within seven days:\n\n\
         {link}\n",
        user.name, user.username
    );
    write(engine, user, "You are invited".to_owned(), text);
}
