//! Who types where: told to whoever listens just then, and kept for nobody else.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use switchroom_domain::{OrgId, Person, RoomId};
use switchroom_engine::ports::Typing;
use tokio::time::Instant;

use crate::Hub;

/// How often it is told, at the most, that one person types in one room.
const TOLD_EVERY: Duration = Duration::from_secs(1);
/// After this time without being told again that somebody types, he does not.
const LASTS: Duration = Duration::from_secs(10);
/// Notices that wait for one listener, at the most: the latest of so many people.
const MOST_WAITING: usize = 32;
/// People of whom it is remembered what was told in [`LASTS`], at the most. More are not told of.
const MOST_TYPING: usize = 65_536;

/// What somebody listens to: a room, or all rooms of an organization.
type Place = (OrgId, Option<RoomId>);

/// Who types, and who wants to know.
#[derive(Default)]
pub(crate) struct Typings {
    listeners: RwLock<HashMap<Place, Vec<Arc<Ear>>>>,
    lately: Mutex<Lately>,
}

impl Typings {
    /// Whether a notice says nothing new: as much was told of its person a moment ago.
    pub(crate) fn is_repeated(&self, typing: &Typing) -> bool {
        let (lately, now) = (self.lately.lock(), Instant::now());
        lately.told(typing, now).is_some() && !lately.is_due(typing, now)
    }

    /// Tells whoever listens, if the notice is worth it. Answers whether it is.
    pub(crate) fn tell(&self, typing: Typing) -> bool {
        let now = Instant::now();
        if !self.lately.lock().pass(&typing, now) {
            return false;
        }
        let mut wakers = Vec::new();
        let listeners = self.listeners.read();
        for place in [(typing.org, Some(typing.room)), (typing.org, None)] {
            let ears = listeners.get(&place).into_iter().flatten();
            wakers.extend(ears.filter_map(|ear| ear.hear(typing, now)));
        }
        // Waking may drop a listener, which takes the lock.
        drop(listeners);
        wakers.into_iter().for_each(Waker::wake);
        true
    }

    fn add(&self, place: Place, ear: &Arc<Ear>) {
        self.listeners.write().entry(place).or_default().push(Arc::clone(ear));
    }

    fn remove(&self, places: &[Place], ear: &Arc<Ear>) {
        let mut listeners = self.listeners.write();
        for place in places {
            let Entry::Occupied(mut ears) = listeners.entry(*place) else { continue };
            ears.get_mut().retain(|other| !Arc::ptr_eq(other, ear));
            if ears.get().is_empty() {
                ears.remove();
            }
        }
    }

    #[cfg(test)]
    fn places(&self) -> usize {
        self.listeners.read().len()
    }
}

/// Somebody's typing in a room. What is for those who answer only is a thing of its own.
type Key = (OrgId, RoomId, Person, bool);

fn key(typing: &Typing) -> Key {
    (typing.org, typing.room, typing.person, typing.internal)
}

/// Whose typing was told of lately.
#[derive(Default)]
struct Lately {
    people: HashMap<Key, Told>,
    /// Those of the time before: they are forgotten all at once when the next one begins.
    before: HashMap<Key, Told>,
    /// When the present time began.
    since: Option<Instant>,
}

/// What was told of somebody.
#[derive(Clone, Copy)]
struct Told {
    /// When it was told last that he types.
    at: Instant,
    /// Whether it was told since that he stopped.
    stopped: bool,
}

impl Lately {
    fn is_due(&self, typing: &Typing, now: Instant) -> bool {
        match self.told(typing, now) {
            // A flood of starts and stops is none the less a flood.
            Some(told) if typing.typing => now.duration_since(told.at) >= TOLD_EVERY,
            Some(told) => !told.stopped,
            None => typing.typing,
        }
    }

    fn told(&self, typing: &Typing, now: Instant) -> Option<Told> {
        let key = key(typing);
        let told = self.people.get(&key).or_else(|| self.before.get(&key)).copied();
        told.filter(|told| now.duration_since(told.at) < LASTS)
    }

