//! Who is there.

use std::collections::HashMap;

use switchroom_domain::{OrgId, Person, Timestamp};
use switchroom_engine::presence;

use super::Time;
use crate::problem::Problem;
use crate::state::ApiState;

/// When some people were last seen.
pub(crate) struct Presence {
    last_seen: HashMap<Person, Timestamp>,
    now: Timestamp,
}

/// When one person was last seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// Whether he was within the last five minutes.
    pub(crate) online: bool,
    /// When; none: never.
    pub(crate) last_seen_at: Option<Time>,
}

impl Presence {
    /// When each of `people` was last seen.
    pub(crate) async fn of(state: &ApiState, org: OrgId, people: &[Person]) -> Result<Self, Problem> {
        let engine = state.engine();
        Ok(Self { last_seen: engine.last_seen(org, people).await?, now: engine.now() })
    }

    /// When `person` was last seen.
    pub(crate) fn seen(&self, person: Person) -> Seen {
        let last_seen = self.last_seen.get(&person).copied();
        Seen { online: presence::is_online(last_seen, self.now), last_seen_at: last_seen.map(Time) }
    }
}
