//! Finding rooms by place: what vendors' lists need, which count their pages.

use switchroom_domain::OrgId;
use switchroom_domain::room::{Origin, Room, RoomStatus};
use switchroom_engine::ports::{Between, Direction, EXACT_TOTAL, Found, RoomSearch, RoomSort};

use super::codec::text;
use super::error::{PgError, column};
use super::filter::{Filter, containing};
use super::params::params;
use super::readers::Readers;
use super::transaction::Transaction;
use crate::pages::row_limit;

/// A room's name, or its contact's.
const NAME: &str = "coalesce(r.name, (SELECT c.name FROM contacts AS c WHERE c.org_id = r.org_id AND c.contact_id = r.contact_id))";
/// Both rows of a room.
const ROOMS: &str = "rooms AS r JOIN room_heads AS h ON h.org_id = r.org_id AND h.room_id = r.room_id";

pub(super) async fn find(readers: &Readers, org: OrgId, search: &RoomSearch) -> Result<Found<Room>, PgError> {
    let filter = filter(org, search);
    let snapshot = Transaction::snapshot(readers).await?;
    let items = snapshot.docs(&statement(&filter, search), &filter.params()).await?;
    let total = total(&snapshot, org, &filter).await?;
    snapshot.commit().await?;
    Ok(Found { items, total })
}

/// The statement for a part of the rooms that `filter` lets through.
pub(super) fn statement(filter: &Filter, search: &RoomSearch) -> String {
    let (limit, offset) = (row_limit(search.limit), row_limit(search.offset));
    format!("SELECT h.doc FROM {ROOMS} WHERE {} ORDER BY {} LIMIT {limit} OFFSET {offset}", filter.sql(), order(search))
}

/// Whatever leads to few rooms is a list of ids that is gathered first: PostgreSQL takes such a list for short, and reads these
/// rooms and no others, whatever it believes of the tables.
pub(super) fn filter(org: OrgId, search: &RoomSearch) -> Filter {
    let mut filter = Filter::new("r.org_id = ?", org.0);
    heads(&mut filter, search);
    filter.any("r.team_id = ANY(?)", search.team.map(|team| team.0));
    filter.any("r.channel_id = ANY(?)", search.channels.iter().map(|channel| channel.0));
    if let Some(contact) = search.contact {
        filter.with("r.room_id = ANY(ARRAY(SELECT room_id FROM rooms WHERE org_id = $1 AND contact_id = ?))", contact.0);
    }
    filter.any("r.kind = ANY(?)", search.kind.map(|kind| kind.as_str()));
    filter.any("r.origin = ANY(?)", search.origins.iter().copied().map(Origin::as_str));
    let tags = search.tags.iter().map(|tag| text(tag).into_owned());
    filter.any("r.room_id = ANY(ARRAY(SELECT room_id FROM room_tags WHERE org_id = $1 AND tag = ANY(?)))", tags);
    between(&mut filter, "r.created_at", search.created);
    between(&mut filter, "r.resolved_at", search.resolved);
    if let Some(name) = &search.name {
        filter.with(&format!("{NAME} ILIKE ?"), containing(name));
    }
    match search.established {
        Some(true) => filter.and("r.established_at IS NOT NULL"),
        Some(false) => filter.and("r.established_at IS NULL"),
        None => {}
    }
    // 255 is no rating: it stands for the rooms that have none.
    let ratings = search.ratings.iter().map(|rating| i16::from(rating.unwrap_or(255)));
    filter.any("coalesce(r.rating, 255::smallint) = ANY(?)", ratings);
    if let Some(with_user) = search.with_user {
        let takes_part = "EXISTS (SELECT 1 FROM participants AS p WHERE p.org_id = r.org_id AND p.room_id = r.room_id
                          AND p.is_user AND p.joined)";
        filter.with(&format!("{takes_part} = ?"), with_user);
    }
    let take_part = "r.room_id = ANY(ARRAY(SELECT room_id FROM participants WHERE org_id = $1 AND person_id = ANY(?) AND joined))";
    filter.any(take_part, search.participants.iter().map(|person| person.uuid()));
    // Whoever writes takes part: that leaves few rooms to read messages of.
    let said = "EXISTS (SELECT 1 FROM messages AS m WHERE m.org_id = r.org_id AND m.room_id = r.room_id AND NOT m.internal
                AND m.author_id = ANY(?))";
    filter.any(&format!("{take_part} AND {said}"), search.authors.iter().map(|person| person.uuid()));
    for (key, value) in &search.custom_fields {
        let key = filter.value(text(key).into_owned());
        filter.with(&format!("r.custom_fields ->> {key} = ?"), text(value).into_owned());
    }
    filter
}

