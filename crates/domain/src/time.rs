//! Points in time, in microseconds.

use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z. Serialised as that number; the wire forms are each dialect's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// Years a time given from outside must lie within: wide enough for any import, narrow enough for four-digit years.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2999;

impl Timestamp {
    /// The first whole millisecond that is not before this time.
    #[must_use]
    pub fn next_whole_milli(self) -> Self {
        self.plus_micros((-self.0).rem_euclid(1000))
    }

    /// This time and `micros` microseconds more (fewer, if negative).
    #[must_use]
    pub fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// This time and `seconds` more.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_micros(seconds.saturating_mul(1_000_000))
    }

    /// Microseconds from `earlier` to this time.
    #[must_use]
    pub fn micros_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// RFC 3339 in UTC with microseconds: `2026-11-22T12:00:00.000001Z`.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(at) => format!("{at:.6}"),
            Err(_) => format!("{:.6}", jiff::Timestamp::UNIX_EPOCH),
        }
    }

    /// The same with milliseconds, the rest left out: `2026-11-22T12:00:00.000Z`.
    #[must_use]
    pub fn to_rfc3339_millis(self) -> String {
        let mut text = self.to_rfc3339();
        text.truncate(text.len() - "000Z".len());
        text.push('Z');
        text
    }

    /// Reads RFC 3339 with any offset. `None` if it is malformed or lies outside the years 1970 to 2999.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let at: jiff::Timestamp = text.parse().ok()?;
        let year = at.to_zoned(jiff::tz::TimeZone::UTC).year();
        YEARS.contains(&year).then(|| Self(at.as_microsecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn rfc3339_round_trips_with_microseconds() {
        let at = Timestamp(1_700_000_000_000_001);
        assert_eq!(at.to_rfc3339(), "2023-11-14T22:13:20.000001Z");
        assert_eq!(at.plus_micros(-2).to_rfc3339_millis(), "2023-11-14T22:13:19.999Z");
        assert_eq!(Timestamp::from_rfc3339(&at.to_rfc3339()), Some(at));
        assert_eq!(Timestamp::from_rfc3339("2023-11-15T05:13:20.000001+07:00"), Some(at));
    }

    #[test]
    fn absurd_times_are_refused() {
        for text in ["", "yesterday", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z", "2023-02-30T00:00:00Z", "+275760-09-13T00:00:00Z"] {
            assert_eq!(Timestamp::from_rfc3339(text), None, "{text}");
        }
    }
}
