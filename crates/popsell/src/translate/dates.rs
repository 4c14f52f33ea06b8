//! Dates. Popsell writes three styles, each field always the same one; it is lenient in what it reads.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use switchroom_domain::Timestamp;

/// Digits of a fraction of a second, at the most.
const FRACTION: usize = 9;

/// As in `date_insert` and `last_message_date`: `2023-10-06T13:41:09.123000Z`.
pub(crate) fn with_micros(at: Timestamp) -> String {
    at.to_rfc3339()
}

/// As in `last_action_date`: `2025-05-04T09:42:00Z`.
pub(crate) fn with_seconds(at: Timestamp) -> String {
    civil(at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// As in `established_dialogue`: `2023-10-06 13:41:09.123`, in UTC, which it does not say.
pub(crate) fn with_blank(at: Timestamp) -> String {
    let millis = at.0.rem_euclid(1_000_000) / 1_000;
    format!("{}.{millis:03}", civil(at).strftime("%Y-%m-%d %H:%M:%S"))
}

fn civil(at: Timestamp) -> DateTime {
    let seconds = jiff::Timestamp::from_second(at.0.div_euclid(1_000_000)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    seconds.to_zoned(TimeZone::UTC).datetime()
}

/// Reads a date and a time with a blank or a `T` between them, with or without a fraction, in UTC unless an offset is given.
/// None: it is no such thing, or lies outside the years 1970 to 2999.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let offset = shape(text.as_bytes())?;
    let rfc3339 = text.replacen(' ', "T", 1);
    if offset { Timestamp::from_rfc3339(&rfc3339) } else { Timestamp::from_rfc3339(&format!("{rfc3339}Z")) }
}

/// Whether `text` has the shape of a date and a time, and if so, whether it ends in an offset.
fn shape(text: &[u8]) -> Option<bool> {
    const BEGINNING: &[u8] = b"0000-00-00T00:00:00";
    let (beginning, rest) = text.split_at_checked(BEGINNING.len())?;
    let fits = |(given, model): (&u8, &u8)| match model {
        b'0' => given.is_ascii_digit(),
        b'T' => matches!(given, b'T' | b't' | b' '),
        model => given == model,
    };
    // A sixtieth second is a leap second: nobody counts those.
    if !beginning.iter().zip(BEGINNING).all(fits) || beginning[17] >= b'6' {
        return None;
    }
    let rest = match rest.split_first() {
        Some((b'.', fraction)) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 || digits > FRACTION {
                return None;
            }
            fraction.get(digits..)?
        }
        _ => rest,
    };
    match rest {
        [] => Some(false),
        [b'Z' | b'z'] => Some(true),
        [b'+' | b'-', hours @ .., b':', tens, ones] if tens < &b'6' && [tens, ones].into_iter().all(u8::is_ascii_digit) => {
            matches!(hours, [b'0' | b'1', b'0'..=b'9'] | [b'2', b'0'..=b'3']).then_some(true)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use switchroom_domain::Timestamp;

    use super::{read, with_blank, with_micros, with_seconds};

    #[test]
    fn every_field_has_its_style() {
        let at = Timestamp(1_696_599_669_123_456);
        assert_eq!(with_micros(at), "2023-10-06T13:41:09.123456Z");
        assert_eq!(with_blank(at), "2023-10-06 13:41:09.123");
        assert_eq!(with_seconds(at), "2023-10-06T13:41:09Z");
    }

    #[test]
    fn every_accepted_form_is_read() {
        let whole = Timestamp(1_696_599_669_000_000);
        for text in [
            "2023-10-06 13:41:09",
            "2023-10-06T13:41:09",
            "2023-10-06T13:41:09Z",
            "2023-10-06t15:41:09.0+02:00",
            "2023-10-06 08:41:09-05:00",
        ] {
            assert_eq!(read(text), Some(whole), "{text}");
        }
        assert_eq!(read("2023-10-06 13:41:09.123"), Some(whole.plus_micros(123_000)));
        assert_eq!(read("2023-10-06 13:41:09.123456789"), Some(whole.plus_micros(123_456)));
    }

    #[test]
    fn nothing_else_is_read() {
        for text in [
            "",
            "now",
            "true",
            "0",
            "2023",
            "2023-10-06",
            "13:41:09",
            "2023-10-06 13:41",
            "2023-10-06  13:41:09",
            "2023-10-06 13:41:09.",
            "2023-10-06 13:41:09.1234567890",
            "2023-10-06 13:41:09 ",
            " 2023-10-06 13:41:09",
            "2023-10-06 13:41:60",
            "2023-10-06 24:00:00",
            "2023-02-29 00:00:00",
            "2023-13-01 00:00:00",
            "0000-00-00 00:00:00",
            "1969-12-31 23:59:59",
            "3000-01-01 00:00:00",
            "1970-01-01T00:00:00+00:01",
            "2023-10-06T13:41:09+0200",
            "2023-10-06T13:41:09+25:00",
            "2023-10-06T13:41:09+02:00[Europe/Paris]",
            "２０２３-10-06 13:41:09",
            "2023-10-06\u{a0}13:41:09",
            "2023-10-06 13:41:09\0",
            "+2023-10-06 13:41:09",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(millis in 0_i64..32_503_680_000_000) {
            let at = Timestamp(millis * 1_000);
            prop_assert_eq!(read(&with_blank(at)), Some(at));
            prop_assert_eq!(read(&with_micros(at)), Some(at));
            prop_assert_eq!(read(&with_seconds(at)), Some(Timestamp(at.0 - at.0.rem_euclid(1_000_000))));
        }

        #[test]
        fn what_was_read_is_written_as_it_was_given(millis in 0_i64..32_503_680_000_000) {
            let given = with_blank(Timestamp(millis * 1_000));
            prop_assert_eq!(read(&given).map(with_blank), Some(given));
        }

        #[test]
        fn any_text_is_borne_with(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn any_time_is_borne_with(micros in any::<i64>()) {
            let at = Timestamp(micros);
            let _ = (with_blank(at), with_micros(at), with_seconds(at));
        }

        #[test]
        fn texts_that_look_like_dates_are_borne_with(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[ Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,10})?(Z|z|[+-][0-9]{2}:[0-9]{2})?") {
            if let Some(at) = read(&text) {
                prop_assert_eq!(read(&with_micros(at)), Some(at));
            }
        }
    }
}
