//! Who was last seen when. It is kept in memory and written down now and then: a crash forgets the last half minute.

use std::collections::HashMap;

use parking_lot::Mutex;
use switchroom_domain::{OrgId, Person, Timestamp};
use uuid::Uuid;

use crate::{Engine, EngineError};

/// For how long somebody counts as online after he was seen, in seconds.
pub const ONLINE_SECONDS: i64 = 5 * 60;

/// Whether somebody who was last seen then is online at `at`. Whoever was seen far in the future was seen by a clock that was
/// wrong: else he would stay until that time comes.
#[must_use]
pub fn is_online(last_seen: Option<Timestamp>, at: Timestamp) -> bool {
    last_seen.is_some_and(|seen| at < seen.plus_seconds(ONLINE_SECONDS) && seen < at.plus_seconds(ONLINE_SECONDS))
}

/// Who was last seen when, as far as this server saw it lately.
#[derive(Debug, Default)]
pub struct Presence(Mutex<HashMap<(OrgId, Uuid), Seen>>);

#[derive(Debug, Clone, Copy)]
struct Seen {
    at: Timestamp,
    /// Whether the store knows.
    kept: bool,
}

impl Presence {
    /// Somebody was seen. The latest call counts, also after the clock was set back.
    pub fn seen(&self, org: OrgId, person: Person, at: Timestamp) {
        self.0.lock().insert((org, person.uuid()), Seen { at, kept: false });
    }

    fn last(&self, org: OrgId, person: Person) -> Option<Timestamp> {
        self.0.lock().get(&(org, person.uuid())).map(|seen| seen.at)
    }
}

impl Engine {
    /// When these people were last seen, of those who ever were.
    pub async fn last_seen(&self, org: OrgId, people: &[Person]) -> Result<HashMap<Person, Timestamp>, EngineError> {
        let mut seen = HashMap::new();
        let mut unknown = Vec::new();
        for person in people {
            match self.presence.last(org, *person) {
                Some(at) => drop(seen.insert(*person, at)),
                None => unknown.push(*person),
            }
        }
        if !unknown.is_empty() {
            let kept = self.store.last_seen(org, unknown.iter().map(Person::uuid).collect()).await?;
            let kept: HashMap<Uuid, Timestamp> = kept.into_iter().collect();
            seen.extend(unknown.into_iter().filter_map(|person| Some((person, *kept.get(&person.uuid())?))));
        }
        Ok(seen)
    }

    /// Writes down who was seen since the last time. Whoever was not seen for a while is then read from the store.
    pub async fn keep_presence(&self) -> Result<(), EngineError> {
        let now = self.now();
        let fresh: Vec<(OrgId, Uuid, Timestamp)> = {
            let people = self.presence.0.lock();
            people.iter().filter(|(_, seen)| !seen.kept).map(|((org, person), seen)| (*org, *person, seen.at)).collect()
        };
        if !fresh.is_empty() {
            self.store.record_presence(fresh.clone()).await?;
        }
        let mut people = self.presence.0.lock();
        for (org, person, at) in fresh {
            if let Some(seen) = people.get_mut(&(org, person)).filter(|seen| seen.at == at) {
                seen.kept = true;
            }
        }
        people.retain(|_, seen| !seen.kept || is_online(Some(seen.at), now));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Presence, is_online};
    use switchroom_domain::{OrgId, Person, Timestamp, UserId};
    use uuid::Uuid;

    #[test]
    fn online_is_less_than_five_minutes() {
        let seen = Timestamp(1_000_000);
        assert!(is_online(Some(seen), seen.plus_seconds(299)));
        assert!(!is_online(Some(seen), seen.plus_seconds(300)));
        assert!(!is_online(None, seen));
    }

    #[test]
    fn a_clock_that_was_wrong_keeps_nobody_online() {
        let now = Timestamp(1_000_000);
        let ann = Person::User(UserId(Uuid::nil()));
        let presence = Presence::default();
        presence.seen(OrgId::FIRST, ann, now.plus_seconds(365 * 24 * 60 * 60));
        assert!(!is_online(presence.last(OrgId::FIRST, ann), now));
        presence.seen(OrgId::FIRST, ann, now);
        assert_eq!(presence.last(OrgId::FIRST, ann), Some(now));
    }
}
