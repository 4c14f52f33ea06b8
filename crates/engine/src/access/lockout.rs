//! Who guesses: names by which nobody can log in for a while, because too many passwords were wrong.
//!
//! It goes by the name as it was given, whether somebody has it or not: so it tells nothing of who is there. Sessions that are open
//! go on. It is kept in memory, and told to the other nodes.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use switchroom_domain::{OrgId, Timestamp, UserId};

use crate::ports::Notice;
use crate::{Engine, EngineError};

/// Wrong passwords within a quarter of an hour that shut a name out.
pub const MOST_WRONG: u32 = 10;
const WITHIN_SECONDS: i64 = 15 * 60;
/// For how long.
const OUT_SECONDS: i64 = 15 * 60;
/// Names that are remembered, at the most. Of more, those that are not shut out are forgotten.
const NAMES: usize = 65_536;
/// Characters of a name as nodes tell it, at the most.
const KEY_CHARS: usize = 64;

/// Under what tries are counted: of fixed length, and without the name itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Target(String);

impl Target {
    /// Logging in by a name.
    pub(crate) fn name(org: OrgId, name: &str) -> Self {
        Self::of(org, b"name", name.trim().to_lowercase().as_bytes())
    }

    /// Showing one's password within a session: apart, so that nobody outside can shut out who is signed in.
    pub(crate) fn own_password(org: OrgId, user: UserId) -> Self {
        Self::of(org, b"user", user.0.as_bytes())
    }

    fn of(org: OrgId, kind: &[u8; 4], what: &[u8]) -> Self {
        let hash = Sha256::new().chain_update(kind).chain_update(org.0.to_be_bytes()).chain_update(what).finalize();
        Self(URL_SAFE_NO_PAD.encode(hash))
    }
}

/// The wrong passwords of late.
#[derive(Debug, Default)]
pub struct Lockout(Mutex<HashMap<Target, Tries>>);

#[derive(Debug, Default)]
struct Tries {
    /// When they were wrong.
    wrong: Vec<Timestamp>,
    /// Until when nothing is looked at.
    out_until: Option<Timestamp>,
}

impl Tries {
    fn is_out(&self, now: Timestamp) -> bool {
        self.out_until.is_some_and(|end| now < end)
    }

    fn is_over(&self, now: Timestamp) -> bool {
        !self.is_out(now) && self.wrong.iter().all(|at| at.plus_seconds(WITHIN_SECONDS) <= now)
    }
}

impl Lockout {
    /// Whether the target is shut out at `now`: then for how many seconds.
    fn seconds(&self, target: &Target, now: Timestamp) -> Option<u64> {
        let end = self.0.lock().get(target)?.out_until.filter(|end| now < *end)?;
        Some(u64::try_from(end.micros_since(now)).unwrap_or_default().div_ceil(1_000_000))
    }

    /// Another one was wrong.
    fn wrong(&self, target: Target, now: Timestamp) {
        let names = &mut *self.0.lock();
        if names.len() >= NAMES && !names.contains_key(&target) {
            names.retain(|_, tries| !tries.is_over(now));
            if names.len() >= NAMES {
                names.retain(|_, tries| tries.is_out(now));
            }
        }
        let tries = names.entry(target).or_default();
        tries.wrong.retain(|at| now < at.plus_seconds(WITHIN_SECONDS));
        tries.wrong.push(now);
        if tries.wrong.len() >= MOST_WRONG as usize {
            tries.wrong.clear();
            tries.out_until = Some(now.plus_seconds(OUT_SECONDS));
        }
    }

    /// It was right: the wrong ones count no more. Answers whether there were any.
    fn right(&self, target: &Target) -> bool {
        self.0.lock().remove(target).is_some()
    }

    /// Another node tells how a try went.
    pub fn heard(&self, target: &str, right: bool, now: Timestamp) {
        // Another node's word is checked all the same.
        if target.len() > KEY_CHARS {
            return;
        }
        let target = Target(target.to_owned());
        if right {
            self.right(&target);
        } else {
            self.wrong(target, now);
        }
    }
}

impl Engine {
    /// Refuses a target that is shut out.
    pub(crate) fn check_not_out(&self, target: &Target) -> Result<(), EngineError> {
        let seconds = self.lockout.seconds(target, self.now());
        seconds.map_or(Ok(()), |seconds| Err(EngineError::TooManyLogins { seconds }))
    }

    /// Counts a wrong password, here and at the other nodes.
    pub(crate) fn was_wrong(&self, target: Target) {
        self.bus.publish(Notice::LogIn { target: target.0.clone(), right: false });
        self.lockout.wrong(target, self.now());
    }

    /// Forgets the wrong passwords, here and at the other nodes.
    pub(crate) fn was_right(&self, target: Target) {
        if self.lockout.right(&target) {
            self.bus.publish(Notice::LogIn { target: target.0, right: true });
        }
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::{OrgId, Timestamp};

    use super::{Lockout, NAMES, Target};

    fn ann() -> Target {
        Target::name(OrgId::FIRST, "ann")
    }

    #[test]
    fn ten_wrong_ones_within_a_quarter_of_an_hour_shut_a_name_out_for_as_long() {
        let (lockout, start) = (Lockout::default(), Timestamp(0));
        let at = |minutes: i64| start.plus_seconds(minutes * 60);
        lockout.wrong(ann(), at(0));
        (0..8).for_each(|_| lockout.wrong(ann(), at(10)));
        assert_eq!(lockout.seconds(&ann(), at(10)), None);
        lockout.wrong(ann(), at(15));
        assert_eq!(lockout.seconds(&ann(), at(15)), None, "the first is too long ago");
        lockout.wrong(ann(), at(16));
        assert_eq!(lockout.seconds(&ann(), at(16)), Some(900));
        assert_eq!(lockout.seconds(&Target::name(OrgId::FIRST, "bob"), at(16)), None);
        assert_eq!(lockout.seconds(&Target::name(OrgId(2), "ann"), at(16)), None);
        assert_eq!(lockout.seconds(&ann(), Timestamp(at(31).0 - 1)), Some(1));
        assert_eq!(lockout.seconds(&ann(), at(31)), None);
    }

    #[test]
    fn a_name_is_one_however_it_is_written() {
        assert_eq!(Target::name(OrgId::FIRST, " ANN "), ann());
    }

    #[test]
    fn what_was_right_is_forgotten_and_nodes_hear_of_both() {
        let lockout = Lockout::default();
        let hear = |times, right| (0..times).for_each(|_| lockout.heard(&ann().0, right, Timestamp(0)));
        hear(9, false);
        hear(1, true);
        hear(9, false);
        assert_eq!(lockout.seconds(&ann(), Timestamp(0)), None);
        hear(1, false);
        assert!(lockout.seconds(&ann(), Timestamp(0)).is_some());
        lockout.heard(&"x".repeat(1_000), false, Timestamp(0));
        assert_eq!(lockout.0.lock().len(), 1);
    }

    #[test]
    fn memory_is_bounded_and_who_is_out_stays_out() {
        let (lockout, now) = (Lockout::default(), Timestamp(0));
        (0..10).for_each(|_| lockout.wrong(ann(), now));
        (0..NAMES + 10).for_each(|i| lockout.wrong(Target(i.to_string()), now));
        assert!(lockout.0.lock().len() <= NAMES);
        assert!(lockout.seconds(&ann(), now).is_some());
    }
}
