//! Who was last seen when, and which session was last used when. It is kept in memory, told to the other nodes, and written down now and then: a crash forgets the last half
//! minute.

use std::collections::HashMap;

use parking_lot::Mutex;
use switchroom_domain::{OrgId, Person, Timestamp, TokenId};
use uuid::Uuid;

use crate::ports::Notice;
use crate::{Engine, EngineError};

/// After how many seconds the other nodes are told again of somebody who is still seen.
const TOLD_EVERY_SECONDS: i64 = 30;
/// People in one notice, at the most: any bus carries so many at once.
const TOLD_AT_ONCE: usize = 64;

/// For how long somebody counts as online after he was seen, in seconds.
pub const ONLINE_SECONDS: i64 = 5 * 60;

/// Whether somebody who was last seen then is online at `at`. Whoever was seen far in the future was seen by a clock that was
/// wrong: else he would stay until that time comes.
#[must_use]
pub fn is_online(last_seen: Option<Timestamp>, at: Timestamp) -> bool {
    last_seen.is_some_and(|seen| at < seen.plus_seconds(ONLINE_SECONDS) && seen < at.plus_seconds(ONLINE_SECONDS))
}

/// Who was last seen when, as far as this node saw or heard it lately.
#[derive(Debug, Default)]
pub struct Presence(Mutex<Lately>);

#[derive(Debug, Default)]
struct Lately {
    people: HashMap<(OrgId, Uuid), Seen>,
    /// Of whom the other nodes are to be told; each once.
    news: Vec<(OrgId, Uuid)>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    at: Timestamp,
    /// Whether the store knows, or will by another node.
    kept: bool,
    /// When all nodes last knew, or were about to be told.
    told: Timestamp,
}

impl Presence {
    /// Somebody was seen. The latest call counts, also after the clock was set back.
    pub fn seen(&self, org: OrgId, person: Person, at: Timestamp) {
        self.saw((org, person.uuid()), at);
    }

    /// A session was used: its token's id stands for it.
    pub fn used(&self, org: OrgId, session: TokenId, at: Timestamp) {
        self.saw((org, session.0), at);
    }

    fn saw(&self, key: (OrgId, Uuid), at: Timestamp) {
        let lately = &mut *self.0.lock();
        let told = lately.people.get(&key).map(|seen| seen.told).filter(|told| is_recent(*told, at));
        if told.is_none() {
            lately.news.push(key);
        }
        lately.people.insert(key, Seen { at, kept: false, told: told.unwrap_or(at) });
    }

    /// Other nodes saw these people just now. What this node has seen itself it still writes down.
    pub fn heard(&self, people: &[(OrgId, Uuid, Timestamp)], now: Timestamp) {
        let known = &mut self.0.lock().people;
        for (org, person, at) in people {
            // Another node's clock may go before ours.
            let at = (*at).min(now);
            let seen = known.entry((*org, *person)).or_insert(Seen { at, kept: true, told: at });
            seen.at = seen.at.max(at);
            seen.told = now;
        }
    }

    /// What the other nodes are to be told since the last time.
    fn news(&self) -> Vec<(OrgId, Uuid, Timestamp)> {
        let lately = &mut *self.0.lock();
        let at = |(org, person): (OrgId, Uuid)| Some((org, person, lately.people.get(&(org, person))?.at));
        std::mem::take(&mut lately.news).into_iter().filter_map(at).collect()
    }

    fn last(&self, org: OrgId, person: Uuid) -> Option<Timestamp> {
        self.0.lock().people.get(&(org, person)).map(|seen| seen.at)
    }
}

/// Whether all who were told then need not be told again at `at`, whatever the clock did in between.
fn is_recent(told: Timestamp, at: Timestamp) -> bool {
    told <= at && at < told.plus_seconds(TOLD_EVERY_SECONDS)
}

impl Engine {
    /// When these people were last seen, of those who ever were.
    pub async fn last_seen(&self, org: OrgId, people: &[Person]) -> Result<HashMap<Person, Timestamp>, EngineError> {
        let seen = self.last_seen_by_id(org, people.iter().map(Person::uuid)).await?;
        Ok(people.iter().filter_map(|person| Some((*person, *seen.get(&person.uuid())?))).collect())
    }

