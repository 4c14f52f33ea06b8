//! Vouching for visitors: the site's server signs who somebody is, and the widget shows the signature.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use switchroom_domain::ChannelId;
use switchroom_domain::channel::Channel;
use switchroom_domain::command::{Command, SetIdentitySecret};

use crate::{Caller, Done, Engine, EngineError};

/// What identity secrets are encrypted for.
const PURPOSE: &str = "identity";

/// Who a visitor is, by the word of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIdentity {
    /// His handle on the channel.
    pub id: String,
    /// HMAC-SHA256 of the id with the channel's secret, in hex; none: nobody vouches for him.
    pub signature: Option<String>,
}

/// Gives a web channel a new random secret that vouches for visitors, in place of the one it had. Answers with it.
pub async fn set_identity_secret(engine: &Engine, caller: &Caller, channel: ChannelId) -> Result<Done<String>, EngineError> {
    let mut random = [0; 32];
    engine.ids.secret(&mut random);
    let secret = engine.secrets.seal(PURPOSE, hex(&random).as_bytes())?;
    let command = Command::SetIdentitySecret(SetIdentitySecret { channel, secret });
    let done = engine.run(caller, command).await?.channel()?;
    let secret = open(engine, &done.value)?.ok_or(EngineError::UnexpectedAnswer)?;
    let secret = String::from_utf8(secret).map_err(|_| EngineError::UnexpectedAnswer)?;
    Ok(Done { value: secret, replayed: done.replayed })
}

/// Refuses an identity that the channel's secret does not vouch for.
pub(crate) fn check(engine: &Engine, channel: &Channel, identity: &SignedIdentity) -> Result<(), EngineError> {
    let secret = open(engine, channel)?.ok_or(EngineError::WrongSignature)?;
    let signature = identity.signature.as_deref().and_then(unhex).ok_or(EngineError::WrongSignature)?;
    let mac = Hmac::<Sha256>::new_from_slice(&secret).map_err(|_| EngineError::UnexpectedAnswer)?;
    // Takes the same time wherever they differ.
    mac.chain_update(&identity.id).verify_slice(&signature).map_err(|_| EngineError::WrongSignature)
}

fn open(engine: &Engine, channel: &Channel) -> Result<Option<Vec<u8>>, EngineError> {
    channel.identity_secret.as_ref().map(|sealed| Ok(engine.secrets.open(PURPOSE, sealed)?)).transpose()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8]| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::{hex, unhex};

    #[test]
    fn hex_is_read_as_it_is_written() {
        assert_eq!(hex(&[0, 0x1f, 0xff]), "001fff");
        assert_eq!(unhex("001fFF"), Some(vec![0, 0x1f, 0xff]));
        for wrong in ["0", "0g", "é", "0x1f "] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
