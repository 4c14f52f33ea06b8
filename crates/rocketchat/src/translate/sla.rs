//! Priorities and service levels.

use switchroom_domain::priority::Priority;
use switchroom_domain::sla::Sla;

use super::time::iso;
use crate::wire;

/// A priority as Rocket.Chat tells it.
pub(crate) fn priority(priority: Priority) -> wire::Priority {
    let i18n = match priority {
        Priority::Highest => "Highest",
        Priority::High => "High",
        Priority::Medium => "Medium",
        Priority::Low => "Low",
        Priority::Lowest => "Lowest",
    };
    wire::Priority { id: priority.as_str(), i18n, sort_item: priority.weight(), dirty: false }
}

/// A service level as Rocket.Chat tells it.
pub(crate) fn sla(sla: &Sla) -> wire::Sla {
    wire::Sla {
        id: sla.id.to_string(),
        name: sla.name.clone(),
        description: sla.description.clone().unwrap_or_default(),
        due_time_in_minutes: sla.due_minutes,
        updated_at: iso(sla.updated_at),
    }
}
