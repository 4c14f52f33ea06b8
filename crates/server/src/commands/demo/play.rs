//! All conversations together, in the order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use rand::RngExt as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use switchroom_domain::{OrgId, Person, Timestamp};

use super::clock::DemoClock;
use super::conversation::{Conversation, Step};
use super::pace::Pace;
use super::stage::Stage;
use super::story::Story;

/// Conversations at a time while somebody watches, at the most.
const MOST_LIVE: usize = 25;
/// Of so many conversations one is left for whoever tries the demonstration out.
const LEFT: f64 = 0.25;

/// All conversations together.
pub(super) struct Play<'a> {
    story: &'a Story,
    stage: Stage,
    random: StdRng,
    /// What is due when: the place of a conversation, or, for the last one, the next customer's coming.
    due: BinaryHeap<Reverse<(Timestamp, usize)>>,
    conversations: Vec<Option<Conversation<'a>>>,
}

/// Stands for the next customer's coming.
const ARRIVAL: usize = usize::MAX;

impl<'a> Play<'a> {
    pub(super) fn new(story: &'a Story, stage: Stage, random: StdRng, begin: Timestamp) -> Self {
        Self { story, stage, random, due: BinaryHeap::from([Reverse((begin, ARRIVAL))]), conversations: Vec::new() }
    }

    /// Acts out all that is due before `end`, at that pace, setting the clock as it goes.
    pub(super) async fn past(&mut self, clock: &DemoClock, end: Timestamp, pace: &Pace) {
        while let Some((at, place)) = self.due_before(end) {
            clock.set(at);
            self.act(at, place, pace).await;
        }
    }

    /// Goes on for as long as it is polled.
    pub(super) async fn live(&mut self) {
        loop {
            let now = self.stage.engine.now();
            while let Some((_, place)) = self.due_before(now) {
                self.act(now, place, &Pace::LIVE).await;
            }
            self.be_seen(now);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// What it is acted on.
    pub(super) fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Brings everything that is due later forward, into the next half minute.
    pub(super) fn hurry(&mut self, now: Timestamp) {
        let waiting = std::mem::take(&mut self.due);
        let soon = waiting.into_iter().map(|Reverse((_, place))| {
            let seconds = Pace::LIVE.before_replying(&mut self.random);
            Reverse((now.plus_seconds(seconds.into()), place))
        });
        self.due = soon.collect();
    }

    /// The first of what is due before `end`.
    fn due_before(&mut self, end: Timestamp) -> Option<(Timestamp, usize)> {
        self.due.peek().is_some_and(|Reverse((at, _))| *at < end).then(|| self.due.pop())?.map(|Reverse(due)| due)
    }

    async fn act(&mut self, now: Timestamp, place: usize, pace: &Pace) {
        let next = if place == ARRIVAL { Some(self.arrive(now, pace)) } else { self.step(place, pace).await };
        if let Some(seconds) = next {
            self.due.push(Reverse((now.plus_seconds(seconds.into()), place)));
        }
    }

    /// A customer comes, unless there are many; answers when the next one does.
    fn arrive(&mut self, now: Timestamp, pace: &Pace) -> u32 {
        let going_on = self.conversations.iter().flatten().count();
        let chosen = self.story.conversations.choose(&mut self.random).zip(self.story.contacts.choose(&mut self.random));
        if let Some((script, name)) = chosen
            && going_on < MOST_LIVE
        {
            let is_left = self.random.random_bool(LEFT);
            self.due.push(Reverse((now, self.conversations.len())));
            self.conversations.push(Some(Conversation::new(script, name, is_left)));
        }
        pace.before_arrival(&mut self.random)
    }

    /// A conversation goes on; answers when it does next.
    async fn step(&mut self, place: usize, pace: &Pace) -> Option<u32> {
        let conversation = self.conversations.get_mut(place)?;
        let step = conversation.as_mut()?.step(&self.stage, pace, &mut self.random).await;
        match step {
            Ok(Step::In(seconds)) => Some(seconds),
            Ok(Step::Over) => {
                *conversation = None;
                None
            }
            Err(error) => {
                // Whoever tries the demonstration out may have blocked, moved or removed what it needs.
                tracing::debug!(%error, "a conversation of the demonstration ends early");
                *conversation = None;
                None
            }
        }
    }

    /// Colleagues are there.
    fn be_seen(&self, now: Timestamp) {
        for colleague in &self.stage.colleagues {
            self.stage.engine.presence.seen(OrgId::FIRST, Person::User(colleague.id), now);
        }
    }
}
