//! What both engines' logs of attempts have in common: days, the size of a segment, and ids by time.

use switchroom_domain::Timestamp;
use switchroom_engine::ports::{AttemptOutcome, AttemptsQuery};
use uuid::Uuid;

const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;
/// Segments in which the attempts lie, if they take all the bytes they may.
const SEGMENTS: u64 = 8;

/// When the (UTC) day of a time began.
pub(crate) fn day(at: Timestamp) -> Timestamp {
    Timestamp(at.0.div_euclid(DAY_MICROS).saturating_mul(DAY_MICROS))
}

/// When the day after the one that began at `day` begins.
pub(crate) fn next_day(day: Timestamp) -> Timestamp {
    day.plus_micros(DAY_MICROS)
}

/// The size from which on a segment is full, where all attempts may take `bytes`.
pub(crate) fn full_segment(bytes: u64) -> u64 {
    bytes / SEGMENTS
}

/// The ids that a query asks for: from the first one up to, but without, the second one.
pub(crate) fn ids(query: &AttemptsQuery) -> (Uuid, Uuid) {
    let from = query.from.map_or(Uuid::nil(), least_id);
    let until = query.until.map_or(Uuid::max(), |until| least_id(until.next_whole_milli()));
    (from, query.before.map_or(until, |before| before.min(until)))
}

/// The least UUIDv7 of a time's millisecond.
fn least_id(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.0.div_euclid(1_000)).unwrap_or(0);
    Uuid::from_u128(u128::from(millis) << 80)
}

/// Whether a query asks for none that was delivered: those have an index of their own. What is delivered was answered with a 2xx.
pub(crate) fn none_delivered(query: &AttemptsQuery) -> bool {
    let outcome = query.outcome.is_some_and(|outcome| outcome != AttemptOutcome::Delivered);
    outcome || query.status.is_some_and(|status| !(200..300).contains(&status))
}

#[cfg(test)]
mod tests {
    use switchroom_domain::{SubscriptionId, Timestamp};
    use switchroom_engine::ports::AttemptsQuery;
    use uuid::Uuid;

    use super::{day, ids, next_day};

    #[test]
    fn a_day_has_all_its_times() {
        let (midnight, noon) = (Timestamp(1_767_225_600_000_000), Timestamp(1_767_268_800_000_000));
        assert_eq!((day(midnight), day(noon), day(Timestamp(next_day(midnight).0 - 1))), (midnight, midnight, midnight));
        assert_eq!(day(next_day(midnight)), next_day(midnight));
    }

    #[test]
    fn times_are_bounds_of_ids() {
        let id = |millis: u64| uuid::Builder::from_unix_timestamp_millis(millis, &[7; 10]).into_uuid();
        let query = AttemptsQuery::of(SubscriptionId(Uuid::nil()), 1);
        assert_eq!(ids(&query), (Uuid::nil(), Uuid::max()));
        // What began within the millisecond of a bound must be looked at.
        let (from, until) = ids(&AttemptsQuery { from: Some(Timestamp(5_001)), until: Some(Timestamp(7_001)), ..query.clone() });
        assert!(id(4) < from && from < id(5) && id(7) < until && until < id(8));
        let (_, until) = ids(&AttemptsQuery { until: Some(Timestamp(7_000)), ..query.clone() });
        assert!(id(6) < until && until < id(7));
        let (_, until) = ids(&AttemptsQuery { until: Some(Timestamp(7_000)), before: Some(id(5)), ..query });
        assert_eq!(until, id(5));
    }
}