    /// As [`Lately::is_due`]. What is due counts as told.
    fn pass(&mut self, typing: &Typing, now: Instant) -> bool {
        if !self.is_due(typing, now) {
            return false;
        }
        if self.since.is_none_or(|since| now.duration_since(since) >= LASTS) {
            self.before = std::mem::take(&mut self.people);
            self.since = Some(now);
        }
        if self.people.len() >= MOST_TYPING {
            return false;
        }
        let at = self.told(typing, now).filter(|_| !typing.typing).map_or(now, |told| told.at);
        self.people.insert(key(typing), Told { at, stopped: !typing.typing });
        true
    }
}

/// What waits for one listener: the latest of each person.
#[derive(Default)]
struct Ear(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    /// In the order in which they came.
    notices: Vec<(Typing, Instant)>,
    waker: Option<Waker>,
}

impl Ear {
    /// Puts in a notice. Answers who is to be woken.
    fn hear(&self, typing: Typing, now: Instant) -> Option<Waker> {
        let mut waiting = self.0.lock();
        waiting.notices.retain(|(other, _)| key(other) != key(&typing));
        if waiting.notices.len() >= MOST_WAITING {
            waiting.notices.remove(0);
        }
        waiting.notices.push((typing, now));
        waiting.waker.take()
    }

    fn forget(&self, (org, room): Place) {
        self.0.lock().notices.retain(|(typing, _)| typing.org != org || room.is_some_and(|room| typing.room != room));
    }

