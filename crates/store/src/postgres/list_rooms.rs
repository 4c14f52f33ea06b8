//! Listing rooms by latest activity.

use switchroom_domain::OrgId;
use switchroom_domain::room::RoomStatus;
use switchroom_engine::ports::RoomsQuery;

use super::codec::text;
use super::filter::Filter;
use crate::pages::row_limit;

/// The statement for a page of rooms and one more, and its parameters.
///
/// What leads to few rooms is gathered first, and nothing else is read. Otherwise each status has its own run in the index, latest
/// activity first: the runs are read up to a page each and merged.
pub(super) fn statement(org: OrgId, query: &RoomsQuery) -> (String, Filter) {
    let mut filter = Filter::new("h.org_id = ?", org.0);
    match query.assignee {
        None => {}
        Some(Some(user)) => filter.with("h.assignee_id = ?", user.0),
        Some(None) => filter.and("h.assignee_id IS NULL"),
    }
    if let Some(contact) = query.contact {
        filter.with("h.room_id = ANY(ARRAY(SELECT room_id FROM rooms WHERE org_id = $1 AND contact_id = ?))", contact.0);
    }
    if let Some(tag) = &query.tag {
        let tag = text(tag).into_owned();
        filter.with("h.room_id = ANY(ARRAY(SELECT room_id FROM room_tags WHERE org_id = $1 AND tag = ?))", tag);
    }
    if query.snoozed == Some(true) {
        filter.and("h.room_id = ANY(ARRAY(SELECT room_id FROM rooms WHERE org_id = $1 AND snoozed_until IS NOT NULL))");
    }
    let facts = facts(&mut filter, query);
    if let Some((at, room)) = query.after {
        let (at, room) = (filter.value(at.0), filter.value(room.0));
        filter.and(&format!("(h.last_activity_at, h.room_id) < ({at}, {room})"));
    }
    let limit = filter.value(row_limit(query.limit + 1));
    let all: &[RoomStatus] = if query.statuses.is_empty() { &RoomStatus::EVERY } else { &query.statuses };
    let statuses: Vec<&'static str> =
        RoomStatus::EVERY.iter().filter(|status| all.contains(status)).map(|status| status.as_str()).collect();
    let statuses = filter.value(statuses);
    let latest = |of: &str| format!("ORDER BY {of}.last_activity_at DESC, {of}.room_id DESC LIMIT {limit}");
    let (run, order) = (latest("h"), latest("run"));
    let sql = if query.contact.is_some() || query.tag.is_some() || query.snoozed == Some(true) {
        format!("SELECT h.doc FROM room_heads AS h {facts} WHERE {} AND h.status = ANY({statuses}) {run}", filter.sql())
    } else {
        format!(
            "SELECT doc FROM unnest({statuses}) AS runs (status) CROSS JOIN LATERAL (
                 SELECT h.doc, h.last_activity_at, h.room_id FROM room_heads AS h {facts}
                 WHERE {} AND h.status = runs.status {run}
             ) AS run {order}",
            filter.sql()
        )
    };
    (sql, filter)
}

/// Conditions on what stands in the other row of a room, and how that is joined, if it is needed.
fn facts(filter: &mut Filter, query: &RoomsQuery) -> &'static str {
    if let Some(channel) = query.channel {
        filter.with("r.channel_id = ?", channel.0);
    }
    if let Some(team) = query.team {
        filter.with("r.team_id = ?", team.0);
    }
    if let Some(priority) = query.priority {
        filter.with("r.priority = ?", priority.as_str());
    }
    if query.snoozed == Some(false) {
        filter.and("r.snoozed_until IS NULL");
    }
    let needed = query.channel.is_some() || query.team.is_some() || query.priority.is_some() || query.snoozed == Some(false);
    if needed { "JOIN rooms AS r ON r.org_id = h.org_id AND r.room_id = h.room_id" } else { "" }
}
