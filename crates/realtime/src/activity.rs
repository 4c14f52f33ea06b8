//! Who types where, and who looks at what: told to whoever listens just then, and kept for nobody else.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use switchroom_domain::{OrgId, Person, RoomId};
use switchroom_engine::ports::{Activity, ActivityKind};
use tokio::time::Instant;

use crate::Hub;

/// How often it is told, at the most, that one person does one thing in one room.
const TOLD_EVERY: Duration = Duration::from_secs(1);
/// After this time without being told again that somebody does something, he does not.
const LASTS: Duration = Duration::from_secs(10);
/// Notices that wait for one listener, at the most: the latest of so many people.
const MOST_WAITING: usize = 32;
/// People of whom it is remembered what was told in [`LASTS`], at the most. More are not told of.
const MOST_ACTIVE: usize = 65_536;

/// What somebody listens to: a room, or all rooms of an organization.
type Place = (OrgId, Option<RoomId>);

/// Who does what, and who wants to know.
#[derive(Default)]
pub(crate) struct Activities {
    listeners: RwLock<HashMap<Place, Vec<Arc<Ear>>>>,
    lately: Mutex<Lately>,
}

impl Activities {
    /// Whether a notice says nothing new: as much was told of its person a moment ago.
    pub(crate) fn is_repeated(&self, activity: &Activity) -> bool {
        let (lately, now) = (self.lately.lock(), Instant::now());
        lately.told(activity, now).is_some() && !lately.is_due(activity, now)
    }

