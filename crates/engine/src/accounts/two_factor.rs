//! Two factors: codes that a program on the user's telephone makes (RFC 6238), and recovery codes for when it is lost.

use data_encoding::BASE32_NOPAD;
use switchroom_domain::command::{BeginTwoFactor, Command, ConfirmTwoFactor, EndTwoFactor, RenewRecoveryCodes};
use switchroom_domain::subscription::Sealed;
use switchroom_domain::{Refusal, UserId};

use super::change_password::{calling_user, knows_password};
use crate::access::second_factor::{self, RECOVERY_CODES};
use crate::{Caller, Done, Engine, EngineError};

/// What recovery codes are encrypted for, until a repetition of the request cannot come any more.
const CODES_PURPOSE: &str = "recovery codes";

/// What a user puts into his program.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The secret, in base32: for those who type it.
    pub secret: String,
    /// The same as an address that programs read.
    pub uri: String,
}

/// Makes a secret for the caller, who knows his password. Codes are asked for once he has shown one: [`confirm`].
pub async fn begin(engine: &Engine, caller: &Caller, password: String) -> Result<Done<Begun>, EngineError> {
    let user = knows_password(engine, caller, "password", password).await?;
    let organization = engine.store.organization(caller.org).await?.ok_or(Refusal::NotFound { noun: "organization" })?;
    let mut secret = [0; second_factor::SECRET_BYTES];
    engine.ids.secret(&mut secret);
    let secret = second_factor::seal(engine, user.id, &secret)?;
    let done = engine.run(caller, Command::BeginTwoFactor(BeginTwoFactor { user: user.id, secret })).await?.user()?;
    // A repetition of the request is told the secret that was made first.
    let kept = done.value.two_factor.as_ref().ok_or(EngineError::UnexpectedAnswer)?;
    let secret = BASE32_NOPAD.encode(&second_factor::open(engine, user.id, &kept.secret)?);
    let uri = uri(&organization.name, &done.value.username, &secret);
    Ok(done.map(|_| Begun { secret, uri }))
}

/// Turns the caller's two factors on, with a code that he has made. Answers his recovery codes.
pub async fn confirm(engine: &Engine, caller: &Caller, code: &str) -> Result<Done<Vec<String>>, EngineError> {
    let user = calling_user(engine, caller).await?;
    let secret = match &user.two_factor {
        // Turned on already: the domain refuses it, unless the request is a repetition.
        Some(factor) => factor.secret.clone(),
        None => return Err(Refusal::WrongTotp.into()),
    };
    let step = second_factor::step_of(engine, user.id, &secret, code)?.ok_or(Refusal::WrongTotp)?;
    let (recovery, sealed_codes) = new_codes(engine)?;
    let command = ConfirmTwoFactor { user: user.id, secret, step, recovery, sealed_codes };
    told(engine, engine.run(caller, Command::ConfirmTwoFactor(command)).await?.recovery_codes()?)
}

/// Gives the caller, who knows his password, new recovery codes. The old ones are good no more.
pub async fn renew_recovery_codes(engine: &Engine, caller: &Caller, password: String) -> Result<Done<Vec<String>>, EngineError> {
    let user = knows_password(engine, caller, "password", password).await?;
    let (recovery, sealed_codes) = new_codes(engine)?;
    let command = RenewRecoveryCodes { user: user.id, recovery, sealed_codes };
    told(engine, engine.run(caller, Command::RenewRecoveryCodes(command)).await?.recovery_codes()?)
}

/// Turns the caller's two factors off, if he knows his password.
pub async fn end_own(engine: &Engine, caller: &Caller, password: String) -> Result<(), EngineError> {
    let user = knows_password(engine, caller, "password", password).await?;
    end(engine, caller, user.id).await
}

/// Turns a user's two factors off.
pub async fn end(engine: &Engine, caller: &Caller, user: UserId) -> Result<(), EngineError> {
    engine.run(caller, Command::EndTwoFactor(EndTwoFactor { user })).await?;
    Ok(())
}

/// New recovery codes: what is kept of each, and all of them, encrypted.
fn new_codes(engine: &Engine) -> Result<(Vec<[u8; 32]>, Sealed), EngineError> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| second_factor::new_recovery_code(engine)).collect();
    let hashes = codes.iter().map(|code| second_factor::recovery_hash(code)).collect();
    Ok((hashes, engine.secrets.seal(CODES_PURPOSE, codes.join(" ").as_bytes())?))
}

fn told(engine: &Engine, done: Done<Sealed>) -> Result<Done<Vec<String>>, EngineError> {
    let codes = String::from_utf8(engine.secrets.open(CODES_PURPOSE, &done.value)?).map_err(|_| EngineError::UnexpectedAnswer)?;
    Ok(done.map(|_| codes.split(' ').map(str::to_owned).collect()))
}

/// The address that programs read: <https://github.com/google/google-authenticator/wiki/Key-Uri-Format>.
fn uri(issuer: &str, account: &str, secret: &str) -> String {
    // In a path a plus is a plus.
    let escaped = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let (issuer, account) = (escaped(issuer), escaped(account));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_programs_read_is_escaped() {
        let uri = super::uri("Vera & Söhne", "ann+1@example.com", "ABC");
        let expected = "otpauth://totp/Vera%20%26%20S%C3%B6hne:ann%2B1%40example.com?secret=ABC\
                        &issuer=Vera%20%26%20S%C3%B6hne&algorithm=SHA1&digits=6&period=30";
        assert_eq!(uri, expected);
    }
}
