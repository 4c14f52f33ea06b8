//! Finding events in the log.

use switchroom_domain::{EventId, OrgId, Timestamp};

use crate::{Engine, EngineError};

/// Events that are looked at in one read.
const PAGE: usize = 100;
/// The microseconds of which an event's id tells one.
const MILLISECOND: i64 = 1_000;

/// The place of an event in the log; none: there is no such event. Its id tells the millisecond it happened in, so only the events of
/// that one are looked at.
pub async fn seq_of(engine: &Engine, org: OrgId, event: EventId) -> Result<Option<i64>, EngineError> {
    let Some(from) = time_of(event) else { return Ok(None) };
    let mut after = engine.store.seq_before(org, from).await?;
    loop {
        let events = engine.store.events_after(org, after, PAGE).await?;
        for committed in &events {
            if committed.event.id == event {
                return Ok(Some(committed.event.seq));
            }
            if committed.event.at.0 >= from.0 + MILLISECOND {
                return Ok(None);
            }
        }
        match events.last() {
            Some(last) => after = last.event.seq,
            None => return Ok(None),
        }
    }
}

/// The beginning of the millisecond in a UUIDv7.
fn time_of(event: EventId) -> Option<Timestamp> {
    if event.0.get_version_num() != 7 {
        return None;
    }
    let (seconds, nanoseconds) = event.0.get_timestamp()?.to_unix();
    Some(Timestamp(i64::try_from(seconds).ok()? * 1_000_000 + i64::from(nanoseconds / 1_000)))
}

#[cfg(test)]
mod tests {
    use super::time_of;
    use switchroom_domain::{EventId, Timestamp};
    use uuid::{Builder, Uuid};

    #[test]
    fn only_a_uuid_of_version_7_tells_a_time() {
        let id = Builder::from_unix_timestamp_millis(1_700_000_000_123, &[7; 10]).into_uuid();
        assert_eq!(time_of(EventId(id)), Some(Timestamp(1_700_000_000_123_000)));
        assert_eq!(time_of(EventId(Uuid::nil())), None);
        assert_eq!(time_of(EventId(Uuid::from_u128(0x018f_0000_0000_4000_8000_0000_0000_0000))), None);
    }
}
