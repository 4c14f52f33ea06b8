//! Priorities: how urgent a room is.

use serde::{Deserialize, Serialize};

/// How urgent a room is. The five of Rocket.Chat's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Before all others.
    Highest,
    /// Soon.
    High,
    /// As usual.
    Medium,
    /// Later.
    Low,
    /// When there is nothing else.
    Lowest,
}

impl Priority {
    /// Every priority, the most urgent first.
    pub const EVERY: [Priority; 5] = [Self::Highest, Self::High, Self::Medium, Self::Low, Self::Lowest];

    /// The weight of a room without a priority.
    pub const UNSET_WEIGHT: i64 = 99;

    /// The priority's name, e.g. `highest`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Highest => "highest",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Lowest => "lowest",
        }
    }

    /// The priority of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|priority| priority.as_str() == name)
    }

    /// Its place among the others: 1 is the most urgent.
    #[must_use]
    pub fn weight(self) -> i64 {
        match self {
            Self::Highest => 1,
            Self::High => 2,
            Self::Medium => 3,
            Self::Low => 4,
            Self::Lowest => 5,
        }
    }
}
