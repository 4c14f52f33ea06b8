//! Finding rooms by place: what vendors' lists need, which count their pages.

use rusqlite::Connection;
use switchroom_domain::OrgId;
use switchroom_domain::room::{Origin, Room, RoomStatus};
use switchroom_engine::ports::{Between, Direction, EXACT_TOTAL, Found, RoomSearch, RoomSort};

use super::filter::{Filter, containing};
use super::log::row_limit;
use super::views::docs;

/// A room's name, or its contact's.
const NAME: &str =
    "coalesce(rooms.name, (SELECT c.name FROM contacts AS c WHERE c.org_id = rooms.org_id AND c.contact_id = rooms.contact_id))";

pub(super) fn find(connection: &Connection, org: OrgId, search: &RoomSearch) -> rusqlite::Result<Found<Room>> {
    let filter = filter(org, search);
    let (limit, offset) = (row_limit(search.limit), row_limit(search.offset));
    let sql = format!("SELECT doc FROM rooms WHERE {} ORDER BY {} LIMIT {limit} OFFSET {offset}", filter.sql(), order(search));
    let items = docs(connection, &sql, &filter.params())?;
    Ok(Found { items, total: total(connection, org, &filter)? })
}

fn filter(org: OrgId, search: &RoomSearch) -> Filter {
    let mut filter = Filter::new("rooms.org_id = ?", vec![Box::new(org.0)]);
    filter.any("status IN (?)", search.statuses.iter().copied().map(RoomStatus::as_str));
    filter.any("assignee_id IN (?)", search.assignees.iter().map(|user| user.0));
    match search.unassigned {
        Some(true) => filter.and("assignee_id IS NULL", vec![]),
        Some(false) => filter.and("assignee_id IS NOT NULL", vec![]),
        None => {}
    }
    filter.any("team_id = ?", search.team.map(|team| team.0));
    filter.any("channel_id IN (?)", search.channels.iter().map(|channel| channel.0));
    filter.any("contact_id = ?", search.contact.map(|contact| contact.0));
    filter.any("kind = ?", search.kind.map(|kind| kind.as_str()));
    filter.any("origin IN (?)", search.origins.iter().copied().map(Origin::as_str));
    filter.any("room_id IN (SELECT room_id FROM room_tags AS t WHERE t.org_id = rooms.org_id AND t.tag IN (?))", search.tags.clone());
    between(&mut filter, "created_at", search.created);
    between(&mut filter, "resolved_at", search.resolved);
    if let Some(name) = &search.name {
        filter.and(&format!(r"{NAME} LIKE ? ESCAPE '\'"), vec![Box::new(containing(name))]);
    }
    match search.established {
        Some(true) => filter.and("established_at IS NOT NULL", vec![]),
        Some(false) => filter.and("established_at IS NULL", vec![]),
        None => {}
    }
    // 255 is no rating: it stands for the rooms that have none.
    filter.any("ifnull(rating, 255) IN (?)", search.ratings.iter().map(|rating| rating.unwrap_or(255)));
    if let Some(with_user) = search.with_user {
        let takes_part = "EXISTS (SELECT 1 FROM participants AS p WHERE p.org_id = rooms.org_id AND p.room_id = rooms.room_id
                          AND p.doc ->> '$.person.kind' = 'user')";
        filter.and(&format!("{takes_part} = ?"), vec![Box::new(with_user)]);
    }
    filter.any(
        "room_id IN (SELECT room_id FROM participants AS p WHERE p.org_id = rooms.org_id AND p.person_id IN (?))",
        search.participants.iter().map(|person| person.uuid()),
    );
    for (key, value) in &search.custom_fields {
        // A quote cannot stand in a key.
        let path = format!("$.texts.custom_fields.\"{}\"", key.replace('"', ""));
        filter.and("doc ->> ? = ?", vec![Box::new(path), Box::new(value.clone())]);
    }
    filter
}

fn between(filter: &mut Filter, column: &str, (from, to): Between) {
    if let Some(from) = from {
        filter.and(&format!("{column} >= ?"), vec![Box::new(from.0)]);
    }
    if let Some(to) = to {
        filter.and(&format!("{column} <= ?"), vec![Box::new(to.0)]);
    }
}

fn order(search: &RoomSearch) -> String {
    let mut order = String::new();
    for (sort, direction) in &search.sort {
        let column = match sort {
            RoomSort::Number => "number",
            RoomSort::CreatedAt => "created_at",
            RoomSort::LastMessageAt => "last_message_at",
            RoomSort::LastActivityAt => "last_activity_at",
            RoomSort::ResolvedAt => "resolved_at",
            RoomSort::Rating => "rating",
            RoomSort::Name => NAME,
        };
        let way = match direction {
            Direction::Ascending => "ASC NULLS LAST",
            Direction::Descending => "DESC NULLS LAST",
        };
        order.push_str(&format!("{column} {way}, "));
    }
    order + "number ASC"
}

/// Counts up to the exact limit; above it, every room of the organization that there is.
fn total(connection: &Connection, org: OrgId, filter: &Filter) -> rusqlite::Result<i64> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM rooms WHERE {} LIMIT {})", filter.sql(), EXACT_TOTAL + 1);
    let counted: i64 = connection.prepare_cached(&sql)?.query_row(filter.params().as_slice(), |row| row.get(0))?;
    if counted <= EXACT_TOTAL {
        return Ok(counted);
    }
    let sql = "SELECT coalesce(sum(value), 0) FROM counters WHERE org_id = ?1 AND dimension = 'rooms_by_status'";
    let all: i64 = connection.prepare_cached(sql)?.query_row([org.0], |row| row.get(0))?;
    Ok(all.max(counted))
}
