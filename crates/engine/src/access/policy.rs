//! What a password that a person chooses must be like.

use switchroom_domain::Refusal;

/// Characters in a password, at the least.
const LEAST_CHARS: usize = 12;
/// Bytes in a password, at the most.
const MOST_BYTES: usize = 1_024;

/// Long ones that are tried first all the same, in lower case. Shorter ones are refused for their length, and what repeats or counts
/// up by the rules below: that leaves few.
const COMMON: [&str; 40] = [
    "0123456789ab",
    "1234567890ab",
    "1234567890abc",
    "123456789012",
    "1234567890123",
    "1234567890qwerty",
    "123456789abc",
    "12345678910a",
    "123456789qwerty",
    "123qweasdzxc",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "1qazxsw23edc",
    "a1b2c3d4e5f6",
    "abc123456789",
    "abcd12345678",
    "admin1234567",
    "administrator",
    "administrator1",
    "asdfghjkl123",
    "changeme1234",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "football1234",
    "iloveyou1234",
    "letmein12345",
    "onceuponatime",
    "password1234",
    "password12345",
    "password123456",
    "q1w2e3r4t5y6",
    "qazwsxedcrfv",
    "qwerty123456",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "welcome12345",
    "zaq12wsxcde3",
];

/// Refuses a password that is too short or too long, or that whoever guesses would try first. `field` is what the caller calls it.
pub fn check(field: &'static str, password: &str, username: &str) -> Result<(), Refusal> {
    if password.chars().count() < LEAST_CHARS || password.len() > MOST_BYTES {
        let message = format!("must be {LEAST_CHARS} characters to {MOST_BYTES} bytes");
        return Err(Refusal::Invalid { field, message });
    }
    let lower = password.to_lowercase();
    if lower == username.trim().to_lowercase() {
        return Err(Refusal::invalid(field, "must not be the user name"));
    }
    if COMMON.contains(&lower.as_str()) || repeats(&lower) || counts_up(&lower) {
        return Err(Refusal::invalid(field, "must not be one of those that are guessed first"));
    }
    Ok(())
}

/// Whether it is something shorter again and again.
fn repeats(password: &str) -> bool {
    let chars: Vec<char> = password.chars().collect();
    (1..=chars.len() / 2).any(|unit| chars.len().is_multiple_of(unit) && chars.chunks(unit).all(|chunk| chunk == &chars[..unit]))
}

/// Whether each character is the one after the last, or the one before it.
fn counts_up(password: &str) -> bool {
    let codes: Vec<i64> = password.chars().map(|char| i64::from(u32::from(char))).collect();
    let steps: Vec<i64> = codes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.iter().all(|step| *step == 1) || steps.iter().all(|step| *step == -1)
}

#[cfg(test)]
mod tests {
    use super::{COMMON, check};

    #[test]
    fn what_is_guessed_first_is_refused() {
        let long = "x1".repeat(513);
        for refused in [
            "",
            "elevenchars",
            "äöüäöüäöüäö",
            &long,
            "Annabel.Lee@Sea",
            "aaaaaaaaaaaa",
            "PasswordPassword",
            "abcdefghijkl",
            "zyxwvutsrqpo",
            "Password1234",
            "123123123123",
        ] {
            assert!(check("password", refused, "annabel.lee@sea").is_err(), "{refused}");
        }
        for taken in ["twelve chars", "admin-password", "Grün ist die Heide", "passwordpasswort"] {
            assert!(check("password", taken, "ann").is_ok(), "{taken}");
        }
    }

    #[test]
    fn the_list_holds_only_what_no_other_rule_refuses() {
        for common in COMMON {
            assert_eq!(common, common.to_lowercase());
            assert!(common.chars().count() >= super::LEAST_CHARS && !super::repeats(common) && !super::counts_up(common), "{common}");
        }
    }
}