/// What stands in the row that every message writes.
fn heads(filter: &mut Filter, search: &RoomSearch) {
    let mut conditions = Vec::new();
    if !search.statuses.is_empty() {
        let statuses: Vec<&'static str> = search.statuses.iter().copied().map(RoomStatus::as_str).collect();
        conditions.push(format!("h.status = ANY({})", filter.value(statuses)));
    }
    if !search.assignees.is_empty() {
        let assignees: Vec<_> = search.assignees.iter().map(|user| user.0).collect();
        conditions.push(format!("h.assignee_id = ANY({})", filter.value(assignees)));
    }
    match search.unassigned {
        Some(true) => conditions.push("h.assignee_id IS NULL".to_owned()),
        Some(false) => conditions.push("h.assignee_id IS NOT NULL".to_owned()),
        None => {}
    }
    if conditions.is_empty() {
        return;
    }
    let conditions = conditions.join(" AND ");
    let open = !search.statuses.is_empty() && search.statuses.iter().all(|status| status.is_open());
    if open || !search.assignees.is_empty() {
        filter.and(&format!("r.room_id = ANY(ARRAY(SELECT h.room_id FROM room_heads AS h WHERE h.org_id = $1 AND {conditions}))"));
    } else {
        filter.and(&conditions);
    }
}

fn between(filter: &mut Filter, column: &str, (from, to): Between) {
    if let Some(from) = from {
        filter.with(&format!("{column} >= ?"), from.0);
    }
    if let Some(to) = to {
        filter.with(&format!("{column} <= ?"), to.0);
    }
}

fn order(search: &RoomSearch) -> String {
    let mut order = String::new();
    for (sort, direction) in &search.sort {
        let (column, nullable) = match sort {
            RoomSort::Number => ("r.number", false),
            RoomSort::CreatedAt => ("r.created_at", false),
            RoomSort::LastActivityAt => ("h.last_activity_at", false),
            RoomSort::LastMessageAt => ("h.last_message_at", true),
            RoomSort::ResolvedAt => ("r.resolved_at", true),
            RoomSort::Rating => ("r.rating", true),
            RoomSort::Name => (NAME, true),
        };
        // Where there is no NULL an index is read in either direction, if nothing is said of them.
        let way = match (direction, nullable) {
            (Direction::Ascending, _) => "ASC",
            (Direction::Descending, false) => "DESC",
            (Direction::Descending, true) => "DESC NULLS LAST",
        };
        order.push_str(&format!("{column} {way}, "));
    }
    order + "r.number ASC"
}

/// Counts up to the exact limit; above it, every room of the organization that there is.
async fn total(snapshot: &Transaction, org: OrgId, filter: &Filter) -> Result<i64, PgError> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {ROOMS} WHERE {} LIMIT {}) AS found", filter.sql(), EXACT_TOTAL + 1);
    let counted = count(snapshot.rows(&sql, &filter.params()).await?)?;
    if counted <= EXACT_TOTAL {
        return Ok(counted);
    }
    let sql = "SELECT coalesce(sum(value), 0)::bigint FROM counters WHERE org_id = $1 AND dimension = 'rooms_by_status'";
    let all = count(snapshot.rows(sql, params![org.0]).await?)?;
    Ok(all.max(counted))
}

fn count(rows: Vec<tokio_postgres::Row>) -> Result<i64, PgError> {
    rows.first().map_or(Ok(0), |row| column(row, 0))
}
