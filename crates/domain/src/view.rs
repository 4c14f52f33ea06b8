//! Views: lists of rooms that somebody wants to find again.

use serde::{Deserialize, Serialize};

use crate::priority::Priority;
use crate::room::RoomStatus;
use crate::{ChannelId, OrgId, Refusal, TeamId, Timestamp, UserId, ViewId, limits};

/// Characters in the name of an icon, at the most.
pub const ICON_CHARS: usize = 64;

/// Who is assigned to the rooms of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum ViewAssignee {
    /// Whoever looks.
    Me,
    /// Nobody.
    Nobody,
    /// This user.
    User(UserId),
}

/// Which rooms a view shows: those of which everything given holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ViewFilter {
    /// Of any of these statuses; empty: of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<RoomStatus>,
    /// Whose primary assignee is this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<ViewAssignee>,
    /// Of this channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// For this team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// With this tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Of this priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Snoozed, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snoozed: Option<bool>,
}

/// A list of rooms that somebody wants to find again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// The organization.
    pub org: OrgId,
    /// The view's id.
    pub id: ViewId,
    /// What people call it.
    pub name: String,
    /// The name of the picture beside it: pages know which there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Whether everybody sees it, or its owner alone.
    pub shared: bool,
    /// Who saved it.
    pub owner: UserId,
    /// Which rooms it shows.
    pub filter: ViewFilter,
    /// When it was saved first.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
}

/// What a view is to be changed to. An absent field stays; `Some(None)` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ViewPatch {
    /// New name.
    pub name: Option<String>,
    /// New picture.
    pub icon: Option<Option<String>>,
    /// Whether everybody sees it.
    pub shared: Option<bool>,
    /// New filter, all of it.
    pub filter: Option<ViewFilter>,
}

/// Refuses the name of an icon that is too long; blank counts as absent.
pub fn icon(given: Option<&str>) -> Result<Option<String>, Refusal> {
    let icon = limits::optional_name("icon", given)?;
    if icon.as_ref().is_some_and(|icon| icon.chars().count() > ICON_CHARS) {
        return Err(Refusal::Invalid { field: "icon", message: format!("must be at most {ICON_CHARS} characters") });
    }
    Ok(icon)
}

/// The filter, tidied: each status once. Refuses a tag that no room can have.
pub fn filter(given: &ViewFilter) -> Result<ViewFilter, Refusal> {
    let mut filter = given.clone();
    filter.statuses.clear();
    for status in &given.statuses {
        if !filter.statuses.contains(status) {
            filter.statuses.push(*status);
        }
    }
    filter.tag = given.tag.as_deref().map(|tag| limits::name("filter.tag", tag)).transpose()?;
    Ok(filter)
}

#[cfg(test)]
mod tests {
    use super::{ICON_CHARS, ViewFilter, filter, icon};
    use crate::room::RoomStatus::{Assigned, Queued};

    #[test]
    fn a_filter_is_tidied() {
        let given = ViewFilter { statuses: vec![Queued, Assigned, Queued], tag: Some(" vip ".to_owned()), ..ViewFilter::default() };
        let expected = ViewFilter { statuses: vec![Queued, Assigned], tag: Some("vip".to_owned()), ..ViewFilter::default() };
        assert_eq!(filter(&given), Ok(expected));
        for wrong in ["", " ", "a\nb"] {
            assert!(filter(&ViewFilter { tag: Some(wrong.to_owned()), ..ViewFilter::default() }).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_icon_is_a_short_name_or_none() {
        assert_eq!((icon(Some(" star ")), icon(Some(" ")), icon(None)), (Ok(Some("star".to_owned())), Ok(None), Ok(None)));
        assert!(icon(Some(&"x".repeat(ICON_CHARS))).is_ok() && icon(Some(&"x".repeat(ICON_CHARS + 1))).is_err());
    }
}
