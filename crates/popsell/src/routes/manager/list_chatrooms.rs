//! `GET /api/v2/manager/chatrooms`.

use axum::Json;
use axum::extract::State;
use http::request::Parts;
use switchroom_domain::Person;
use switchroom_engine::ports::{Found, RoomSearch};
use switchroom_http::{Shared, client};

use crate::auth::Caller;
use crate::errors::Error;
use crate::permissions;
use crate::translate::chatroom::listed;
use crate::translate::list;
use crate::wire::chatroom::ListedChatroom;
use crate::wire::page::{Page, PageNumber};
use crate::wire::query::Query;

pub(super) const PATH: &str = "/api/v2/manager/chatrooms";

/// Checked in this order: the token (401, 429), the brand if one is given (422, 403), whether the caller may (403), filters'
/// and sorts' names (400), filters' values (422).
pub(super) async fn list_chatrooms(
    State(shared): State<Shared>,
    caller: Caller,
    parts: Parts,
) -> Result<Json<Page<ListedChatroom>>, Error> {
    permissions::may_list(&caller)?;
    let engine = shared.engine();
    let query = Query::read(parts.uri.query().unwrap_or_default().as_bytes());
    let asked = list::read(&query)?;
    let number = PageNumber::of(&query);
    let people = match &asked.ambassadors {
        Some(numbers) => Some(people(&shared, &caller, numbers).await?),
        None => None,
    };
    let found = if asked.nothing || people.as_ref().is_some_and(Vec::is_empty) {
        Found { items: Vec::new(), total: 0 }
    } else {
        let size = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        let (offset, limit) = (size(number.offset()), size(number.per_page));
        let search = RoomSearch { authors: people.unwrap_or_default(), offset, limit, ..asked.search };
        engine.store.find_rooms(caller.org, search).await?
    };
    let rows = listed(engine, &caller, &found.items).await?;
    Ok(Json(Page::new(rows, found.total, number, url(&shared, &parts), &query)))
}

/// The people of these numbers; of an unknown one there is none.
async fn people(shared: &Shared, caller: &Caller, numbers: &[i64]) -> Result<Vec<Person>, Error> {
    let mut people = Vec::new();
    for number in numbers {
        people.extend(shared.engine().store.person_by_number(caller.org, *number).await?);
    }
    Ok(people)
}

/// The list's URL: as the outside reaches the server, if that is known, else as it was called.
fn url(shared: &Shared, parts: &Parts) -> String {
    let config = shared.config();
    match (&config.public_url, client::host(parts, &config.trusted_proxies)) {
        (Some(public), _) => format!("{}{PATH}", public.trim_end_matches('/')),
        (None, host) => format!("http://{}{PATH}", host.unwrap_or("localhost")),
    }
}
