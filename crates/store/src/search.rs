//! How both engines keep the index of words.
//!
//! Documents of an organization and kind are numbered by age, and lie in blocks of so many. What an engine indexes of a document is
//! its terms, each behind the name of its block. So every list of an index belongs to one organization and is no longer than a block,
//! however common the word and however many words begin so; and the newest are found first by looking into the newest blocks first.

use std::time::Duration;

use switchroom_domain::{OrgId, Timestamp};
use switchroom_engine::ports::{DocumentKind, Term};
use tokio::time::Instant;
use uuid::{Builder, Uuid};

/// For so long blocks are looked into for one request; the one that is begun is finished.
const SHARE: Duration = Duration::from_millis(25);
/// So many times as many blocks as before may be looked into at one time.
const MORE: i64 = 4;
/// By so much the time in an id may differ from the time of what bears it.
const CLOCKS_DIFFER_SECONDS: i64 = 60 * 60;

/// What an engine looks into.
pub(crate) struct Blocks {
    /// A block has two to the power of this documents.
    pub(crate) bits: u32,
    /// Blocks that are looked into at one time, at the most.
    pub(crate) together: i64,
}

impl Blocks {
    /// The block of a document.
    pub(crate) fn of(&self, number: i64) -> i64 {
        number >> self.bits
    }

    /// The terms of a document as they are indexed.
    pub(crate) fn terms(&self, org: OrgId, kind: DocumentKind, number: i64, terms: &[String]) -> Vec<String> {
        let prefix = prefix(org, kind, self.of(number));
        terms.iter().map(|term| format!("{prefix}{term}")).collect()
    }

    /// From the newest block with a document before `before` down to that of `least`, for what has all of `wanted`.
    pub(crate) fn walk(&self, before: i64, least: i64, wanted: &[Term]) -> Walk {
        let most = wanted.iter().filter(|term| term.begins).map(|term| most_together(&term.text)).min();
        Walk {
            bits: self.bits,
            most: most.unwrap_or(self.together).min(self.together),
            next: self.of(before - 1),
            least: self.of(least.max(0)),
            last: None,
            until: Instant::now() + SHARE,
        }
    }
}

/// The name of a block: unlike any other's, and none begins like another.
pub(crate) fn prefix(org: OrgId, kind: DocumentKind, block: i64) -> String {
    format!("{}x{:x}x{block:x}x", kind.number(), org.0)
}

/// How many blocks are looked into at one time for what begins so, at the most: the engines gather all that does before they look
/// further, and that may be most of a block.
fn most_together(begins: &str) -> i64 {
    // The first character is the kind of term.
    match begins.chars().count() - 1 {
        0..=2 => 1,
        3 => 4,
        _ => i64::MAX,
    }
}

/// Goes through blocks, newest first: one, then more and more at one time, as far as the share allows.
pub(crate) struct Walk {
    bits: u32,
    /// At one time, at the most.
    most: i64,
    next: i64,
    least: i64,
    /// How many blocks are being looked into, and since when.
    last: Option<(i64, Instant)>,
    until: Instant,
}

impl Walk {
    /// The next blocks to look into; none: there are no more, or the share is used up.
    pub(crate) fn step(&mut self) -> Option<Vec<i64>> {
        if self.is_over() {
            return None;
        }
        let now = Instant::now();
        let together = match self.last {
            None => 1,
            Some(_) if now >= self.until => return None,
            Some((blocks, begun)) => fitting(blocks, now - begun, self.until - now).min(self.most),
        };
        let last = (self.next - together + 1).max(self.least);
        let step = (last..=self.next).rev().collect();
        self.next = last - 1;
        self.last = Some((together, now));
        Some(step)
    }

    /// Whether there are no more.
    pub(crate) fn is_over(&self) -> bool {
        self.next < self.least
    }

    /// Where whoever goes on begins: the first number above what was not looked into. None: there is no such.
    pub(crate) fn rest(&self) -> Option<i64> {
        (!self.is_over()).then(|| (self.next + 1) << self.bits)
    }
}

/// How many blocks may be expected to take no longer than what is left, where `blocks` took so long; one in any case.
fn fitting(blocks: i64, took: Duration, left: Duration) -> i64 {
    let micros = |time: Duration| i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
    // Both are small: there are few blocks, and what is left is a part of the share.
    (blocks * micros(left) / micros(took).max(1)).clamp(1, blocks * MORE)
}

/// What the engines differ in when they say what is looked for.
pub(crate) struct Grammar {
    pub(crate) and: &'static str,
    pub(crate) or: &'static str,
    /// Before the parenthesis of what must not be there.
    pub(crate) not: &'static str,
    pub(crate) quote: char,
    /// After a term that may go on.
    pub(crate) goes_on: &'static str,
}

