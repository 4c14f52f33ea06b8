//! Finding users by place.

use rusqlite::Connection;
use switchroom_domain::OrgId;
use switchroom_domain::user::User;
use switchroom_engine::ports::{Found, UserSearch};

use super::filter::{Filter, containing};
use super::views::docs;
use crate::pages::row_limit;

pub(super) fn find(connection: &Connection, org: OrgId, search: &UserSearch) -> rusqlite::Result<Found<User>> {
    let mut filter = Filter::new("org_id = ? AND deleted = 0", vec![Box::new(org.0)]);
    if let Some(role) = &search.role {
        filter.and("EXISTS (SELECT 1 FROM json_each(doc, '$.roles') WHERE value = ?)", vec![Box::new(role.clone())]);
    }
    if let Some(text) = &search.text {
        let pattern = containing(text);
        filter.and(
            r"(username LIKE ? ESCAPE '\' OR doc ->> '$.name' LIKE ? ESCAPE '\' OR email LIKE ? ESCAPE '\')",
            vec![Box::new(pattern.clone()), Box::new(pattern.clone()), Box::new(pattern)],
        );
    }
    if let Some(takes_rooms) = search.takes_rooms {
        filter.and("takes_rooms = ?", vec![Box::new(takes_rooms)]);
    }
    let (limit, offset) = (row_limit(search.limit), row_limit(search.offset));
    let sql = format!("SELECT doc FROM users WHERE {} ORDER BY username LIMIT {limit} OFFSET {offset}", filter.sql());
    let items = docs(connection, &sql, &filter.params())?;
    let sql = format!("SELECT count(*) FROM users WHERE {}", filter.sql());
    let total = connection.prepare_cached(&sql)?.query_row(filter.params().as_slice(), |row| row.get(0))?;
    Ok(Found { items, total })
}
