//! Finding users by place.

use switchroom_domain::OrgId;
use switchroom_domain::user::User;
use switchroom_engine::ports::{Found, UserSearch};

use super::codec::text;
use super::error::{PgError, column};
use super::filter::{Filter, containing};
use super::readers::Readers;
use super::transaction::Transaction;
use crate::pages::row_limit;

pub(super) async fn find(readers: &Readers, org: OrgId, search: &UserSearch) -> Result<Found<User>, PgError> {
    let mut filter = Filter::new("org_id = ? AND NOT deleted", org.0);
    if let Some(role) = &search.role {
        filter.with("? = ANY(roles)", text(role).into_owned());
    }
    if let Some(text) = &search.text {
        // The columns sort byte by byte: so only the case of ASCII's letters is passed over.
        filter.with("(username ILIKE ? OR name ILIKE ? OR email ILIKE ?)", containing(text));
    }
    if let Some(takes_rooms) = search.takes_rooms {
        filter.with("takes_rooms = ?", takes_rooms);
    }
    let snapshot = Transaction::snapshot(readers).await?;
    let sql = format!("SELECT count(*) FROM users WHERE {}", filter.sql());
    let rows = snapshot.rows(&sql, &filter.params()).await?;
    let total = rows.first().map_or(Ok(0), |row| column(row, 0))?;
    let (limit, offset) = (row_limit(search.limit), row_limit(search.offset));
    let sql = format!("SELECT doc FROM users WHERE {} ORDER BY username LIMIT {limit} OFFSET {offset}", filter.sql());
    let items = snapshot.docs(&sql, &filter.params()).await?;
    snapshot.commit().await?;
    Ok(Found { items, total })
}
