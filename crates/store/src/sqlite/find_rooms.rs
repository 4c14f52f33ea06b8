//! Finding rooms by place: what vendors' lists need, which count their pages.

use rusqlite::Connection;
use switchroom_domain::OrgId;
use switchroom_domain::room::{Origin, Room, RoomStatus};
use switchroom_engine::ports::{Between, Direction, EXACT_TOTAL, Found, RoomSearch, RoomSort};

use super::filter::{Filter, containing};
use super::views::docs;
use crate::pages::row_limit;

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
    // The organization is written out in subqueries: bound to the outer row, SQLite would gather their rows anew for each room.
    filter.any(&format!("room_id IN (SELECT room_id FROM room_tags WHERE org_id = {org} AND tag IN (?))"), search.tags.clone());
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
                          AND p.doc ->> '$.person.kind' = 'user' AND p.doc ->> '$.joined_at' IS NOT NULL)";
        filter.and(&format!("{takes_part} = ?"), vec![Box::new(with_user)]);
    }
    let take_part = format!(
        "room_id IN (SELECT room_id FROM participants WHERE org_id = {org} AND person_id IN (?)
                             AND doc ->> '$.joined_at' IS NOT NULL)"
    );
    filter.any(&take_part, search.participants.iter().map(|person| person.uuid()));
    // Whoever writes takes part: that leaves few rooms to read messages of.
    filter.any(&take_part, search.authors.iter().map(|person| person.uuid()));
    filter.any(
        "EXISTS (SELECT 1 FROM messages AS m WHERE m.org_id = rooms.org_id AND m.room_id = rooms.room_id AND m.internal = 0
             AND m.doc ->> '$.author.id' IN (?))",
        search.authors.iter().map(|person| person.uuid().to_string()),
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

/// Whether an index leads to few rooms: those are sorted. Else the rooms are read in order until there are enough.
fn are_few(search: &RoomSearch) -> bool {
    let open = !search.statuses.is_empty() && search.statuses.iter().all(|status| status.is_open());
    let people = !search.assignees.is_empty() || !search.participants.is_empty() || !search.authors.is_empty();
    open || people || search.contact.is_some() || !search.tags.is_empty()
}

fn order(search: &RoomSearch) -> String {
    let mut order = String::new();
    // SQLite cannot know how many there are: a plus keeps it from reading every room in order to save the sorting of few.
    let plus = if are_few(search) { "+" } else { "" };
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
        order.push_str(&format!("{plus}{column} {way}, "));
    }
    order + plus + "number ASC"
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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use switchroom_domain::{OrgId, Person, UserId};
    use switchroom_engine::ports::{Direction, RoomSearch, RoomSort};

    use super::{filter, order};
    use crate::sqlite::migrations;

    /// The steps by which rooms are found.
    fn plan(search: &RoomSearch) -> Vec<String> {
        let mut connection = Connection::open_in_memory().expect("a database");
        migrations::main_file(&mut connection).expect("a schema");
        let filter = filter(OrgId::FIRST, search);
        let sql = format!("EXPLAIN QUERY PLAN SELECT doc FROM rooms WHERE {} ORDER BY {} LIMIT 15", filter.sql(), order(search));
        let mut plan = connection.prepare(&sql).expect("a plan");
        let steps = plan.query_map(filter.params().as_slice(), |row| row.get::<_, String>(3)).expect("steps");
        steps.collect::<Result<_, _>>().expect("steps")
    }

    /// What vendors' lists are sorted by unless they ask otherwise must not read every room there is.
    #[test]
    fn the_newest_rooms_are_found_without_sorting_all() {
        for (sort, index) in [(RoomSort::Number, "rooms_by_number"), (RoomSort::CreatedAt, "rooms_by_created")] {
            for direction in [Direction::Ascending, Direction::Descending] {
                let steps = plan(&RoomSearch { sort: vec![(sort, direction)], ..RoomSearch::default() });
                assert!(steps[0].contains(index), "{steps:#?}");
                assert!(!steps.contains(&"USE TEMP B-TREE FOR ORDER BY".to_owned()), "{steps:#?}");
            }
        }
    }

    /// Of a contact, of the queue, of a tag there are few: nothing else must be read, however they are sorted.
    #[test]
    fn few_rooms_are_found_by_what_makes_them_few() {
        use switchroom_domain::ContactId;
        use switchroom_domain::room::RoomStatus;

        let person = Person::User(UserId(uuid::Uuid::nil()));
        let by_contact = RoomSearch { contact: Some(ContactId(uuid::Uuid::nil())), ..RoomSearch::default() };
        let queued = RoomSearch { statuses: vec![RoomStatus::Queued], ..RoomSearch::default() };
        let tagged = RoomSearch { tags: vec!["vip".to_owned()], ..RoomSearch::default() };
        let of_person = RoomSearch { participants: vec![person], ..RoomSearch::default() };
        let assigned = RoomSearch { assignees: vec![UserId(uuid::Uuid::nil())], ..RoomSearch::default() };
        let few = [
            (by_contact, "rooms_by_contact"),
            (queued, "rooms_by_status"),
            (tagged, "rooms_by_id"),
            (of_person, "rooms_by_id"),
            (assigned, "rooms_by_assignee"),
        ];
        for (search, index) in few {
            for sort in [vec![], vec![(RoomSort::Number, Direction::Ascending)], vec![(RoomSort::CreatedAt, Direction::Descending)]] {
                let steps = plan(&RoomSearch { sort, ..search.clone() });
                assert!(steps[0].contains(index), "{steps:#?}");
            }
        }
    }

    /// A list that is gathered anew for every room takes minutes where there are many rooms.
    #[test]
    fn no_list_is_gathered_more_than_once() {
        let person = Person::User(UserId(uuid::Uuid::nil()));
        let tags = vec!["vip".to_owned()];
        let search = RoomSearch { tags, participants: vec![person], authors: vec![person], ..RoomSearch::default() };
        let steps = plan(&search);
        assert_eq!(steps.iter().filter(|step| step.starts_with("LIST SUBQUERY")).count(), 3, "{steps:#?}");
        assert!(!steps.iter().any(|step| step.starts_with("CORRELATED LIST")), "{steps:#?}");
    }
}
