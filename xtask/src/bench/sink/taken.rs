//! What came to an endpoint, checked as it comes.

use std::collections::HashMap;

use anyhow::{Context, bail, ensure};
use hdrhistogram::Histogram;
use serde::Deserialize;
use switchroom_domain::Timestamp;

use super::signature::{Secret, Signed};

/// The longest time to arrive that is told from longer ones.
const LONGEST_MICROS: u64 = 600_000_000;

/// What came.
pub(super) struct Taken {
    pub(super) secret: Option<Secret>,
    /// Whether the events of a room must come in their order.
    pub(super) ordered: bool,
    /// Which places in the log came.
    seen: Seen,
    rooms: HashMap<String, RoomTaken>,
    /// Different events.
    pub(super) events: u64,
    /// Deliveries of what had come before.
    pub(super) repeated: u64,
    pub(super) verified: u64,
    /// From commit to arrival, of what was committed since `measured_from`.
    micros: Histogram<u64>,
    measured_from: Timestamp,
    pub(super) error: Option<String>,
}

#[derive(Default)]
struct RoomTaken {
    last_version: i64,
    events: u64,
}

/// What of an event's body is looked at.
#[derive(Deserialize)]
struct Event<'a> {
    seq: i64,
    at: &'a str,
    room_id: Option<&'a str>,
    room_version: Option<i64>,
}

impl Taken {
    pub(super) fn new(ordered: bool) -> anyhow::Result<Self> {
        Ok(Self {
            secret: None,
            ordered,
            seen: Seen::default(),
            rooms: HashMap::new(),
            events: 0,
            repeated: 0,
            verified: 0,
            micros: Histogram::new_with_bounds(1, LONGEST_MICROS, 3)?,
            measured_from: Timestamp(0),
            error: None,
        })
    }

    /// Takes a delivery that arrived at `now`. Fails if it is not well signed, or an earlier event of its room came later.
    pub(super) fn take(&mut self, signed: &Signed, body: &[u8], now: Timestamp) -> anyhow::Result<()> {
        if let Some(secret) = &mut self.secret {
            secret.verify(signed, body)?;
            self.verified += 1;
        }
        let event: Event<'_> = serde_json::from_slice(body).context("a body that is no event")?;
        if !self.seen.add(event.seq) {
            self.repeated += 1;
            return Ok(());
        }
        self.events += 1;
        let at = Timestamp::from_rfc3339(event.at).context("an event without a time")?;
        if at >= self.measured_from {
            self.micros.saturating_record(u64::try_from(now.micros_since(at)).unwrap_or_default().max(1));
        }
        let (Some(id), Some(version)) = (event.room_id, event.room_version) else { return Ok(()) };
        let room = match self.rooms.get_mut(id) {
            Some(room) => room,
            None => self.rooms.entry(id.to_owned()).or_default(),
        };
        ensure!(version > room.last_version || !self.ordered, "event {version} of room {id} came after event {}", room.last_version);
        room.last_version = version;
        room.events += 1;
        Ok(())
    }

    /// From now on, times to arrive are those of what is committed since `from`.
    pub(super) fn measure_from(&mut self, from: Timestamp) {
        self.micros.reset();
        self.measured_from = from;
    }

    pub(super) fn micros(&self) -> &Histogram<u64> {
        &self.micros
    }

    /// How many different events of a room came.
    pub(super) fn events_of(&self, room: &str) -> u64 {
        self.rooms.get(room).map_or(0, |room| room.events)
    }

    pub(super) fn rooms(&self) -> usize {
        self.rooms.len()
    }

    /// Fails unless every event after `after` up to `until` came.
    pub(super) fn holds(&self, after: i64, until: i64) -> anyhow::Result<()> {
        match (after + 1..=until).find(|seq| !self.seen.has(*seq)) {
            Some(missing) => bail!("event {missing} never came"),
            None => Ok(()),
        }
    }
}

/// A set of sequence numbers: a bit each.
#[derive(Default)]
struct Seen(Vec<u64>);

impl Seen {
    /// Adds a number; whether it was not there.
    fn add(&mut self, seq: i64) -> bool {
        let (word, bit) = place(seq);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    fn has(&self, seq: i64) -> bool {
        let (word, bit) = place(seq);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

fn place(seq: i64) -> (usize, u64) {
    let seq = usize::try_from(seq).unwrap_or_default();
    (seq / 64, 1 << (seq % 64))
}

#[cfg(test)]
mod tests {
    use switchroom_domain::Timestamp;

    use super::Taken;
    use crate::bench::sink::signature::Signed;

    const NOW: Timestamp = Timestamp(1_767_225_600_000_000);

    fn take(taken: &mut Taken, seq: i64, room: &str, version: i64) -> anyhow::Result<()> {
        let at = NOW.plus_micros(-seq * 1_000).to_rfc3339();
        let body = format!(r#"{{"seq":{seq},"at":"{at}","room_id":"{room}","room_version":{version}}}"#);
        taken.take(&Signed::default(), body.as_bytes(), NOW)
    }

    #[test]
    fn repeats_are_counted_and_an_order_that_is_broken_is_told() {
        let mut taken = Taken::new(true).unwrap();
        take(&mut taken, 1, "a", 1).unwrap();
        take(&mut taken, 3, "a", 2).unwrap();
        take(&mut taken, 2, "b", 7).unwrap();
        take(&mut taken, 1, "a", 1).unwrap();
        assert_eq!((taken.events, taken.repeated, taken.events_of("a"), taken.rooms()), (3, 1, 2, 2));
        assert!(take(&mut taken, 4, "b", 6).unwrap_err().to_string().contains("came after event 7"));
    }

    #[test]
    fn what_is_missing_is_told() {
        let mut taken = Taken::new(true).unwrap();
        for seq in [64, 65, 67] {
            take(&mut taken, seq, "a", seq).unwrap();
        }
        taken.holds(63, 65).unwrap();
        assert!(taken.holds(63, 67).unwrap_err().to_string().contains("event 66"));
        assert!(taken.holds(66, 200).unwrap_err().to_string().contains("event 68"));
    }

    #[test]
    fn times_are_those_since_the_measured_time() {
        let mut taken = Taken::new(true).unwrap();
        taken.measure_from(NOW.plus_micros(-3_000));
        for seq in [5, 3, 2] {
            take(&mut taken, seq, "a", 10 - seq).unwrap();
        }
        assert_eq!((taken.micros().len(), taken.micros().max()), (2, 3_001));
    }
}
