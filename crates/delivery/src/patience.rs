//! What an endpoint asks for with `Retry-After`.

use std::time::{Duration, UNIX_EPOCH};

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use switchroom_domain::Timestamp;

/// An endpoint can put off the next attempt by this much, at the most.
const MOST: Duration = Duration::from_secs(24 * 3600);

/// How long the endpoint asks to be left alone: `Retry-After`, seconds or a date, of a 429 or 503.
pub(crate) fn asked_for(status: StatusCode, headers: &HeaderMap, now: Timestamp) -> Duration {
    if !matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        return Duration::ZERO;
    }
    let asked =
        headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(|value| seconds(value).or_else(|| date(value, now)));
    asked.unwrap_or_default().min(MOST)
}

fn seconds(value: &str) -> Option<Duration> {
    value.trim().parse().ok().map(Duration::from_secs)
}

fn date(value: &str, now: Timestamp) -> Option<Duration> {
    let at = httpdate::parse_http_date(value).ok()?.duration_since(UNIX_EPOCH).ok()?;
    let now = Duration::from_micros(u64::try_from(now.0).ok()?);
    Some(at.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue, StatusCode};
    use switchroom_domain::Timestamp;

    use super::asked_for;

    /// 1994-11-06T08:49:37Z.
    const NOW: Timestamp = Timestamp(784_111_777_000_000);

    fn asked(status: u16, value: &'static str) -> Duration {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_static(value));
        asked_for(StatusCode::from_u16(status).unwrap(), &headers, NOW)
    }

    #[test]
    fn seconds_and_dates_are_understood() {
        assert_eq!(asked(429, "120"), Duration::from_secs(120));
        assert_eq!(asked(503, "Sun, 06 Nov 1994 08:50:37 GMT"), Duration::from_secs(60));
    }

    #[test]
    fn nobody_waits_for_the_past_or_for_more_than_a_day() {
        assert_eq!(asked(503, "Sun, 06 Nov 1994 08:00:00 GMT"), Duration::ZERO);
        assert_eq!(asked(503, "86401"), Duration::from_secs(86_400));
        assert_eq!(asked(503, "Fri, 31 Dec 9999 00:00:00 GMT"), Duration::from_secs(86_400));
    }

    #[test]
    fn only_two_statuses_ask_and_nonsense_does_not() {
        assert_eq!((asked(500, "120"), asked(200, "120")), (Duration::ZERO, Duration::ZERO));
        for nonsense in ["", "soon", "-1", "1.5"] {
            assert_eq!(asked(429, nonsense), Duration::ZERO, "{nonsense}");
        }
    }
}