    fn poll_take(&self, cx: &Context<'_>) -> Poll<Vec<Typing>> {
        let mut waiting = self.0.lock();
        let now = Instant::now();
        // Gives the memory back, too: most listeners hear nothing most of the time.
        let notices = std::mem::take(&mut waiting.notices);
        let fresh: Vec<Typing> = notices.into_iter().filter(|(_, at)| now.duration_since(*at) < LASTS).map(|(typing, _)| typing).collect();
        if fresh.is_empty() {
            waiting.waker = Some(cx.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(fresh)
    }
}

/// Hears who types in the rooms it listens to. Whoever is slow hears only the latest of each person, and nothing that is no
/// longer true.
pub struct TypingListener {
    hub: Arc<Hub>,
    ear: Arc<Ear>,
    places: Vec<Place>,
}

impl TypingListener {
    /// A listener that listens to nothing yet.
    pub(crate) fn new(hub: Arc<Hub>) -> Self {
        Self { hub, ear: Arc::default(), places: Vec::new() }
    }

    /// Listens to a room; without it, to all rooms of the organization. Whoever asks has checked that its listener may see them.
    pub fn add(&mut self, org: OrgId, room: Option<RoomId>) {
        let place = (org, room);
        if !self.places.contains(&place) {
            self.places.push(place);
            self.hub.typings.add(place, &self.ear);
        }
    }

    /// Listens no longer to a room, or to all rooms.
    pub fn remove(&mut self, org: OrgId, room: Option<RoomId>) {
        let place = (org, room);
        if let Some(at) = self.places.iter().position(|other| *other == place) {
            self.places.swap_remove(at);
            self.hub.typings.remove(&[place], &self.ear);
            self.ear.forget(place);
        }
    }

    /// The next notices: at least one. Nothing is lost if it is not waited for.
    pub async fn next(&mut self) -> Vec<Typing> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// As [`TypingListener::next`], for waiting on other things at once.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Vec<Typing>> {
        self.ear.poll_take(cx)
    }
}

impl Drop for TypingListener {
    fn drop(&mut self) {
        self.hub.typings.remove(&self.places, &self.ear);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use switchroom_domain::{OrgId, Person, UserId};
    use switchroom_engine::ports::Typing;
    use tokio::time::advance;
    use uuid::Uuid;

    use super::{LASTS, MOST_TYPING, MOST_WAITING, TOLD_EVERY, TypingListener};
    use crate::Hub;
    use crate::fake_store::{ORG, OTHER_ROOM, ROOM, is_pending};

    const MOMENT: Duration = Duration::from_millis(100);

    fn typing(person: u128) -> Typing {
        Typing { org: ORG, room: ROOM, person: Person::User(UserId(Uuid::from_u128(person))), internal: false, typing: true }
    }

    fn stopped(person: u128) -> Typing {
        Typing { typing: false, ..typing(person) }
    }

    fn listening(hub: &Arc<Hub>) -> TypingListener {
        let mut listener = TypingListener::new(Arc::clone(hub));
        listener.add(ORG, Some(ROOM));
        listener
    }

    #[tokio::test(start_paused = true)]
    async fn listeners_hear_of_their_rooms_only() {
        let hub = Arc::new(Hub::new());
        let mut room = listening(&hub);
        let mut log = TypingListener::new(Arc::clone(&hub));
        log.add(ORG, None);
        let mut elsewhere = TypingListener::new(Arc::clone(&hub));
        elsewhere.add(OrgId(2), None);
        let other = Typing { room: OTHER_ROOM, ..typing(2) };
        assert!(hub.typed(typing(1)) && hub.typed(other));
        assert_eq!(room.next().await, [typing(1)]);
        assert_eq!(log.next().await, [typing(1), other]);
        assert!(is_pending(|cx| room.poll_next(cx)) && is_pending(|cx| elsewhere.poll_next(cx)));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_is_woken() {
        let hub = Arc::new(Hub::new());
        let mut listener = listening(&hub);
        let heard = tokio::spawn(async move { listener.next().await });
        tokio::task::yield_now().await;
        hub.typed(typing(1));
        assert_eq!(heard.await.expect("heard"), [typing(1)]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_types_is_told_once_a_second() {
        let hub = Arc::new(Hub::new());
        assert!(hub.typed(typing(1)));
        advance(TOLD_EVERY - MOMENT).await;
        assert!(hub.is_repeated(&typing(1)) && !hub.typed(typing(1)));
        assert!(hub.typed(typing(2)), "somebody else is news");
        assert!(hub.typed(Typing { room: OTHER_ROOM, ..typing(1) }), "another room is news");
        assert!(hub.typed(Typing { internal: true, ..typing(1) }), "what others may not hear of is news");
        advance(MOMENT).await;
        assert!(!hub.is_repeated(&typing(1)) && hub.typed(typing(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_is_told_at_once_and_once() {
        let hub = Arc::new(Hub::new());
        assert!(!hub.is_repeated(&stopped(1)) && !hub.typed(stopped(1)), "nobody thinks that he types");
        assert!(hub.typed(typing(1)));
        assert!(hub.typed(stopped(1)));
        assert!(hub.is_repeated(&stopped(1)) && !hub.typed(stopped(1)));
        assert!(!hub.typed(typing(1)), "starting and stopping is no way round the limit");
        advance(TOLD_EVERY).await;
        assert!(hub.typed(typing(1)));
        advance(LASTS).await;
        assert!(!hub.typed(stopped(1)), "he has counted as stopped for long");
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_listener_hears_the_latest_of_each() {
        let hub = Arc::new(Hub::new());
        let mut listener = listening(&hub);
        hub.typed(typing(1));
        hub.typed(typing(2));
        hub.typed(stopped(1));
        assert_eq!(listener.next().await, [typing(2), stopped(1)]);
        let many = u128::try_from(MOST_WAITING).expect("small") + 1;
        (100..=100 + many).for_each(|person| assert!(hub.typed(typing(person))));
        let heard = listener.next().await;
        assert_eq!((heard.len(), heard.last()), (MOST_WAITING, Some(&typing(100 + many))));
        hub.typed(typing(3));
        advance(LASTS).await;
        assert!(is_pending(|cx| listener.poll_next(cx)), "what is no longer true is not told");
    }

    #[tokio::test(start_paused = true)]
    async fn who_listens_no_longer_hears_nothing() {
        let hub = Arc::new(Hub::new());
        let mut listener = listening(&hub);
        listener.add(ORG, Some(OTHER_ROOM));
        hub.typed(typing(1));
        listener.remove(ORG, Some(ROOM));
        hub.typed(typing(2));
        assert!(is_pending(|cx| listener.poll_next(cx)));
        let other = listening(&hub);
        assert_eq!(hub.typings.places(), 2);
        drop((listener, other));
        assert_eq!(hub.typings.places(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded_and_freed() {
        let hub = Arc::new(Hub::new());
        let many = u128::try_from(MOST_TYPING).expect("small");
        (0..many).for_each(|person| assert!(hub.typed(typing(person))));
        assert!(!hub.typed(typing(many)), "there is no room for one more");
        advance(LASTS).await;
        assert!(hub.typed(typing(many)));
        advance(LASTS).await;
        assert!(hub.typed(typing(many)));
        let lately = hub.typings.lately.lock();
        assert_eq!((lately.people.len(), lately.before.len()), (1, 1));
    }
}
