//! An event on its way to many listeners: whatever they are sent is rendered once.

use std::any::Any;
use std::sync::Arc;

use parking_lot::Mutex;
use switchroom_domain::{Committed, OrgId};

/// One way to tell an event, e.g. as a frame of one protocol for one kind of listener. Cheap to clone.
pub trait Form: Clone + Send + Sync + 'static {
    /// The event in this form: a pure function of it.
    fn render(committed: &Committed) -> Self;
}

/// An event with the forms it was rendered in so far.
pub struct SharedEvent {
    /// The event, with what it refers to.
    pub committed: Arc<Committed>,
    /// One entry a type of form, of which there are a handful.
    forms: Mutex<Vec<Box<dyn Any + Send + Sync>>>,
}

impl SharedEvent {
    /// An event that was rendered in no form yet.
    #[must_use]
    pub fn new(committed: Arc<Committed>) -> Self {
        Self { committed, forms: Mutex::default() }
    }

    /// The event in the form `F`, rendered by whoever asks first.
    #[must_use]
    pub fn form<F: Form>(&self) -> F {
        let mut forms = self.forms.lock();
        if let Some(form) = forms.iter().find_map(|form| form.downcast_ref::<F>()) {
            return form.clone();
        }
        let form = F::render(&self.committed);
        forms.push(Box::new(form.clone()));
        form
    }
}

/// Events remembered at the most.
const REMEMBERED: i64 = 256;
/// The heaviest event that is remembered, in bytes: it bounds the memory that all of them take.
const MOST_WEIGHT: usize = 16 * 1024;

/// The latest events that somebody listened to, so that listeners who read them one by one share what was rendered.
pub(crate) struct RecentEvents {
    slots: Box<[Mutex<Option<Arc<SharedEvent>>>]>,
}

impl Default for RecentEvents {
    fn default() -> Self {
        Self { slots: (0..REMEMBERED).map(|_| Mutex::default()).collect() }
    }
}

impl RecentEvents {
    /// The event as everybody shares it. `head` is the latest sequence number of its organization: old events, which
    /// somebody reads who catches up, would only push the recent ones out.
    pub(crate) fn share(&self, committed: &Arc<Committed>, head: i64) -> Arc<SharedEvent> {
        let event = &committed.event;
        let new = || Arc::new(SharedEvent::new(Arc::clone(committed)));
        if head - event.seq >= REMEMBERED || committed.weight() > MOST_WEIGHT {
            return new();
        }
        let Some(slot) = self.slots.get(slot_of(event.org, event.seq)) else { return new() };
        let mut slot = slot.lock();
        match &*slot {
            Some(shared) if Arc::ptr_eq(&shared.committed, committed) => Arc::clone(shared),
            _ => Arc::clone(slot.insert(new())),
        }
    }
}

fn slot_of(org: OrgId, seq: i64) -> usize {
    // The factor keeps organizations that write at the same pace apart.
    let spread = org.0.wrapping_mul(37).wrapping_add(seq).rem_euclid(REMEMBERED);
    usize::try_from(spread).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Form, REMEMBERED, RecentEvents, SharedEvent};
    use crate::fake_store::{ORG, ROOM, committed};

    static RENDERED: AtomicUsize = AtomicUsize::new(0);

    #[derive(Clone, PartialEq, Debug)]
    struct Seq(i64);

    impl Form for Seq {
        fn render(committed: &switchroom_domain::Committed) -> Self {
            RENDERED.fetch_add(1, Ordering::Relaxed);
            Self(committed.event.seq)
        }
    }

    #[derive(Clone, PartialEq, Debug)]
    struct Version(Option<i64>);

    impl Form for Version {
        fn render(committed: &switchroom_domain::Committed) -> Self {
            Self(committed.event.room_version())
        }
    }

    #[test]
    fn each_form_is_rendered_once() {
        let shared = SharedEvent::new(committed(ORG, ROOM, 7, 3));
        for _ in 0..1_000 {
            assert_eq!(shared.form::<Seq>(), Seq(7));
            assert_eq!(shared.form::<Version>(), Version(Some(3)));
        }
        assert_eq!(RENDERED.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn recent_events_are_shared_and_old_ones_push_none_out() {
        let recent = RecentEvents::default();
        let new = committed(ORG, ROOM, 1_000, 1);
        let shared = recent.share(&new, 1_000);
        let old = committed(ORG, ROOM, 1_000 - REMEMBERED, 1);
        assert!(!Arc::ptr_eq(&recent.share(&old, 1_000), &recent.share(&old, 1_000)));
        assert!(Arc::ptr_eq(&recent.share(&new, 1_000), &shared));
        let next_in_slot = committed(ORG, ROOM, 1_000 + REMEMBERED, 1);
        assert_eq!(recent.share(&next_in_slot, 1_000 + REMEMBERED).committed, next_in_slot);
    }
}
