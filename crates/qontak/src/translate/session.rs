//! The session: how long ago the contact last wrote.

use switchroom_domain::Timestamp;

const HOUR: i64 = 60 * 60 * 1_000_000;
/// Hours for which a session is open.
const OPEN_HOURS: i64 = 16;
/// Hours after which it has expired.
const EXPIRED_HOURS: i64 = 24;

/// `open` up to 16 hours after the contact's last message, `expiring` up to 24, then `expired`; also if he never wrote.
pub(crate) fn session(heard_at: Option<Timestamp>, at: Timestamp) -> &'static str {
    match heard_at.map(|heard_at| at.micros_since(heard_at)) {
        Some(micros) if micros < OPEN_HOURS * HOUR => "open",
        Some(micros) if micros <= EXPIRED_HOURS * HOUR => "expiring",
        _ => "expired",
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::Timestamp;

    use super::{HOUR, session};

    #[test]
    fn a_session_lasts_a_day() {
        let heard = Timestamp(1_700_000_000_000_000);
        let after = |micros| session(Some(heard), heard.plus_micros(micros));
        assert_eq!(after(-1), "open");
        assert_eq!(after(16 * HOUR - 1), "open");
        assert_eq!(after(16 * HOUR), "expiring");
        assert_eq!(after(24 * HOUR), "expiring");
        assert_eq!(after(24 * HOUR + 1), "expired");
        assert_eq!(session(None, heard), "expired");
    }
}
