//! How many streams of events are open.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use http::StatusCode;
use parking_lot::Mutex;
use switchroom_domain::TokenId;

use crate::problem::Problem;

/// How many streams of events (sockets and SSE) may be open at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamLimits {
    /// With one token.
    pub per_token: u32,
    /// Together.
    pub total: u32,
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self { per_token: 100, total: 50_000 }
    }
}

/// Counts the streams that are open. Clones count together.
#[derive(Clone)]
pub(crate) struct StreamPlaces(Arc<Counted>);

struct Counted {
    limits: StreamLimits,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    total: u32,
    by_token: HashMap<TokenId, u32>,
}

impl StreamPlaces {
    pub(crate) fn new(limits: StreamLimits) -> Self {
        Self(Arc::new(Counted { limits, open: Mutex::default() }))
    }

    /// A place for one more stream. It is free again when it is dropped.
    pub(super) fn take(&self) -> Result<Place, Problem> {
        let mut open = self.0.open.lock();
        if open.total >= self.0.limits.total {
            return Err(Problem::unavailable("too many streams of events are open"));
        }
        open.total += 1;
        drop(open);
        Ok(Place { places: self.clone(), token: None })
    }
}

/// The place of one stream.
pub(super) struct Place {
    places: StreamPlaces,
    token: Option<TokenId>,
}

impl Place {
    /// Counts the stream as one of its token's, too.
    pub(super) fn held_by(mut self, token: Option<TokenId>) -> Result<Self, Problem> {
        let Some(token) = token else { return Ok(self) };
        let Counted { limits, open } = &*self.places.0;
        let mut open = open.lock();
        let held = open.by_token.entry(token).or_default();
        if *held >= limits.per_token {
            let detail = format!("this token has {held} streams of events open, and may have no more");
            return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_streams", "Too many streams are open", detail));
        }
        *held += 1;
        drop(open);
        self.token = Some(token);
        Ok(self)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.places.0.open.lock();
        open.total -= 1;
        if let Some(token) = self.token
            && let Entry::Occupied(mut held) = open.by_token.entry(token)
        {
            *held.get_mut() -= 1;
            if *held.get() == 0 {
                held.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::TokenId;
    use uuid::Uuid;

    use super::{StreamLimits, StreamPlaces};

    #[test]
    fn places_are_bounded_and_become_free_again() {
        let places = StreamPlaces::new(StreamLimits { per_token: 2, total: 3 });
        let (one, other) = (Some(TokenId(Uuid::from_u128(1))), Some(TokenId(Uuid::from_u128(2))));
        let take = |token| places.take().and_then(|place| place.held_by(token));
        let first = take(one).expect("first");
        let _second = take(one).expect("second");
        assert!(take(one).is_err(), "the token has its two");
        let _third = take(other).expect("the refused one left its place");
        assert!(places.take().is_err(), "all three are taken");
        drop(first);
        let _fourth = take(one).expect("a place became free");
        assert_eq!(places.0.open.lock().total, 3);
    }

    #[test]
    fn nothing_is_remembered_of_tokens_without_streams() {
        let places = StreamPlaces::new(StreamLimits::default());
        drop(places.take().and_then(|place| place.held_by(Some(TokenId(Uuid::from_u128(1))))));
        assert!(places.0.open.lock().by_token.is_empty());
    }
}