impl Grammar {
    /// What finds all the wanted terms and none of the unwanted in any of the blocks. Terms are letters and digits: nothing has to be
    /// escaped.
    pub(crate) fn expression(&self, org: OrgId, kind: DocumentKind, blocks: &[i64], wanted: &[Term], unwanted: &[Term]) -> String {
        let in_block = |block: &i64| {
            let prefix = prefix(org, kind, *block);
            let term = |term: &Term| {
                let goes_on = if term.begins { self.goes_on } else { "" };
                format!("{quote}{prefix}{text}{quote}{goes_on}", quote = self.quote, text = term.text)
            };
            let wanted: Vec<String> = wanted.iter().map(term).collect();
            let unwanted: Vec<String> = unwanted.iter().map(term).collect();
            let all = wanted.join(self.and);
            if unwanted.is_empty() { format!("({all})") } else { format!("(({all}){}({}))", self.not, unwanted.join(self.or)) }
        };
        blocks.iter().map(in_block).collect::<Vec<_>>().join(self.or)
    }
}

/// The id before all that were made about then or later.
pub(crate) fn first_id(from: Timestamp) -> Uuid {
    id_of(from.plus_seconds(-CLOCKS_DIFFER_SECONDS), &[0; 10])
}

/// The id after all that were made about then or earlier.
pub(crate) fn last_id(to: Timestamp) -> Uuid {
    id_of(to.plus_seconds(CLOCKS_DIFFER_SECONDS), &[0xff; 10])
}

fn id_of(at: Timestamp, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(at.0 / 1_000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use switchroom_domain::OrgId;
    use switchroom_engine::ports::{DocumentKind, Term};

    use super::{Blocks, Grammar, prefix};

    const BLOCKS: Blocks = Blocks { bits: 4, together: 4 };

    #[tokio::test]
    async fn blocks_are_looked_into_from_the_newest_on() {
        let mut walk = BLOCKS.walk(16 * 9, 16 * 2, &[]);
        let steps: Vec<Vec<i64>> = std::iter::from_fn(|| walk.step()).collect();
        assert_eq!(steps, [vec![8], vec![7, 6, 5, 4], vec![3, 2]]);
        assert_eq!(walk.rest(), None);
        let mut walk = BLOCKS.walk(17, 0, &[]);
        assert_eq!((walk.step(), walk.rest()), (Some(vec![1]), Some(16)));
        assert_eq!((walk.step(), walk.rest(), walk.step()), (Some(vec![0]), None, None));
        assert_eq!(BLOCKS.walk(0, 0, &[]).step(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn blocks_are_no_more_than_fit_into_what_is_left() {
        let mut walk = Blocks { bits: 4, together: 64 }.walk(16 * 1_000, 0, &[]);
        let mut steps = Vec::new();
        while let Some(step) = walk.step() {
            steps.push(step.len());
            // Each block takes one millisecond.
            tokio::time::advance(Duration::from_millis(step.len() as u64)).await;
        }
        assert_eq!(steps, [1, 4, 16, 4]);
    }

    #[test]
    fn blocks_do_not_share_terms() {
        let names = [
            prefix(OrgId(1), DocumentKind::Room, 1),
            prefix(OrgId(1), DocumentKind::Room, 0x11),
            prefix(OrgId(0x11), DocumentKind::Room, 1),
        ];
        for name in &names {
            assert_eq!(names.iter().filter(|other| other.starts_with(name.as_str())).count(), 1, "{names:?}");
        }
    }

    #[test]
    fn what_is_looked_for_is_said() {
        let grammar = Grammar { and: " AND ", or: " OR ", not: " NOT ", quote: '"', goes_on: " *" };
        let term = |text: &str, begins| Term { text: text.to_owned(), begins };
        let (wanted, unwanted) = ([term("wa", false), term("wb", true)], [term("wc", false), term("wd", false)]);
        assert_eq!(
            grammar.expression(OrgId(1), DocumentKind::Message, &[2, 1], &wanted, &unwanted[..1]),
            r#"(("2x1x2xwa" AND "2x1x2xwb" *) NOT ("2x1x2xwc")) OR (("2x1x1xwa" AND "2x1x1xwb" *) NOT ("2x1x1xwc"))"#
        );
        assert_eq!(grammar.expression(OrgId(1), DocumentKind::Message, &[2], &wanted[..1], &[]), r#"("2x1x2xwa")"#);
    }
}