    /// Tells whoever listens, if the notice is worth it. Answers whether it is.
    pub(crate) fn tell(&self, activity: Activity) -> bool {
        let now = Instant::now();
        if !self.lately.lock().pass(&activity, now) {
            return false;
        }
        let mut wakers = Vec::new();
        let listeners = self.listeners.read();
        for place in [(activity.org, Some(activity.room)), (activity.org, None)] {
            let ears = listeners.get(&place).into_iter().flatten();
            wakers.extend(ears.filter_map(|ear| ear.hear(activity, now)));
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

/// What somebody does in a room.
type Key = (OrgId, RoomId, Person, ActivityKind);

fn key(activity: &Activity) -> Key {
    (activity.org, activity.room, activity.person, activity.kind)
}

/// What was told lately.
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
    /// When it was told last that he does it.
    at: Instant,
    /// Whether it was told since that he stopped.
    stopped: bool,
}

impl Lately {
    fn is_due(&self, activity: &Activity, now: Instant) -> bool {
        match self.told(activity, now) {
            // A flood of starts and stops is none the less a flood.
            Some(told) if activity.active => now.duration_since(told.at) >= TOLD_EVERY,
            Some(told) => !told.stopped,
            None => activity.active,
        }
    }

    fn told(&self, activity: &Activity, now: Instant) -> Option<Told> {
        let key = key(activity);
        let told = self.people.get(&key).or_else(|| self.before.get(&key)).copied();
        told.filter(|told| now.duration_since(told.at) < LASTS)
    }

    /// As [`Lately::is_due`]. What is due counts as told.
    fn pass(&mut self, activity: &Activity, now: Instant) -> bool {
        if !self.is_due(activity, now) {
            return false;
        }
        if self.since.is_none_or(|since| now.duration_since(since) >= LASTS) {
            self.before = std::mem::take(&mut self.people);
            self.since = Some(now);
        }
        if self.people.len() >= MOST_ACTIVE {
            return false;
        }
        let at = self.told(activity, now).filter(|_| !activity.active).map_or(now, |told| told.at);
        self.people.insert(key(activity), Told { at, stopped: !activity.active });
        true
    }
}

/// What waits for one listener: the latest of each person.
#[derive(Default)]
struct Ear(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    /// In the order in which they came.
    notices: Vec<(Activity, Instant)>,
    waker: Option<Waker>,
}

impl Ear {
    /// Puts in a notice. Answers who is to be woken.
    fn hear(&self, activity: Activity, now: Instant) -> Option<Waker> {
        let mut waiting = self.0.lock();
        waiting.notices.retain(|(other, _)| key(other) != key(&activity));
        if waiting.notices.len() >= MOST_WAITING {
            waiting.notices.remove(0);
        }
        waiting.notices.push((activity, now));
        waiting.waker.take()
    }

    fn forget(&self, (org, room): Place) {
        self.0.lock().notices.retain(|(activity, _)| activity.org != org || room.is_some_and(|room| activity.room != room));
    }

    fn poll_take(&self, cx: &Context<'_>) -> Poll<Vec<Activity>> {
        let mut waiting = self.0.lock();
        let now = Instant::now();
        // Gives the memory back, too: most listeners hear nothing most of the time.
        let notices = std::mem::take(&mut waiting.notices);
        let fresh: Vec<Activity> =
            notices.into_iter().filter(|(_, at)| now.duration_since(*at) < LASTS).map(|(activity, _)| activity).collect();
        if fresh.is_empty() {
            waiting.waker = Some(cx.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(fresh)
    }
}

/// Hears what is done just now in the rooms it listens to. Whoever is slow hears only the latest of each person, and nothing that is
/// no longer true.
pub struct ActivityListener {
    hub: Arc<Hub>,
    ear: Arc<Ear>,
    places: Vec<Place>,
}

impl ActivityListener {
    /// A listener that listens to nothing yet.
    pub(crate) fn new(hub: Arc<Hub>) -> Self {
        Self { hub, ear: Arc::default(), places: Vec::new() }
    }

    /// Listens to a room; without it, to all rooms of the organization. Whoever asks has checked that its listener may see them.
    pub fn add(&mut self, org: OrgId, room: Option<RoomId>) {
        let place = (org, room);
        if !self.places.contains(&place) {
            self.places.push(place);
            self.hub.activities.add(place, &self.ear);
        }
    }

    /// Listens no longer to a room, or to all rooms.
    pub fn remove(&mut self, org: OrgId, room: Option<RoomId>) {
        let place = (org, room);
        if let Some(at) = self.places.iter().position(|other| *other == place) {
            self.places.swap_remove(at);
            self.hub.activities.remove(&[place], &self.ear);
            self.ear.forget(place);
        }
    }

    /// The next notices: at least one. Nothing is lost if it is not waited for.
    pub async fn next(&mut self) -> Vec<Activity> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// As [`ActivityListener::next`], for waiting on other things at once.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Vec<Activity>> {
        self.ear.poll_take(cx)
    }
}

impl Drop for ActivityListener {
    fn drop(&mut self) {
        self.hub.activities.remove(&self.places, &self.ear);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use switchroom_domain::{OrgId, Person, UserId};
    use switchroom_engine::ports::{Activity, ActivityKind};
    use tokio::time::advance;
    use uuid::Uuid;

    use super::{ActivityListener, LASTS, MOST_ACTIVE, MOST_WAITING, TOLD_EVERY};
    use crate::Hub;
    use crate::fake_store::{ORG, OTHER_ROOM, ROOM, is_pending};

    const MOMENT: Duration = Duration::from_millis(100);

    fn typing(person: u128) -> Activity {
        let person = Person::User(UserId(Uuid::from_u128(person)));
        Activity { org: ORG, room: ROOM, person, kind: ActivityKind::Typing, active: true }
    }

    fn stopped(person: u128) -> Activity {
        Activity { active: false, ..typing(person) }
    }

    fn listening(hub: &Arc<Hub>) -> ActivityListener {
        let mut listener = ActivityListener::new(Arc::clone(hub));
        listener.add(ORG, Some(ROOM));
        listener
    }

    #[tokio::test(start_paused = true)]
    async fn listeners_hear_of_their_rooms_only() {
        let hub = Arc::new(Hub::new());
        let mut room = listening(&hub);
        let mut log = ActivityListener::new(Arc::clone(&hub));
        log.add(ORG, None);
        let mut elsewhere = ActivityListener::new(Arc::clone(&hub));
        elsewhere.add(OrgId(2), None);
        let other = Activity { room: OTHER_ROOM, ..typing(2) };
        assert!(hub.tell(typing(1)) && hub.tell(other));
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
        hub.tell(typing(1));
        assert_eq!(heard.await.expect("heard"), [typing(1)]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_types_is_told_once_a_second() {
        let hub = Arc::new(Hub::new());
        assert!(hub.tell(typing(1)));
        advance(TOLD_EVERY - MOMENT).await;
        assert!(hub.is_repeated(&typing(1)) && !hub.tell(typing(1)));
        assert!(hub.tell(typing(2)), "somebody else is news");
        assert!(hub.tell(Activity { room: OTHER_ROOM, ..typing(1) }), "another room is news");
        for kind in [ActivityKind::TypingInternally, ActivityKind::Viewing] {
            assert!(hub.tell(Activity { kind, ..typing(1) }), "something else is news");
        }
        advance(MOMENT).await;
        assert!(!hub.is_repeated(&typing(1)) && hub.tell(typing(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_is_told_at_once_and_once() {
        let hub = Arc::new(Hub::new());
        assert!(!hub.is_repeated(&stopped(1)) && !hub.tell(stopped(1)), "nobody thinks that he types");
        assert!(hub.tell(typing(1)));
        assert!(hub.tell(stopped(1)));
        assert!(hub.is_repeated(&stopped(1)) && !hub.tell(stopped(1)));
        assert!(!hub.tell(typing(1)), "starting and stopping is no way round the limit");
        advance(TOLD_EVERY).await;
        assert!(hub.tell(typing(1)));
        advance(LASTS).await;
        assert!(!hub.tell(stopped(1)), "he has counted as stopped for long");
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_listener_hears_the_latest_of_each() {
        let hub = Arc::new(Hub::new());
        let mut listener = listening(&hub);
        hub.tell(typing(1));
        hub.tell(typing(2));
        hub.tell(stopped(1));
        assert_eq!(listener.next().await, [typing(2), stopped(1)]);
        let many = u128::try_from(MOST_WAITING).expect("small") + 1;
        (100..=100 + many).for_each(|person| assert!(hub.tell(typing(person))));
        let heard = listener.next().await;
        assert_eq!((heard.len(), heard.last()), (MOST_WAITING, Some(&typing(100 + many))));
        hub.tell(typing(3));
        advance(LASTS).await;
        assert!(is_pending(|cx| listener.poll_next(cx)), "what is no longer true is not told");
    }

    #[tokio::test(start_paused = true)]
    async fn who_listens_no_longer_hears_nothing() {
        let hub = Arc::new(Hub::new());
        let mut listener = listening(&hub);
        listener.add(ORG, Some(OTHER_ROOM));
        hub.tell(typing(1));
        listener.remove(ORG, Some(ROOM));
        hub.tell(typing(2));
        assert!(is_pending(|cx| listener.poll_next(cx)));
        let other = listening(&hub);
        assert_eq!(hub.activities.places(), 2);
        drop((listener, other));
        assert_eq!(hub.activities.places(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded_and_freed() {
        let hub = Arc::new(Hub::new());
        let many = u128::try_from(MOST_ACTIVE).expect("small");
        (0..many).for_each(|person| assert!(hub.tell(typing(person))));
        assert!(!hub.tell(typing(many)), "there is no room for one more");
        advance(LASTS).await;
        assert!(hub.tell(typing(many)));
        advance(LASTS).await;
        assert!(hub.tell(typing(many)));
        let lately = hub.activities.lately.lock();
        assert_eq!((lately.people.len(), lately.before.len()), (1, 1));
    }
}
