//! `GET /api/v1/livechat/rooms`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use switchroom_domain::room::{RoomKind, RoomStatus};
use switchroom_domain::{Permission, Timestamp, UserId};
use switchroom_engine::ports::{Direction, RoomSearch, RoomSort};

use crate::answer::Answered;
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Params, Query};
use crate::page::{COUNT, FIELDS, OFFSET, Paging, QUERY, SORT};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;
use crate::translate::{self, ids, time};

/// Which rooms.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    agents: Option<Vec<String>>,
    department_id: Option<String>,
    /// `true`, `false`, or `undefined` for both.
    open: Option<String>,
    /// `{"start","end"}`, as a text of JSON.
    created_at: Option<String>,
    closed_at: Option<String>,
    tags: Option<Vec<String>>,
    /// Values by key, as a text of JSON.
    custom_fields: Option<String>,
    room_name: Option<String>,
    onhold: Option<String>,
    queued: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[
        may("agents", Kind::List(&Kind::Text)),
        may("departmentId", Kind::Text),
        may("open", Kind::Text),
        may("createdAt", Kind::Text),
        may("closedAt", Kind::Text),
        may("tags", Kind::List(&Kind::Text)),
        may("customFields", Kind::Text),
        may("roomName", Kind::Text),
        may("onhold", Kind::Text),
        may("queued", Kind::Text),
        may("units", Kind::List(&Kind::Text)),
        OFFSET,
        COUNT,
        SORT,
        FIELDS,
        QUERY,
    ]);
}

/// Rooms, the newest first unless an order is given.
pub(super) async fn list(State(state): State<RcState>, agent: Agent, Query(asked): Query<Asked>) -> Answered {
    let sort = order(&asked.paging.sort()?);
    let created = span("createdAt", asked.created_at.as_deref())?;
    let resolved = span("closedAt", asked.closed_at.as_deref())?;
    let custom_fields = custom_fields(asked.custom_fields.as_deref())?;
    let own = agent.id.to_string();
    let only_own = asked.agents.as_ref().is_some_and(|agents| agents.len() == 1 && agents[0] == own);
    let allowed = agent.has(Permission::RoomList) || (only_own && agent.has(Permission::RoomView));
    if !allowed {
        return Err(RcError::unauthorized());
    }
    let is = |flag: &Option<String>| flag.as_deref() == Some("true");
    let assignees: Vec<UserId> = asked.agents.iter().flatten().filter_map(|id| ids::id(id)).collect();
    let team = asked.department_id.as_deref().filter(|id| !id.is_empty()).map(ids::id);
    // Nobody and nothing has such ids; and no room is on hold yet.
    let nothing = (assignees.is_empty() && asked.agents.is_some()) || team == Some(None) || is(&asked.onhold);
    if nothing {
        return asked.paging.cut::<Value>("rooms", Vec::new());
    }
    let search = RoomSearch {
        statuses: statuses(asked.open.as_deref(), is(&asked.queued)),
        assignees,
        unassigned: is(&asked.queued).then_some(true),
        team: team.flatten(),
        kind: Some(RoomKind::Conversation),
        tags: asked.tags.unwrap_or_default(),
        created,
        resolved,
        name: asked.room_name.filter(|name| !name.is_empty()),
        custom_fields,
        sort,
        offset: asked.paging.offset(),
        limit: asked.paging.limit(),
        ..RoomSearch::default()
    };
    let found = state.engine().store.find_rooms(agent.org(), search).await?;
    let mut rooms = Vec::with_capacity(found.items.len());
    for room in &found.items {
        rooms.push(translate::room::room(state.engine(), room).await?);
    }
    asked.paging.answer("rooms", &rooms, usize::try_from(found.total).unwrap_or_default())
}

fn statuses(open: Option<&str>, queued: bool) -> Vec<RoomStatus> {
    let wanted = match open {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => queued.then_some(true),
    };
    wanted.map_or_else(Vec::new, |open| RoomStatus::EVERY.into_iter().filter(|status| status.is_open() == open).collect())
}

fn order(given: &[(String, bool)]) -> Vec<(RoomSort, Direction)> {
    let known = given.iter().filter_map(|(field, up)| {
        let sort = match field.as_str() {
            "ts" => RoomSort::CreatedAt,
            "lm" => RoomSort::LastMessageAt,
            "closedAt" => RoomSort::ResolvedAt,
            "fname" | "name" => RoomSort::Name,
            "_updatedAt" => RoomSort::LastActivityAt,
            _ => return None,
        };
        Some((sort, if *up { Direction::Ascending } else { Direction::Descending }))
    });
    let mut order: Vec<_> = known.collect();
    if order.is_empty() {
        order.push((RoomSort::CreatedAt, Direction::Descending));
    }
    order
}

/// A span of time: `{"start","end"}`, either of which may be absent.
fn span(name: &str, given: Option<&str>) -> Result<(Option<Timestamp>, Option<Timestamp>), RcError> {
    let Some(text) = given.filter(|text| !text.is_empty()) else { return Ok((None, None)) };
    let refused = |what: &str| RcError::plain(format!("The \"{name}\" query parameter must be a valid {what}."));
    let span: Value = serde_json::from_str(text).map_err(|_| refused("JSON"))?;
    let span = span.as_object().ok_or_else(|| refused("JSON"))?;
    let end = |end: &str| match span.get(end) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => time::parse(text).map(Some).ok_or_else(|| refused("date")),
        Some(_) => Err(refused("date")),
    };
    Ok((end("start")?, end("end")?))
}

fn custom_fields(given: Option<&str>) -> Result<Vec<(String, String)>, RcError> {
    let Some(text) = given.filter(|text| !text.is_empty()) else { return Ok(Vec::new()) };
    let value: Value =
        serde_json::from_str(text).map_err(|_| RcError::plain("The \"customFields\" query parameter must be a valid JSON."))?;
    let invalid = || RcError::plain("Invalid custom fields");
    let fields = value.as_object().ok_or_else(invalid)?;
    fields.iter().map(|(key, value)| Ok((key.clone(), value.as_str().ok_or_else(invalid)?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use switchroom_domain::Timestamp;

    use super::{custom_fields, span};

    #[test]
    fn a_span_may_be_open_on_either_side() {
        let start = Timestamp::from_rfc3339("2026-01-01T00:00:00Z");
        assert_eq!(span("createdAt", Some(r#"{"start":"2026-01-01T00:00:00.000Z"}"#)).expect("a span"), (start, None));
        assert_eq!(span("createdAt", Some(r#"{"start":null,"end":"2026-01-01"}"#)).expect("a span"), (None, start));
        for (wrong, text) in [("{", "JSON"), ("[]", "JSON"), (r#"{"end":7}"#, "date"), (r#"{"end":"soon"}"#, "date")] {
            let error = span("createdAt", Some(wrong)).expect_err(wrong);
            assert_eq!(error.text(), format!("The \"createdAt\" query parameter must be a valid {text}."));
        }
    }

    #[test]
    fn custom_fields_are_an_object_of_text() {
        assert_eq!(custom_fields(Some(r#"{"a":"1"}"#)).expect("fields"), [("a".to_owned(), "1".to_owned())]);
        assert_eq!(custom_fields(Some("[]")).expect_err("refused").text(), "Invalid custom fields");
        assert_eq!(custom_fields(Some("{")).expect_err("refused").text(), "The \"customFields\" query parameter must be a valid JSON.");
    }
}
