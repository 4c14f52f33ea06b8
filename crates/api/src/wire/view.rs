//! Views on the wire.

use serde::{Deserialize, Serialize};
use switchroom_domain::room::RoomStatus;
use switchroom_domain::view::{self as domain, ViewAssignee};
use switchroom_domain::{ChannelId, TeamId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Priority, Time};
use crate::problem::Problem;

/// A list of rooms that somebody wants to find again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct View<'a> {
    /// The view's id.
    id: Uuid,
    /// What people call it.
    name: &'a str,
    /// The name of the picture beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    icon: Option<&'a str>,
    /// Whether everybody sees it, or its owner alone.
    shared: bool,
    /// Who saved it.
    owner_id: Uuid,
    /// Which rooms it shows.
    filter: ViewFilter<'a>,
    /// When it was saved first.
    created_at: Time,
    /// When it was last edited.
    updated_at: Time,
}

/// Which rooms a view shows: what `GET /v1/rooms` takes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ViewFilter<'a> {
    /// Of any of these statuses, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "queued,assigned")]
    status: Option<String>,
    /// Whose primary assignee is this user: an id, `me`, or `none` for rooms that nobody is assigned to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    assignee: Option<String>,
    /// Of this channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    channel_id: Option<Uuid>,
    /// For this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    team_id: Option<Uuid>,
    /// With this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    tag: Option<&'a str>,
    /// Of this priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    priority: Option<Priority>,
    /// Snoozed, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    snoozed: Option<bool>,
}

impl<'a> From<&'a domain::SavedView> for View<'a> {
    fn from(view: &'a domain::SavedView) -> Self {
        Self {
            id: view.id.0,
            name: &view.name,
            icon: view.icon.as_deref(),
            shared: view.shared,
            owner_id: view.owner.0,
            filter: ViewFilter::from(&view.filter),
            created_at: view.created_at.into(),
            updated_at: view.updated_at.into(),
        }
    }
}

impl<'a> From<&'a domain::ViewFilter> for ViewFilter<'a> {
    fn from(filter: &'a domain::ViewFilter) -> Self {
        let statuses: Vec<&str> = filter.statuses.iter().map(|status| status.as_str()).collect();
        Self {
            status: (!statuses.is_empty()).then(|| statuses.join(",")),
            assignee: filter.assignee.map(|assignee| match assignee {
                ViewAssignee::Me => "me".to_owned(),
                ViewAssignee::Nobody => "none".to_owned(),
                ViewAssignee::User(user) => user.to_string(),
            }),
            channel_id: filter.channel.map(|id| id.0),
            team_id: filter.team.map(|id| id.0),
            tag: filter.tag.as_deref(),
            priority: filter.priority.map(Priority::from),
            snoozed: filter.snoozed,
        }
    }
}

/// Which rooms a view is to show: what `GET /v1/rooms` takes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenFilter {
    /// Of any of these statuses, separated by commas.
    #[schema(example = "queued,assigned")]
    status: Option<String>,
    /// Whose primary assignee is this user: an id, `me` for whoever looks, or `none` for rooms that nobody is assigned to.
    assignee: Option<String>,
    /// Of this channel.
    channel_id: Option<Uuid>,
    /// For this team.
    team_id: Option<Uuid>,
    /// With this tag.
    tag: Option<String>,
    /// Of this priority.
    priority: Option<Priority>,
    /// Snoozed, or not.
    snoozed: Option<bool>,
}

impl GivenFilter {
    /// The filter that is meant.
    pub(crate) fn meant(self) -> Result<domain::ViewFilter, Problem> {
        Ok(domain::ViewFilter {
            statuses: self.status.as_deref().map_or(Ok(Vec::new()), statuses)?,
            assignee: self.assignee.as_deref().map(assignee).transpose()?,
            channel: self.channel_id.map(ChannelId),
            team: self.team_id.map(TeamId),
            tag: self.tag,
            priority: self.priority.map(Into::into),
            snoozed: self.snoozed,
        })
    }
}

fn statuses(names: &str) -> Result<Vec<RoomStatus>, Problem> {
    let unknown = |name: &str| Problem::invalid("filter.status", format!("filter.status names `{name}`, which is no status"));
    names.split(',').map(|name| RoomStatus::from_name(name).ok_or_else(|| unknown(name))).collect()
}

fn assignee(given: &str) -> Result<ViewAssignee, Problem> {
    match given {
        "me" => Ok(ViewAssignee::Me),
        "none" => Ok(ViewAssignee::Nobody),
        id => {
            let user = id.parse().map(|id| ViewAssignee::User(UserId(id)));
            user.map_err(|_| Problem::invalid("filter.assignee", "filter.assignee must be a user's id, `me` or `none`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{GivenFilter, ViewFilter};

    #[test]
    fn a_filter_is_told_as_it_was_given() {
        let id = "00000000-0000-7000-8000-000000000001";
        for given in [
            json!({}),
            json!({"status": "queued,assigned", "assignee": "me", "snoozed": false}),
            json!({"assignee": "none", "tag": "vip", "priority": "high"}),
            json!({"assignee": id, "channel_id": id, "team_id": id}),
        ] {
            let filter: GivenFilter = serde_json::from_value(given.clone()).expect("a filter");
            let meant = filter.meant().expect("a good one");
            assert_eq!(serde_json::to_value(ViewFilter::from(&meant)).expect("JSON"), given);
        }
        for wrong in [json!({"status": ""}), json!({"status": "open"}), json!({"assignee": "you"})] {
            let filter: GivenFilter = serde_json::from_value(wrong.clone()).expect("a filter");
            assert!(filter.meant().is_err(), "{wrong}");
        }
    }
}
