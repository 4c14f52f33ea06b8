//! Which kinds of event are asked for.

use switchroom_domain::EventKind;
use switchroom_domain::subscription::{Dialect, event_patterns, matches};

use crate::problem::Problem;

/// Which kinds of event are asked for.
pub(crate) struct Filter(Option<Vec<String>>);

impl Filter {
    /// Names and patterns that were checked when they were given.
    pub(crate) fn of(patterns: Vec<String>) -> Self {
        Self(Some(patterns))
    }

    /// Reads names and patterns, separated by commas. Nothing given: all kinds.
    pub(super) fn read(types: Option<&str>) -> Result<Self, Problem> {
        let Some(types) = types else { return Ok(Self(None)) };
        let patterns: Vec<String> = types.split(',').map(|pattern| pattern.trim().to_owned()).collect();
        event_patterns(Dialect::Native, &patterns).map_err(|refusal| Problem::bad_request("invalid_query", format!("types: {refusal}")))?;
        Ok(Self(Some(patterns)))
    }

    /// Whether events of `kind` are asked for.
    pub(super) fn wants(&self, kind: EventKind) -> bool {
        self.0.as_ref().is_none_or(|patterns| patterns.iter().any(|pattern| matches(pattern, kind)))
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use switchroom_domain::EventKind;

    #[test]
    fn names_and_patterns_can_be_mixed() {
        let filter = Filter::read(Some("room.*, message.created")).expect("filter");
        assert!(filter.wants(EventKind::RoomTagged) && filter.wants(EventKind::MessageCreated));
        assert!(!filter.wants(EventKind::MessageEdited));
    }

    #[test]
    fn without_a_filter_everything_is_asked_for() {
        let filter = Filter::read(None).expect("filter");
        assert!(EventKind::EVERY.iter().all(|kind| filter.wants(*kind)));
    }

    #[test]
    fn what_covers_no_kind_is_refused() {
        for types in ["", "room", "message.created,", "nothing.*"] {
            assert!(Filter::read(Some(types)).is_err(), "{types}");
        }
    }
}
