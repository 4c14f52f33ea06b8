//! Office hours: when somebody answers.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp as Instant, ToSpan};
use serde::{Deserialize, Serialize};

use crate::{Refusal, Timestamp};

/// Spans of one day, at the most.
const SPANS: usize = 10;
/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;
/// What a refusal names.
const FIELD: &str = "widget.office_hours";

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// The first day of a week (ISO 8601).
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The last.
    Sunday,
}

impl From<jiff::civil::Weekday> for Weekday {
    fn from(day: jiff::civil::Weekday) -> Self {
        match day {
            jiff::civil::Weekday::Monday => Self::Monday,
            jiff::civil::Weekday::Tuesday => Self::Tuesday,
            jiff::civil::Weekday::Wednesday => Self::Wednesday,
            jiff::civil::Weekday::Thursday => Self::Thursday,
            jiff::civil::Weekday::Friday => Self::Friday,
            jiff::civil::Weekday::Saturday => Self::Saturday,
            jiff::civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

/// A time of day, to the minute: `00:00` to `24:00`, which is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Reads `HH:MM`. `None` if it is malformed or later than `24:00`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |digits: &str| {
            let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse::<u16>().ok()).flatten()
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        let sum = hours * 60 + minutes;
        (minutes < 60 && sum <= DAY_MINUTES).then_some(Self(sum))
    }

    /// This time of a day, as an instant. The end of the day is the start of the next one.
    fn on(self, date: Date, zone: &TimeZone) -> Option<Instant> {
        let (date, minutes) = if self.0 == DAY_MINUTES { (date.tomorrow().ok()?, 0) } else { (date, self.0) };
        let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
        zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok()
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text).ok_or("a time of day must be HH:MM, from 00:00 to 24:00")
    }
}

/// A span of one day: from the first minute to before the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// When it begins.
    pub from: TimeOfDay,
    /// When it is over: later than it begins.
    pub to: TimeOfDay,
}

/// When somebody answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// The IANA name of the time zone that the spans are in, e.g. `Asia/Jakarta`.
    pub time_zone: String,
    /// The spans of each day of the week, in order; nobody answers on a day that is absent.
    pub days: BTreeMap<Weekday, Vec<Span>>,
}

/// How an office stands at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// Whether somebody answers.
    pub open: bool,
    /// When somebody answers again; none if it is open, or never opens.
    pub next: Option<Timestamp>,
}

