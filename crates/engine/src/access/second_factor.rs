//! What users show beside their passwords: codes of the time (RFC 6238: SHA-1, six digits, thirty seconds), and recovery codes.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use switchroom_domain::UserId;
use switchroom_domain::subscription::Sealed;
use switchroom_domain::two_factor::{Proof, STEP_SECONDS};
use switchroom_domain::user::User;

use crate::{Engine, EngineError};

/// Bytes in a secret: as many as SHA-1 gives.
pub(crate) const SECRET_BYTES: usize = 20;
/// Recovery codes that a user is given.
pub(crate) const RECOVERY_CODES: usize = 10;
/// Digits in a code.
const DIGITS: usize = 6;
/// Steps by which a telephone's clock may be off, either way.
const WINDOW: i64 = 1;
/// What recovery codes are written with: no letter that looks like a digit. Each stands for five bits.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What the user shows, if it is good: a code that was not taken before, or one of his recovery codes.
pub(super) fn proof(engine: &Engine, user: &User, given: &str) -> Result<Option<Proof>, EngineError> {
    let Some(factor) = user.two_factor.as_ref().filter(|factor| factor.confirmed) else { return Ok(None) };
    let proof = match step_of(engine, user.id, &factor.secret, given)? {
        Some(step) => Proof::Step(step),
        None => Proof::Recovery(recovery_hash(given)),
    };
    Ok(factor.taking(proof).map(|_| proof))
}

/// The step of which `given` is the code; none if it is no code of now.
pub(crate) fn step_of(engine: &Engine, user: UserId, secret: &Sealed, given: &str) -> Result<Option<i64>, EngineError> {
    let given = plain(given);
    if given.len() != DIGITS || !given.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let secret = open(engine, user, secret)?;
    let now = engine.now().0 / 1_000_000 / STEP_SECONDS;
    // The latest first, so that of two steps with one code neither can be shown twice.
    Ok((now - WINDOW..=now + WINDOW).rev().find(|step| code(&secret, *step) == given))
}

/// The code of a step.
fn code(secret: &[u8], step: i64) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[hash.len() - 1] & 0xf);
    let number = hash[at..at + 4].iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// Encrypts a user's secret: for him alone.
pub(crate) fn seal(engine: &Engine, user: UserId, secret: &[u8]) -> Result<Sealed, EngineError> {
    Ok(engine.secrets.seal(&purpose(user), secret)?)
}

/// Reads a user's secret.
pub(crate) fn open(engine: &Engine, user: UserId, secret: &Sealed) -> Result<Vec<u8>, EngineError> {
    Ok(engine.secrets.open(&purpose(user), secret)?)
}

fn purpose(user: UserId) -> String {
    format!("totp of {user}")
}

/// A random recovery code, such as `k3fm-9xqa`.
pub(crate) fn new_recovery_code(engine: &Engine) -> String {
    let mut random = [0; 5];
    engine.ids.secret(&mut random);
    written(random)
}

fn written(random: [u8; 5]) -> String {
    let bits = random.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let letter = |at: usize| char::from(LETTERS[usize::try_from(bits >> (5 * at) & 31).unwrap_or_default()]);
    let half = |from: usize| (from..from + 4).map(letter).collect::<String>();
    format!("{}-{}", half(0), half(4))
}

/// What is kept of a recovery code, however it is written. It is random enough for a hash that costs nothing.
pub(crate) fn recovery_hash(code: &str) -> [u8; 32] {
    Sha256::digest(plain(code)).into()
}

/// Without what people put between letters.
fn plain(given: &str) -> String {
    given.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{code, recovery_hash, written};

    /// The last six digits of the values in appendix B of RFC 6238.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(secret, seconds / 30), expected);
        }
    }

    #[test]
    fn recovery_codes_differ_and_are_read_however_they_are_written() {
        assert_eq!((written([0; 5]).as_str(), written([255; 5]).as_str()), ("aaaa-aaaa", "9999-9999"));
        let codes: std::collections::HashSet<String> = (0..=255).map(|byte| written([byte, 0, byte, 0, 1])).collect();
        assert_eq!(codes.len(), 256);
        assert_eq!(recovery_hash("k3fm-9xqa"), recovery_hash(" K3FM 9XQA "));
        assert_ne!(recovery_hash("k3fm-9xqa"), recovery_hash("k3fm-9xqb"));
    }
}
