//! Names of segments: the day, and which of the day's it is.

use std::path::{Path, PathBuf};

use switchroom_domain::Timestamp;

use crate::attempts::{day, next_day};

/// The name of a segment: `2026-11-22-1.db`. Sorts from the oldest to the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SegmentName {
    /// When its day begins.
    pub(super) day: Timestamp,
    /// Counts the day's segments, from 1.
    number: u32,
}

impl SegmentName {
    /// The first one of a day.
    pub(super) fn first(day: Timestamp) -> Self {
        Self { day, number: 1 }
    }

    /// The one after it, of the same day.
    pub(super) fn next(self) -> Self {
        Self { number: self.number.saturating_add(1), ..self }
    }

    /// When its day ends.
    pub(super) fn end(self) -> Timestamp {
        next_day(self.day)
    }

    /// Its file in a folder.
    pub(super) fn path(self, folder: &Path) -> PathBuf {
        let at = self.day.to_rfc3339();
        let date = at.split('T').next().unwrap_or(&at);
        folder.join(format!("{date}-{}.db", self.number))
    }

    /// Reads a file's name; none: it is no segment's.
    pub(super) fn parse(file: &str) -> Option<Self> {
        let (date, number) = file.strip_suffix(".db")?.rsplit_once('-')?;
        let at = Timestamp::from_rfc3339(&format!("{date}T00:00:00Z"))?;
        Some(Self { day: day(at), number: number.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use switchroom_domain::Timestamp;

    use super::SegmentName;

    #[test]
    fn a_name_is_read_back_and_sorts_by_time() {
        let first = SegmentName::first(Timestamp(1_767_225_600_000_000));
        assert_eq!(first.path(Path::new("a")), Path::new("a/2026-01-01-1.db"));
        let tenth = (0..9).fold(first, |name, _| name.next());
        assert_eq!(SegmentName::parse("2026-01-01-10.db"), Some(tenth));
        let next = SegmentName::first(first.end());
        assert!(first < first.next() && first.next() < tenth && tenth < next);
        for other in ["2026-01-01-1.db-wal", "2026-01-01.db", "x-1.db", "2026-13-01-1.db", "2026-01-01-x.db"] {
            assert_eq!(SegmentName::parse(other), None, "{other}");
        }
    }
}