impl OfficeHours {
    /// Refuses an unknown time zone, and spans that are empty, overlap or are out of order.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if self.zone().is_none() {
            return Err(Refusal::invalid(FIELD, "must name a time zone of the IANA database, e.g. Asia/Jakarta"));
        }
        for spans in self.days.values() {
            if spans.len() > SPANS {
                return Err(Refusal::Invalid { field: FIELD, message: format!("must have at most {SPANS} spans a day") });
            }
            if spans.iter().any(|span| span.from >= span.to) {
                return Err(Refusal::invalid(FIELD, "must have spans that end after they begin: use two for one that goes past midnight"));
            }
            if spans.windows(2).any(|pair| matches!(pair, [first, second] if second.from < first.to)) {
                return Err(Refusal::invalid(FIELD, "must have the spans of a day in order, without overlaps"));
            }
        }
        Ok(())
    }

    /// How the office stands at `now`.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Opening {
        // A zone was known when it was saved, and the database only grows.
        let (Some(zone), Ok(at)) = (self.zone(), Instant::from_microsecond(now.0)) else { return Opening { open: true, next: None } };
        // The spans of yesterday too: where a clock is set back at midnight, its end comes twice.
        let today = at.to_zoned(zone.clone()).date();
        let first = today.yesterday().unwrap_or(today);
        let dates = (0..=8).filter_map(|days: i32| first.checked_add(days.days()).ok());
        let spans = dates.flat_map(|date| self.spans_of(date, &zone));
        let mut next = None;
        for (from, to) in spans {
            if from <= at && at < to {
                return Opening { open: true, next: None };
            }
            if from > at && next.is_none_or(|known| from < known) {
                next = Some(from);
            }
        }
        Opening { open: false, next: next.map(|next| Timestamp(next.as_microsecond())) }
    }

    /// The spans of a day, as instants.
    fn spans_of(&self, date: Date, zone: &TimeZone) -> Vec<(Instant, Instant)> {
        let spans = self.days.get(&date.weekday().into()).map_or(&[][..], Vec::as_slice);
        spans.iter().filter_map(|span| Some((span.from.on(date, zone)?, span.to.on(date, zone)?))).collect()
    }

    /// The time zone, from the database that lies in the program: what the machine knows plays no part.
    fn zone(&self) -> Option<TimeZone> {
        TimeZoneDatabase::bundled().get(&self.time_zone).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{OfficeHours, Opening, Span, TimeOfDay, Weekday};
    use crate::Timestamp;

    fn span(from: &str, to: &str) -> Span {
        Span { from: TimeOfDay::read(from).expect("a time"), to: TimeOfDay::read(to).expect("a time") }
    }

    fn hours(zone: &str, days: impl IntoIterator<Item = (Weekday, Vec<Span>)>) -> OfficeHours {
        OfficeHours { time_zone: zone.to_owned(), days: BTreeMap::from_iter(days) }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::from_rfc3339(text).expect("a time")
    }

    fn closed_until(text: &str) -> Opening {
        Opening { open: false, next: Some(at(text)) }
    }

    const OPEN: Opening = Opening { open: true, next: None };

    #[test]
    fn hours_are_those_of_their_time_zone() {
        let hours = hours("Asia/Jakarta", [(Weekday::Monday, vec![span("09:00", "12:00"), span("13:00", "17:00")])]);
        // 2026-11-23 is a Monday; Jakarta is seven hours ahead.
        assert_eq!(hours.at(at("2026-11-23T02:00:00Z")), OPEN);
        assert_eq!(hours.at(at("2026-11-23T01:59:59Z")), closed_until("2026-11-23T02:00:00Z"));
        assert_eq!(hours.at(at("2026-11-23T05:00:00Z")), closed_until("2026-11-23T06:00:00Z"));
        assert_eq!(hours.at(at("2026-11-23T10:00:00Z")), closed_until("2026-11-30T02:00:00Z"));
    }

    #[test]
    fn a_day_may_last_past_midnight() {
        let hours = hours("UTC", [(Weekday::Friday, vec![span("22:00", "24:00")]), (Weekday::Saturday, vec![span("00:00", "06:00")])]);
        assert_eq!(hours.at(at("2026-11-27T23:59:59Z")), OPEN);
        assert_eq!(hours.at(at("2026-11-28T00:00:00Z")), OPEN);
        assert_eq!(hours.at(at("2026-11-28T06:00:00Z")), closed_until("2026-12-04T22:00:00Z"));
    }

    #[test]
    fn summer_time_is_followed() {
        let hours = hours("Europe/Paris", [(Weekday::Sunday, vec![span("02:30", "10:00")])]);
        // On 2026-03-29 there is no 02:30 in Paris.
        assert_eq!(hours.at(at("2026-03-29T00:00:00Z")), closed_until("2026-03-29T01:30:00Z"));
        assert_eq!(hours.at(at("2026-03-29T07:59:00Z")), OPEN);
    }

    #[test]
    fn who_never_opens_says_so() {
        assert_eq!(hours("UTC", []).at(at("2026-11-23T02:00:00Z")), Opening { open: false, next: None });
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert!(hours("UTC", [(Weekday::Monday, vec![span("09:00", "12:00"), span("12:00", "13:00")])]).check().is_ok());
        for wrong in [
            hours("Mars/Olympus", []),
            hours("UTC", [(Weekday::Monday, vec![span("09:00", "09:00")])]),
            hours("UTC", [(Weekday::Monday, vec![span("17:00", "09:00")])]),
            hours("UTC", [(Weekday::Monday, vec![span("09:00", "12:00"), span("11:00", "13:00")])]),
            hours("UTC", [(Weekday::Monday, vec![span("00:00", "00:01"); 11])]),
        ] {
            assert!(wrong.check().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn times_of_day_are_read_strictly() {
        assert_eq!(TimeOfDay::read("24:00").map(String::from).as_deref(), Some("24:00"));
        for wrong in ["", "9:00", "09:0", "09:60", "24:01", "25:00", "+9:00", "09:00:00", "ab:cd"] {
            assert_eq!(TimeOfDay::read(wrong), None, "{wrong}");
        }
    }
}
