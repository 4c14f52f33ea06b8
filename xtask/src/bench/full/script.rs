//! What is to happen in a room, and when: sizes, ages and texts as a year of conversations has them.

use std::ops::RangeInclusive;

use rand::rngs::StdRng;
use rand::{Rng, RngExt};

use super::words::Words;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// How far back the first conversation lies.
const AGE: i64 = 365 * DAY;
/// How long a conversation goes on, from its first message to its last.
const SPAN: RangeInclusive<i64> = 10 * MINUTE..=60 * DAY;
/// A conversation with this many messages or more takes the longest time there is.
const LONG: u32 = 200;
/// The most messages of one room, of those that the sizes are drawn from.
const MOST_MESSAGES: f64 = 5_000.0;
/// The exponent of the distribution of sizes: of 200,000 rooms with 25 messages each on the average, half have less than eight, and
/// a few dozen some thousands.
const SKEW: f64 = 1.2;
/// How long a text is, in bytes. Short ones are more frequent, as every order of magnitude is equally.
const TEXT_BYTES: RangeInclusive<f64> = 20.0..=2_000.0;
/// Parts of all rooms.
const ASSIGNED: f64 = 0.8;
const TAGGED: f64 = 0.2;
const RESOLVED: f64 = 0.9;

const TAGS: [&str; 12] =
    ["parcel", "refund", "invoice", "vip", "complaint", "size", "delivery", "warranty", "address", "discount", "return", "spam"];

/// What happens in one room.
#[derive(Debug, Clone)]
pub(super) struct Script {
    /// When it is opened, in microseconds since 1970.
    pub(super) created_at: i64,
    /// When the last thing happens in it.
    pub(super) ends_at: i64,
    /// How many messages are said.
    pub(super) messages: u32,
    /// Whom it is assigned to, by number, once the contact has written.
    pub(super) agent: Option<usize>,
    /// Its tag, once the contact has written.
    pub(super) tag: Option<&'static str>,
    /// Whether it is resolved in the end.
    pub(super) resolved: bool,
}

/// The scripts of so many rooms with so many messages in all, the oldest room first, all of them over by `now`.
pub(super) fn scripts(random: &mut StdRng, rooms: usize, messages: u64, agents: usize, now: i64) -> Vec<Script> {
    let mut created: Vec<i64> = (0..rooms).map(|_| now - random.random_range(*SPAN.start()..AGE)).collect();
    created.sort_unstable();
    let sizes = sizes(random, rooms, messages);
    created.into_iter().zip(sizes).map(|(created_at, messages)| script(random, created_at, messages, agents, now)).collect()
}

fn script(random: &mut StdRng, created_at: i64, messages: u32, agents: usize, now: i64) -> Script {
    let (shortest, longest) = (*SPAN.start() as f64, *SPAN.end() as f64);
    let span = if messages >= LONG { longest } else { logarithmic(random, &(shortest..=longest)) };
    let ends_at = (created_at + span as i64).min(now);
    let agent = (agents > 0 && random.random_bool(ASSIGNED)).then(|| random.random_range(0..agents));
    let tag = random.random_bool(TAGGED).then(|| TAGS[random.random_range(0..TAGS.len())]);
    Script { created_at, ends_at, messages, agent, tag, resolved: random.random_bool(RESOLVED) }
}

/// How many messages each room has: at least one, most few, some thousands; exactly `messages` in all.
fn sizes(random: &mut StdRng, rooms: usize, messages: u64) -> Vec<u32> {
    let weights: Vec<f64> = (0..rooms).map(|_| (1.0 - random.random::<f64>()).powf(-1.0 / SKEW)).collect();
    let sizes = |scale: f64| weights.iter().map(move |weight| (weight * scale).clamp(1.0, MOST_MESSAGES) as u32);
    let sum = |scale: f64| sizes(scale).map(u64::from).sum::<u64>();
    let (mut low, mut high) = (0.0, MOST_MESSAGES);
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        if sum(middle) <= messages { low = middle } else { high = middle }
    }
    let mut sizes: Vec<u32> = sizes(low).collect();
    let mut missing = messages.saturating_sub(sum(low));
    // What the rounding down has lost, and where the rooms are too few for the messages.
    while missing > 0 && !sizes.is_empty() {
        for size in &mut sizes {
            let more = u64::from(missing > 0);
            *size += u32::from(missing > 0);
            missing -= more;
        }
    }
    sizes
}

/// A number of which every order of magnitude is equally likely.
fn logarithmic(random: &mut StdRng, range: &RangeInclusive<f64>) -> f64 {
    (range.start() * (range.end() / range.start()).powf(random.random::<f64>())).clamp(*range.start(), *range.end())
}

/// Texts to say.
pub(super) struct Texts(Words);

impl Texts {
    pub(super) fn new() -> Self {
        Self(Words::new())
    }

    /// A text of random words and length.
    pub(super) fn next(&self, random: &mut StdRng) -> String {
        let length = logarithmic(random, &TEXT_BYTES) as usize;
        let mut text = String::with_capacity(length + 16);
        while text.len() < length {
            if !text.is_empty() {
                text.push_str(if random.random_bool(0.1) { ", " } else { " " });
            }
            text.push_str(self.0.next(random));
        }
        text
    }
}

/// Bytes that are no secret, for ids.
pub(super) fn random_bytes(random: &mut StdRng) -> [u8; 10] {
    let mut bytes = [0; 10];
    random.fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::{MOST_MESSAGES, scripts, sizes};

    #[test]
    fn sizes_are_skewed_and_add_up() {
        let mut sizes = sizes(&mut StdRng::seed_from_u64(1), 20_000, 500_000);
        assert_eq!(sizes.iter().map(|size| u64::from(*size)).sum::<u64>(), 500_000);
        sizes.sort_unstable();
        assert!(sizes[0] >= 1);
        assert!(sizes[10_000] < 15, "the median is {}", sizes[10_000]);
        assert!((1_000..=MOST_MESSAGES as u32 + 1).contains(&sizes[19_999]), "the largest is {}", sizes[19_999]);
    }

    #[test]
    fn everything_is_over_by_now() {
        let now = 1_700_000_000_000_000;
        let scripts = scripts(&mut StdRng::seed_from_u64(1), 1_000, 5_000, 50, now);
        assert!(scripts.iter().all(|script| script.created_at < script.ends_at && script.ends_at <= now));
        let resolved = scripts.iter().filter(|script| script.resolved).count();
        assert!((850..950).contains(&resolved), "{resolved} of 1000 rooms are resolved");
    }
}