    /// When these sessions were last used.
    pub async fn last_used(&self, org: OrgId, sessions: &[TokenId]) -> Result<HashMap<TokenId, Timestamp>, EngineError> {
        let used = self.last_seen_by_id(org, sessions.iter().map(|session| session.0)).await?;
        Ok(sessions.iter().filter_map(|session| Some((*session, *used.get(&session.0)?))).collect())
    }

    async fn last_seen_by_id(&self, org: OrgId, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, Timestamp>, EngineError> {
        let mut seen = HashMap::new();
        let mut unknown = Vec::new();
        for id in ids {
            match self.presence.last(org, id) {
                Some(at) => drop(seen.insert(id, at)),
                None => unknown.push(id),
            }
        }
        if !unknown.is_empty() {
            seen.extend(self.store.last_seen(org, unknown).await?);
        }
        Ok(seen)
    }

    /// Tells the other nodes who was seen since the last time, of those whom they do not know of yet.
    pub fn tell_presence(&self) {
        for people in self.presence.news().chunks(TOLD_AT_ONCE) {
            self.bus.publish(Notice::Seen { people: people.to_vec() });
        }
    }

    /// Writes down who was seen since the last time. Whoever was not seen for a while is then read from the store.
    pub async fn keep_presence(&self) -> Result<(), EngineError> {
        let now = self.now();
        let fresh: Vec<(OrgId, Uuid, Timestamp)> = {
            let people = &self.presence.0.lock().people;
            people.iter().filter(|(_, seen)| !seen.kept).map(|((org, person), seen)| (*org, *person, seen.at)).collect()
        };
        if !fresh.is_empty() {
            self.store.record_presence(fresh.clone()).await?;
        }
        let people = &mut self.presence.0.lock().people;
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
    fn the_others_are_told_once_in_half_a_minute() {
        let start = Timestamp(1_000_000_000);
        let ann = Person::User(UserId(Uuid::nil()));
        let told = |at| vec![(OrgId::FIRST, ann.uuid(), at)];
        let presence = Presence::default();
        presence.seen(OrgId::FIRST, ann, start);
        presence.seen(OrgId::FIRST, ann, start.plus_seconds(1));
        assert_eq!(presence.news(), told(start.plus_seconds(1)));
        presence.seen(OrgId::FIRST, ann, start.plus_seconds(29));
        assert_eq!(presence.news(), []);
        presence.seen(OrgId::FIRST, ann, start.plus_seconds(30));
        assert_eq!(presence.news(), told(start.plus_seconds(30)));
        presence.seen(OrgId::FIRST, ann, start);
        assert_eq!(presence.news(), told(start));
    }

    #[test]
    fn what_another_node_saw_is_neither_told_nor_written_again() {
        let now = Timestamp(1_000_000_000);
        let ann = Person::User(UserId(Uuid::nil()));
        let heard = |at| [(OrgId::FIRST, ann.uuid(), at)];
        let presence = Presence::default();
        presence.heard(&heard(now), now);
        assert_eq!(presence.last(OrgId::FIRST, ann.uuid()), Some(now));
        assert!(presence.0.lock().people.values().all(|seen| seen.kept));
        presence.seen(OrgId::FIRST, ann, now.plus_seconds(1));
        assert_eq!(presence.news(), []);
        // What came late tells nothing new, and neither it nor a clock that goes before ours undoes what this node saw.
        presence.heard(&heard(now), now.plus_seconds(2));
        presence.heard(&heard(now.plus_seconds(1_000)), now.plus_seconds(3));
        assert_eq!(presence.last(OrgId::FIRST, ann.uuid()), Some(now.plus_seconds(3)));
        assert!(presence.0.lock().people.values().all(|seen| !seen.kept));
    }

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
        assert!(!is_online(presence.last(OrgId::FIRST, ann.uuid()), now));
        presence.seen(OrgId::FIRST, ann, now);
        assert_eq!(presence.last(OrgId::FIRST, ann.uuid()), Some(now));
    }
}
